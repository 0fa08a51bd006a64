"""Records: what was measured once, as JSON on disk, and on the screen as a line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def write_record(path: Path, record: Record, *, indent: int | None = 1) -> None:
    """Write a record over what was there, which stays whole until then. indent: spaces a depth; None: on one line."""
    _replace(path, json.dumps(record, indent=indent, ensure_ascii=False) + "\n")


def read_record(path: Path) -> Record:
    """What was written. Raises FileNotFoundError where there is no record."""
    return json.loads(path.read_text(encoding="utf-8"))


def record_if_any(path: Path) -> Record:
    """What was written; empty where nothing was."""
    return read_record(path) if path.exists() else {}


def record_about(path: Path, digest: str) -> Record | None:
    """What was written, where it is about the file of this SHA-256; else None, as where nothing was written."""
    record = record_if_any(path)
    return record if record.get("sha256") == digest else None


def read_lines(path: Path) -> list[Record]:
    """The records of a log that has one in each line, oldest first. Raises FileNotFoundError."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def keep_lines(path: Path, wanted: Callable[[Record], bool]) -> None:
    """Leave out of a log the records that are not wanted, and a last one that was cut short; no log is no error."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    left = [line for line in lines if line.endswith("\n") and wanted(json.loads(line))]
    if left != lines:
        _replace(path, "".join(left))


def print_line(record: Record) -> None:
    """Print a record on a line of its own, at once: how a command tells what its library has done so far."""
    print(json.dumps(record), flush=True)


def _replace(path: Path, text: str) -> None:
    """Put a text in a file's place only once it is whole: who is killed meanwhile leaves the old one."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
