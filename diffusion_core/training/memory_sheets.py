"""Sheets of small pictures, a row each, for the eye."""

from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

GAP, PAPER = 2, 255


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
