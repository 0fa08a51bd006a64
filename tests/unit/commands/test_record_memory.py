"""The recording of memory, from end to end in seconds, and the record that is in assets."""

import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from diffusion_core.commands import record_memory
from diffusion_core.common.files import sha256
from diffusion_core.common.records import read_record, write_record
from diffusion_core.evaluation.memory_tables import TABLES, filled
from diffusion_core.training import memory_measured
from diffusion_core.training.memory_grid import Cell, checkpoint_path
from diffusion_core.training.memory_measured import RECORD
from diffusion_core.training.memory_run import MemoryRun
from diffusion_core.training.planted import Odd, Planting
from tests.tiny import save_tiny


def tiny_run(folder: Path, **changes: object) -> MemoryRun:
    settings = {
        "folder": folder / "run",
        "out": folder / "out",
        "page": folder / "page.md",
        "cells": (Cell(8, "a"), Cell(8, "b"), Cell(4, "a"), Cell(4, "b")),
        "states": (32, 64),
        "batch": 16,
        "pictures": 4,
        "reader_steps": 4,
        "reader_pictures": 32,
        "planting": Planting(
            (Odd("cat", "a crown in the snow", 2),), 16, 8, start=save_tiny(folder / "tiny.safetensors")
        ),
        "planted_pictures": 2,
        "tell": lambda line: None,
    }
    return MemoryRun(**(settings | changes))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryRun, dict]:
    """A recording that had time for one pair and the planted pictures."""
    run = tiny_run(tmp_path_factory.mktemp("memory"))
    tables = "".join(f"<!-- {name} -->\n<!-- end -->\n" for name in TABLES)
    (run.folder.parent / "page.md").write_text(f"Before.\n{tables}After.\n", encoding="utf-8")
    record_memory.teach_pair(run, 4)
    record_memory.plant(run)
    record_memory.write(run)
    return run, read_record(run.out / RECORD)


@pytest.fixture(scope="module")
def whole(first: tuple[MemoryRun, dict]) -> tuple[MemoryRun, dict]:
    """A second one, elsewhere, with nothing of the first but its record; a reader of its own would be another one."""
    run = replace(first[0], folder=first[0].folder.parent / "elsewhere", reader_steps=2)
    record_memory.record(run)
    return run, read_record(run.out / RECORD)


def digests(run: MemoryRun, size: int) -> set[str]:
    """Of all states of a pair in the run's folder."""
    return {sha256(run.state(cell, lessons)) for cell in run.pair(size) for lessons in run.states_of(cell)}


def digests_named(record: dict, size: int) -> set[str]:
    """What the figures of a pair's networks are about, but for the reader."""
    kinds = (f"drawn {size}", f"guesses {size}", f"twins {size}")
    named = {digest for name, row in record["figures"].items() if name.startswith(kinds) for digest in row["of"]}
    return named - {record["files"]["reader.safetensors"]}


def test_a_tiny_run_fills_every_cell(whole: tuple[MemoryRun, dict]) -> None:
    run, record = whole
    for cell in run.cells:
        for lessons in run.states:
            assert record["figures"][f"drawn {cell.name} {lessons}"]["named"]["n"] == 4
            assert len(record["figures"][f"guesses {cell.name} {lessons}"]["seen"]) == len(record["noise"])
            assert "same_noise" in record["figures"][f"twins {cell.size} {lessons}"]
    assert {"planted cat before", "planted cat after", "ordinary after"} <= record["figures"].keys()


def test_a_tiny_record_names_its_files(whole: tuple[MemoryRun, dict]) -> None:
    run, record = whole
    assert {"4a.safetensors", "8b.safetensors", "reader.safetensors", "4.webp", "planted.webp"} <= record[
        "files"
    ].keys()
    for name, digest in record["files"].items():
        assert sha256(run.out / name) == digest


def test_the_page_gets_every_table_and_keeps_its_words(whole: tuple[MemoryRun, dict]) -> None:
    run, record = whole
    text = (run.folder.parent / "page.md").read_text(encoding="utf-8")
    assert text.startswith("Before.\n<!-- copies -->\n| pictures |") and text.endswith("<!-- end -->\nAfter.\n")
    assert all(table(record) in text for table in TABLES.values())
    assert filled(text, record) == text


def test_what_is_there_is_not_made_again(whole: tuple[MemoryRun, dict], monkeypatch: pytest.MonkeyPatch) -> None:
    run, record = whole
    made = []
    for name in ("drawn_figures", "exact_guesses", "twin_figures"):
        monkeypatch.setattr(memory_measured, name, lambda *given: made.append(given))
    record_memory.teach(run)
    assert record_memory.measure(run) == record["figures"]
    assert not made


def test_a_first_record_holds_only_the_pair_that_is_whole(first: tuple[MemoryRun, dict]) -> None:
    run, record = first
    assert {name: cell["lessons"] for name, cell in record["cells"].items()} == {"4a": 64, "4b": 64, "8a": 0, "8b": 0}
    assert record["hours"].keys() == record["machines"].keys() == {"4a", "4b", "planted"}
    assert digests_named(record, 4) == digests(run, 4)
    assert not digests_named(record, 8)


def test_a_second_recording_takes_the_first_pair_over_and_adds_its_own(
    first: tuple[MemoryRun, dict], whole: tuple[MemoryRun, dict]
) -> None:
    (_, before), (run, record) = first, whole
    assert run.whole == [8]
    assert not run.planted.exists()
    assert {name: record["figures"][name] for name in before["figures"]} == before["figures"]
    assert {name: record["files"][name] for name in before["files"]} == before["files"]
    assert digests_named(record, 8) == digests(run, 8)
    assert {name: cell["lessons"] for name, cell in record["cells"].items()} == dict.fromkeys(record["cells"], 64)
    assert record["hours"].keys() == record["machines"].keys() == {"4a", "4b", "8a", "8b", "planted"}
    assert record["planting"] == before["planting"]


def test_both_recordings_read_with_the_same_reader(whole: tuple[MemoryRun, dict]) -> None:
    run, record = whole
    reader = sha256(run.reader_file)
    assert record["figures"]["reader"]["of"] == [reader]
    assert all(reader in row["of"] for name, row in record["figures"].items() if name.startswith(("drawn", "twins")))


@pytest.fixture
def half(first: tuple[MemoryRun, dict], whole: tuple[MemoryRun, dict], tmp_path: Path) -> tuple[MemoryRun, dict]:
    """A folder where one twin of 8 lacks its end, and a record where the pair of another training was cut short."""
    run = replace(whole[0], folder=tmp_path / "run", out=tmp_path / "out", page=None)
    shutil.copytree(whole[0].folder, run.folder)
    for file in (run.state(Cell(8, "b"), 64), checkpoint_path(run.folder, Cell(8, "b"))):
        file.unlink()
    record = deepcopy(first[1])
    for name in ("drawn 8a 32", "guesses 8a 32", "drawn 8b 32", "guesses 8b 32", "twins 8 32"):
        record["figures"][name] = whole[1]["figures"][name] | {"of": ["another training"]}
    for name in ("8a", "8b"):
        record["cells"][name]["lessons"] = 32
    run.out.mkdir()
    write_record(run.out / RECORD, record)
    shutil.copyfile(run.reader_file, run.out / run.reader_file.name)
    return run, record


def test_a_pair_that_is_half_taught_leaves_its_older_figures_alone(half: tuple[MemoryRun, dict]) -> None:
    run, before = half
    assert record_memory.missing_pairs(run) == [8]
    record_memory.write(run)
    after = read_record(run.out / RECORD)
    assert after["figures"] == before["figures"]
    assert after["cells"] == before["cells"]
    assert not (run.out / "8.webp").exists()


def test_a_pair_that_is_taught_to_its_end_replaces_its_older_figures_as_a_whole(half: tuple[MemoryRun, dict]) -> None:
    run, _ = half
    record_memory.record(run)
    after = read_record(run.out / RECORD)
    assert digests_named(after, 8) == digests(run, 8)
    assert len(digests(run, 8)) == 4
    assert after["cells"]["8b"]["lessons"] == 64
    assert {"8.webp", "8a.safetensors", "8b.safetensors"} <= after["files"].keys()


def test_what_is_packed_are_the_networks_that_the_record_lacks(half: tuple[MemoryRun, dict]) -> None:
    run, _ = half
    shutil.copyfile(run.state(Cell(8, "a"), 64), run.state(Cell(4, "a"), 64))
    record_memory.pack(run)
    packed = {path.name for path in (run.folder / "packed").iterdir()}
    assert packed == {
        "reader.safetensors",
        "figures.json",
        *(f"8{state}.safetensors" for state in ("a-32", "a-64", "b-32")),
    }


def test_figures_of_other_settings_are_not_put_beside_new_ones(whole: tuple[MemoryRun, dict]) -> None:
    run = replace(whole[0], pictures=5)
    with pytest.raises(ValueError, match="has another drawings"):
        record_memory.write(run)
    assert read_record(run.out / RECORD) == whole[1]
