"""Where the ink begins: a drop, a ring, a heart or a letter, once or several times."""

import math
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.assets import TYPEFACE
from diffusion_core.ink.glass import middles

START_CELLS = 96
"""Along each side, the cells in which the ink begins."""
MOST_DROPS = 5
RING, RING_WIDTH = 0.25, 0.06
"""Radius of the ring, to the middle of its band, and the band's width."""

Shape = Callable[[Tensor, Tensor], Tensor]
"""(x, y) from the middle of the glass -> whether there is ink."""


class NoGlyph(ValueError):
    """The typeface has no picture of this character."""


def _drop(x: Tensor, y: Tensor) -> Tensor:
    return torch.hypot(x, y) < 0.13


def _ring(x: Tensor, y: Tensor) -> Tensor:
    return (torch.hypot(x, y) - RING).abs() < RING_WIDTH / 2


def _heart(x: Tensor, y: Tensor) -> Tensor:
    u, v = x / 0.2, (0.06 - y) / 0.2
    return (u**2 + v**2 - 1) ** 3 < u**2 * v**3


SHAPES: dict[str, Shape] = {"drop": _drop, "ring": _ring, "heart": _heart}


def shape_of(name: str) -> Shape:
    """The shape of that name: a key of SHAPES, or any one character, drawn as a letter.

    Raises ValueError for anything else, NoGlyph for a character that leaves no ink.
    """
    if name in SHAPES:
        return SHAPES[name]
    character = unicodedata.normalize("NFC", name)
    if len(character) != 1:
        raise ValueError(f"unknown shape {name!r}: choose one of {', '.join(SHAPES)}, or one letter")
    picture = torch.from_numpy(_raster(character))

    def letter(x: Tensor, y: Tensor) -> Tensor:
        row, column = (((axis + 0.5) * len(picture)).long().clamp(0, len(picture) - 1) for axis in (y, x))
        return picture[row, column]

    return letter


def ink_of(shape: str, *, drops: int = 1) -> Tensor:
    """The ink at the start: (START_CELLS, START_CELLS) shares by row and column, float64, sum 1.

    shape: as in `shape_of`, and its errors; drops: how many of them, 1 … MOST_DROPS, smaller and set in a circle.
    """
    if not 1 <= drops <= MOST_DROPS:
        raise ValueError(f"{drops} drops: there can be 1 to {MOST_DROPS}")
    here = middles(START_CELLS) - 0.5
    inked = shape_of(shape)
    inside = torch.zeros(START_CELLS, START_CELLS, dtype=torch.bool)
    for x, y, size in _places(drops):
        inside |= inked((here[None, :] - x) / size, (here[:, None] - y) / size)
    if not inside.any():
        raise NoGlyph(shape)
    return inside.double() / inside.sum()


def specks_of(ink: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """`count` specks drawn from that ink, anywhere in their cells. ink: (S, S) shares. Returns (count, 2) as x, y."""
    cells = torch.multinomial(ink.flatten(), count, replacement=True, generator=generator)
    corners = torch.stack([cells % len(ink), cells // len(ink)], dim=1)
    return (corners + torch.rand(count, 2, generator=generator)) / len(ink)


def inked(specks: Tensor, ink: Tensor) -> Tensor:
    """Which specks lie where there is ink. specks: (..., 2) in [0, 1]; ink: (S, S). Returns (...,) bool."""
    cells = (specks * len(ink)).long().clamp(0, len(ink) - 1)
    return ink[cells[..., 1], cells[..., 0]] > 0


def _places(drops: int) -> list[tuple[float, float, float]]:
    """x and y from the middle, and size, of each drop."""
    if drops == 1:
        return [(0, 0, 1)]
    turns = [2 * math.pi * (i / drops - 0.25) for i in range(drops)]
    return [(0.27 * math.cos(turn), 0.27 * math.sin(turn), 0.5) for turn in turns]


@lru_cache(maxsize=64)
def _raster(character: str) -> np.ndarray:
    """The character as (192, 192) bool in the middle of the glass, half as high as it (DejaVu Sans Bold)."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(TYPEFACE, 120)
    # what the typeface draws in place of a character that it lacks; that one is none
    missing = bytes(font.getmask("\U0010ffff"))
    if bytes(font.getmask(character)) in (missing, b""):
        raise NoGlyph(character)
    page = Image.new("L", (192, 192))
    left, top, right, bottom = font.getbbox(character)
    ImageDraw.Draw(page).text((96 - (left + right) / 2, 96 - (top + bottom) / 2), character, 255, font)
    return np.asarray(page) > 127
