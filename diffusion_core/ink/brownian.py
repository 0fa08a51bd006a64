"""Specks that stumble about, one by one; and other rules by which they could move, to compare with."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from diffusion_core.ink.glass import reflect


def wander(start: Tensor, spread: Tensor, generator: torch.Generator) -> Tensor:
    """The specks' paths in water without walls: independent bell-shaped steps, of variance 2·D·t on each axis.

    Arguments and result as in `stumble`, which folds them at the walls.
    """
    widths = (2 * spread.diff()).sqrt().to(start)
    steps = torch.randn(len(widths), *start.shape, generator=generator) * widths[:, None, None]
    return torch.cat([start[None], start + steps.cumsum(dim=0)])


def stumble(start: Tensor, spread: Tensor, generator: torch.Generator) -> Tensor:
    """The specks' paths: independent bell-shaped steps, of variance 2·D·t on each axis, between reflecting walls.

    start: (N, 2) in [0, 1]; spread: (F,) D·t of each frame, rising, the first being that of `start`.
    Returns (F, N, 2). Exact at the frames, whatever lies between them (Einstein 1905; folding: reflection principle).
    """
    return reflect(wander(start, spread, generator))


def stay(start: Tensor, spread: Tensor, generator: torch.Generator) -> Tensor:
    """Nothing shoves the specks. As `stumble`."""
    return start.expand(len(spread), -1, -1).clone()


def go_straight(start: Tensor, spread: Tensor, generator: torch.Generator) -> Tensor:
    """Each speck keeps its own way, drawn by chance, and bounces off the walls. As `stumble`.

    All are equally fast: as far away by the last frame as stumbling specks are on average there without walls.
    """
    turns = 2 * math.pi * torch.rand(len(start), generator=generator)
    ways = torch.stack([turns.cos(), turns.sin()], dim=1)
    gone = ((spread - spread[0]) / (spread[-1] - spread[0])).to(start) * math.sqrt(4 * spread[-1] - 4 * spread[0])
    return reflect(start + gone[:, None, None] * ways)


def flee(start: Tensor, spread: Tensor, generator: torch.Generator) -> Tensor:
    """Each speck runs from the middle of the glass, where the ink is thick, until a wall stops it. As `stumble`."""
    ways = torch.nn.functional.normalize(start - 0.5, dim=1)
    gone = ((spread - spread[0]) / (spread[-1] - spread[0])).to(start)
    return (start + gone[:, None, None] * ways).clamp(0, 1)


Rule = Callable[[Tensor, Tensor, torch.Generator], Tensor]
RULES: dict[str, Rule] = {
    "by chance": stumble,
    "never": stay,
    "straight": go_straight,
    "away": flee,
}
"""How each speck moves: the first is how ink does it, the others are there to be seen failing."""
