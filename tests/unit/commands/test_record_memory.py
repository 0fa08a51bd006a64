"""The recording of memory, from end to end in seconds, and the record that is in assets."""

from pathlib import Path

import pytest

from diffusion_core.commands import record_memory
from diffusion_core.common.files import sha256
from diffusion_core.common.records import read_record
from diffusion_core.evaluation.memory_tables import TABLES, filled
from diffusion_core.training.memory_grid import Cell
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
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryRun, dict]:
    run = tiny_run(tmp_path_factory.mktemp("memory"))
    tables = "".join(f"<!-- {name} -->\n<!-- end -->\n" for name in TABLES)
    (run.folder.parent / "page.md").write_text(f"Before.\n{tables}After.\n", encoding="utf-8")
    for step in record_memory.STEPS_OF_A_RECORDING.values():
        step(run)
    return run, read_record(run.out / record_memory.RECORD)


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
    run, _ = whole
    made = []
    monkeypatch.setattr(record_memory, "drawn_figures", lambda *given: made.append(given))
    before = sha256(run.figures)
    record_memory.teach(run)
    record_memory.measure(run)
    assert not made
    assert sha256(run.figures) == before
