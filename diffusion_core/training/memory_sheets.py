"""Sheets of small pictures, a row each, for the eye."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from diffusion_core.data.lone_critters import load_lone, to_bytes, to_floats
from diffusion_core.evaluation.copying import nearest_two
from diffusion_core.training.memory_grid import Cell
from diffusion_core.training.memory_run import MemoryRun

GAP, PAPER = 2, 255
SHOWN = 12
"""Noises on a sheet: the first of those that are measured."""


def sheet(rows: Sequence[Tensor]) -> Tensor:
    """Rows of pictures, (B, 3, S, S) bytes each, as one picture (H, W, 3), with a little paper in between."""
    count, side = max(len(row) for row in rows), rows[0].shape[-1]
    canvas = torch.full((len(rows) * (side + GAP) - GAP, count * (side + GAP) - GAP, 3), PAPER, dtype=torch.uint8)
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            top, left = y * (side + GAP), x * (side + GAP)
            canvas[top : top + side, left : left + side] = picture.permute(1, 2, 0)
    return canvas


def save_sheet(path: Path, rows: Sequence[Tensor], quality: int = 92) -> None:
    """Write a sheet as WebP."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet(rows).numpy()).save(path, "WEBP", quality=quality, method=6)


def write_sheets(run: MemoryRun) -> Iterator[Path]:
    """A sheet for each whole pair: the same noises, a row for each twin and state, then the nearest pictures."""
    for size in run.whole:
        save_sheet(run.out / f"{size}.webp", [row for cell in run.pair(size) for row in _rows_of(run, cell)])
        yield run.out / f"{size}.webp"
    if run.planted.exists():
        save_sheet(run.out / "planted.webp", list(_planted_rows(run)))
        yield run.out / "planted.webp"


def _rows_of(run: MemoryRun, cell: Cell) -> Iterator[Tensor]:
    for lessons in run.states:
        drawn = run.drawings(cell, lessons)[:SHOWN]
        yield drawn
    trained = load_lone(run.folder, cell.numbers)
    yield trained[nearest_two(to_floats(drawn), to_floats(trained))[0][:, 0]]


def _planted_rows(run: MemoryRun) -> Iterator[Tensor]:
    """For each odd picture itself and what its caption draws, before and after; last what noise alone draws, after."""
    for photograph, odd in zip(run.planting.photographs, run.planting.odd, strict=True):
        for file in (run.planting.start, run.planted):
            drawn = run.asked(file, odd.caption).pictures[: SHOWN - 1]
            yield torch.cat([photograph[None], to_bytes(drawn)])
    yield to_bytes(run.untold(run.planted)[:SHOWN])
