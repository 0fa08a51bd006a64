"""Files of tensors: read, checked, and the one error for a missing or damaged one."""

import hashlib
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import Tensor


class NoWeights(RuntimeError):
    """The weights are missing, damaged or not those of the model card; the message is one sentence for the visitor."""


def read_notes(path: Path) -> dict[str, str]:
    """The notes of a file of tensors. Raises NoWeights for a damaged one."""
    try:
        with safe_open(path, "pt") as file:
            return file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise NoWeights(_unreadable(path)) from error


def read_tensors(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    """The notes and the tensors of a file. Raises NoWeights for a damaged one."""
    try:
        with safe_open(path, "pt") as file:
            return file.metadata() or {}, {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise NoWeights(_unreadable(path)) from error


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unreadable(path: Path) -> str:
    return f"The trained network is damaged: {path.name} cannot be read."
