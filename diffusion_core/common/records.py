"""Records: what was measured once, as JSON on disk."""

import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def write_record(path: Path, record: Record, *, indent: int | None = 1) -> None:
    """Write a record over what was there. indent: spaces for each depth; None: all on one line."""
    path.write_text(json.dumps(record, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")


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
