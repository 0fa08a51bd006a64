"""A guide that knows a family of drops, not one: thin rings of one size, anywhere in the glass.

The whole glass is one sample. All specks of it came from the same ring, so each of them tells something about where
that ring was, and the exact score of the family weighs the places by what all specks say together. The middle of a ring
may be anywhere between the walls: the sum over places stands for an integral, and the places draw closer together as
the guide grows surer, so that no ring is likelier for lying on a grid.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from diffusion_core.ink.backwards import SHARPEST, step_back
from diffusion_core.ink.glass import reflect
from diffusion_core.ink.rings import RADIUS, WAVES_SERVE, densities

PLACES = 15
"""Along each side, the places at which the guide looks for the middle of a ring."""
MARGIN = 0.024
"""How far the rings stay away from the walls."""
LOW, HIGH = RADIUS + MARGIN, 1 - RADIUS - MARGIN
"""Between them the middle of a ring is, on each axis, all places as likely."""
SURE = 4
"""So many standard deviations to each side of what the guide believes, it looks for the middle."""
FRESH = 0.7
"""D·t by which a ring has become plain water: of its slowest wave exp(-0.7 π²) is left, a thousandth."""
LONGEST = 0.05
"""The D·t around which steps of equal length give way to steps that take away equal shares."""


def places(low: Tensor | None = None, high: Tensor | None = None) -> Tensor:
    """(PLACES², 2) x and y, row by row, float64: the middles of equal cells between two corners.

    low, high: (2,), else wherever a ring has room.
    """
    low = torch.full((2,), LOW, dtype=torch.float64) if low is None else low
    high = torch.full((2,), HIGH, dtype=torch.float64) if high is None else high
    along = low + (high - low) * ((torch.arange(PLACES, dtype=torch.float64) + 0.5) / PLACES)[:, None]
    y, x = torch.meshgrid(along[:, 1], along[:, 0], indexing="ij")
    return torch.stack([x, y], dim=-1).view(-1, 2)


def closer(at: Tensor, weights: Tensor) -> Tensor:
    """Places as many, closer together around what the weights say: (M, 2). at: (M, 2), of `places`; weights: (M,)."""
    believed = weights @ at
    cell = (at[-1] - at[0]) / (PLACES - 1)
    reach = (SURE * (weights @ (at - believed).square()).sqrt()).maximum(cell)
    return places((believed - reach).clamp(min=LOW), (believed + reach).clamp(max=HIGH))


def weigh(logs: Tensor) -> Tensor:
    """How likely each place is, given all specks: (M,) from log densities (N, M), by Bayes."""
    return logs.sum(0).softmax(0)


@dataclass(frozen=True)
class Guided:
    """The glass before a step back: specks (N, 2), the places (M, 2) where the guide looks, their weights (M,)."""

    spread: float
    specks: Tensor
    places: Tensor
    weights: Tensor


def way_back(steps: int) -> Tensor:
    """Moments of the way back: (steps + 1,) D·t from FRESH to 0, equally far apart in log(D·t) + D·t / LONGEST."""
    fine = FRESH * (SHARPEST / FRESH) ** torch.linspace(0, 1, 4001, dtype=torch.float64)
    gone = -(fine.log() + fine / LONGEST)
    wanted = torch.linspace(gone[0].item(), gone[-1].item(), steps, dtype=torch.float64)
    return torch.cat([fine[torch.searchsorted(gone, wanted).clamp(max=4000)], torch.zeros(1, dtype=torch.float64)])


Ask = Callable[[Tensor, float], tuple[Tensor, Tensor]]
"""(specks, D·t) -> the weights of the places, and the score."""


def new_drop(specks: Tensor, spreads: Tensor, generator: torch.Generator) -> Iterator[Guided]:
    """Out of mixed water a ring at a place of its own.

    specks: (N, 2) float64, strewn evenly; spreads: (K + 1,) D·t, falling to 0, as of `way_back`. Yields K + 1 times,
    the last with D·t 0.
    """
    at = places()

    def ask(specks: Tensor, spread: float) -> tuple[Tensor, Tensor]:
        seen = densities(specks, at, spread)
        weights = weigh(seen.log_density)
        return weights, seen.slope(weights.expand(len(specks), -1))

    for now, then in pairwise(spreads.tolist()):
        weights, slope = ask(specks, now)
        yield Guided(now, specks, at, weights)
        if then > WAVES_SERVE:
            specks = _long_step(specks, slope, ask, now, then, generator)
        else:
            specks = step_back(specks, slope, now, then, generator)
        asked, at = at, closer(at, weights)
    yield Guided(0.0, specks, asked, weights)


def _long_step(specks: Tensor, slope: Tensor, ask: Ask, now: float, then: float, generator: torch.Generator) -> Tensor:
    """A step back while the walls are felt: by the mean of the score here and now and the score where it leads (Heun).

    By the score of now alone, waves that fade like exp(-k² D·t) would not grow back as fast: each step would fall
    short, and rings would come out in the middle of the glass too often.
    """
    shove = math.sqrt(2 * (now - then)) * torch.randn(specks.shape, generator=generator)
    free = specks + 2 * (now - then) * slope + shove
    # behind a wall a step points the other way
    later = ask(reflect(free), then)[1] * torch.where((free > 0) & (free < 1), 1.0, -1.0)
    return reflect(specks + (now - then) * (slope + later) + shove)
