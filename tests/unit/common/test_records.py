"""Records come back as they were written, and the recorded ones are what their commands write."""

import json
from pathlib import Path

import pytest

from diffusion_core.common import assets
from diffusion_core.common.records import keep_lines, read_lines, read_record, record_about, record_if_any, write_record

RECORDED = sorted(assets.ASSETS.glob("*.json"))
ON_ONE_LINE = (assets.WATCHED, assets.CLIP)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_writing_what_was_read_leaves_each_recorded_file_as_it_is(path, tmp_path):
    indent = {"indent": None} if path in ON_ONE_LINE else {}
    write_record(tmp_path / path.name, read_record(path), **indent)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_each_record_has_its_place_in_the_table_of_files():
    assert len(RECORDED) == 11
    assert set(RECORDED) <= {path for name, path in vars(assets).items() if name.isupper()}


def test_every_file_of_the_table_is_there():
    missing = [name for name, path in vars(assets).items() if name.isupper() and not path.exists()]
    assert missing == []


def test_a_record_is_readable_by_eye_and_by_any_reader_of_json(tmp_path):
    write_record(tmp_path / "a.json", {"words": "ä → b", "rows": [1]})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert text == '{\n "words": "ä → b",\n "rows": [\n  1\n ]\n}\n'
    assert json.loads(text) == read_record(tmp_path / "a.json")


def test_where_nothing_was_written_there_is_an_empty_record_or_an_error(tmp_path):
    nowhere = tmp_path / "nowhere.json"
    assert record_if_any(nowhere) == {} and record_about(nowhere, "abc") is None
    with pytest.raises(FileNotFoundError):
        read_record(nowhere)


def test_a_record_about_other_weights_counts_for_nothing(tmp_path):
    path, record = tmp_path / "a.json", {"sha256": "abc", "right": 1}
    write_record(path, record)
    assert record_about(path, "abc") == record and record_about(path, "abd") is None
    write_record(path, {"right": 1})
    assert record_about(path, "abc") is None


def test_a_log_holds_one_record_a_line(tmp_path):
    (tmp_path / "log.jsonl").write_text('{"pictures": 1}\n{"pictures": 2}\n', encoding="utf-8")
    assert [line["pictures"] for line in read_lines(tmp_path / "log.jsonl")] == [1, 2]


def test_who_is_killed_while_writing_leaves_the_old_record_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_record(path, {"right": 1})

    def cut_short(file, text, **how):
        with file.open("w", encoding="utf-8") as half:
            half.write(text[: len(text) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", cut_short)
    with pytest.raises(KeyboardInterrupt):
        write_record(path, {"right": 2})
    assert read_record(path) == {"right": 1}


def test_a_log_keeps_what_is_wanted_and_nothing_that_was_cut_short(tmp_path):
    log = tmp_path / "log.jsonl"
    keep_lines(log, lambda record: True)
    assert not log.exists()
    log.write_text('{"at": 1}\n{"at": 2}\n{"at": 3}\n{"at"', encoding="utf-8")
    keep_lines(log, lambda record: record["at"] < 3)
    assert read_lines(log) == [{"at": 1}, {"at": 2}]
