"""A guide that knows a family of drops, not one: thin rings of one size, anywhere in the glass.

The whole glass is one sample. All specks of it came from the same ring, so each of them tells something about where
that ring was, and the exact score of the family weighs the places by what all specks say together.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

import torch
from torch import Tensor

from diffusion_core.ink.backwards import SHARPEST, step_back
from diffusion_core.ink.glass import reflect

RADIUS = 0.15
PLACES = 15
"""Along each side, the places where the middle of a ring can be."""
MARGIN = 0.035
"""How far the rings stay away from the walls."""
FRESH = 0.7
"""D·t by which a ring has become plain water: of its slowest wave exp(-0.7 π²) is left, a thousandth."""
LONGEST = 0.05
"""The D·t around which steps of equal length give way to steps that take away equal shares."""
WALLS_FELT = 0.0135
"""D·t above which waves serve, below it images: there both are right to 1e-5, each to more on its side."""
NO_MATTER = 1e-8
"""Weights below it leave a place out of the score."""


def places() -> Tensor:
    """(PLACES², 2) x and y of the middles, row by row, float64."""
    along = torch.linspace(RADIUS + MARGIN, 1 - RADIUS - MARGIN, PLACES, dtype=torch.float64)
    y, x = torch.meshgrid(along, along, indexing="ij")
    return torch.stack([x, y], dim=-1).view(-1, 2)


def ring_of(place: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """`count` specks strewn over the ring at a place. place: (2,). Returns (count, 2)."""
    turns = 2 * math.pi * torch.rand(count, 1, generator=generator, dtype=place.dtype)
    return place + RADIUS * torch.cat([turns.cos(), turns.sin()], dim=1)


def images_of(specks: Tensor, at: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """The way from each place to each speck and to its mirror images behind the nearest walls.

    specks: (N, 2); at: (M, 2). Yields nine times (N, M, 2), and (2,), the side to which a step of the speck leads it.
    """
    nearest = ((0, 1), (0, -1), (2, -1))
    for (shift_x, flip_x), (shift_y, flip_y) in product(nearest, nearest):
        flip = specks.new_tensor([flip_x, flip_y])
        yield (specks * flip + specks.new_tensor([shift_x, shift_y]))[:, None] - at, flip


def by_images(specks: Tensor, at: Tensor, spread: float) -> Tensor:
    """How dense the ink of each ring is at each speck, for small D·t, in log space.

    specks: (N, 2); at: (M, 2) places; spread: D·t > 0. Returns (N, M). Without walls a circle of radius R has spread
    to exp(-(r² + R²) / 4Dt) I₀(r R / 2Dt) / 4πDt at the distance r (Carslaw & Jaeger 1959, section 10.3).
    """
    parts = [_log_bell(away.square().sum(-1).sqrt(), spread) for away, _ in images_of(specks, at)]
    return torch.stack(parts).logsumexp(0) - math.log(4 * math.pi * spread)


def slope_by_images(specks: Tensor, at: Tensor, spread: float) -> Tensor:
    """The slope of `by_images` at each speck: (N, M, 2)."""
    parts, slopes = [], []
    for away, flip in images_of(specks, at):
        r = away.square().sum(-1).sqrt().clamp(min=1e-12)
        z = r * RADIUS / (2 * spread)
        parts.append(_log_bell(r, spread))
        inwards = r - RADIUS * torch.special.i1e(z) / torch.special.i0e(z)
        slopes.append(-(inwards / (2 * spread * r))[..., None] * away * flip)
    shares = torch.stack(parts).softmax(0)
    return (shares[..., None] * torch.stack(slopes)).sum(0)


def _log_bell(r: Tensor, spread: float) -> Tensor:
    return torch.special.i0e(r * RADIUS / (2 * spread)).log() - (r - RADIUS) ** 2 / (4 * spread)


def by_series(specks: Tensor, at: Tensor, spread: float) -> Tensor:
    """As `by_images`, for large D·t, by waves that fade; a circle of radius R has the share J₀(k R) in wave k."""
    waves, begun = _waves(at, spread)
    return _on_waves(torch.cos(specks[:, :1] * waves), torch.cos(specks[:, 1:] * waves), begun).log()


def slope_by_series(specks: Tensor, at: Tensor, spread: float) -> Tensor:
    """The slope of `by_series` at each speck: (N, M, 2)."""
    waves, begun = _waves(at, spread)
    cos_x, cos_y = (torch.cos(axis * waves) for axis in specks[:, :, None].unbind(1))
    sin_x, sin_y = (-waves * torch.sin(axis * waves) for axis in specks[:, :, None].unbind(1))
    slopes = torch.stack([_on_waves(sin_x, cos_y, begun), _on_waves(cos_x, sin_y, begun)], dim=-1)
    return slopes / _on_waves(cos_x, cos_y, begun)[..., None]


def _waves(at: Tensor, spread: float) -> tuple[Tensor, Tensor]:
    """(K,) waves along one axis, and (K², M) how large each pair of them is for the ring at each place."""
    count = math.ceil(math.sqrt(36 / spread) / math.pi) + 1
    waves = math.pi * torch.arange(count, dtype=at.dtype)
    k = torch.hypot(waves[:, None], waves)
    twice = torch.where(waves > 0, 2.0, 1.0).to(at)
    size = twice[:, None] * twice * torch.special.bessel_j0(k * RADIUS) * torch.exp(-(k**2) * spread)
    begun = torch.cos(at[:, :1, None] * waves[:, None]) * torch.cos(at[:, 1:, None] * waves) * size
    return waves, begun.flatten(1).T


def _on_waves(x: Tensor, y: Tensor, begun: Tensor) -> Tensor:
    return (x[:, :, None] * y[:, None, :]).flatten(1) @ begun


def log_density(specks: Tensor, at: Tensor, spread: float) -> Tensor:
    """As `by_images`, whatever D·t > 0, right to 1e-4. Images are worked out in float32, which is twice as fast."""
    if spread < WALLS_FELT:
        return by_images(specks.float(), at.float(), spread).double()
    return by_series(specks, at, spread)


def slope(specks: Tensor, at: Tensor, spread: float) -> Tensor:
    """As `slope_by_images`, whatever D·t > 0, as exact as `log_density`."""
    if spread < WALLS_FELT:
        return slope_by_images(specks.float(), at.float(), spread).double()
    return slope_by_series(specks, at, spread)


def weigh_together(logs: Tensor) -> Tensor:
    """How likely each place is, given all specks: (M,) from log densities (N, M), by Bayes."""
    return logs.sum(0).softmax(0)


def weigh_alone(logs: Tensor) -> Tensor:
    """The same as each speck on its own would say: (N, M)."""
    return logs.softmax(1)


def score(specks: Tensor, at: Tensor, weights: Tensor, spread: float) -> Tensor:
    """The slope of the family's log density where each speck is.

    weights: (M,) or (N, M) from the functions above, taken at the same D·t. Returns (N, 2).
    """
    weights = weights.expand(len(specks), -1)
    some = weights.amax(0) > NO_MATTER
    return (weights[:, some, None] * slope(specks, at[some], spread)).sum(1)


Weigh = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Guided:
    """The glass before a step back: specks (N, 2), and the weights (M,) of the places, of all specks on average."""

    spread: float
    specks: Tensor
    weights: Tensor


def way_back(steps: int) -> Tensor:
    """Moments of the way back: (steps + 1,) D·t from FRESH to 0, equally far apart in log(D·t) + D·t / LONGEST."""
    fine = FRESH * (SHARPEST / FRESH) ** torch.linspace(0, 1, 4001, dtype=torch.float64)
    gone = -(fine.log() + fine / LONGEST)
    wanted = torch.linspace(gone[0].item(), gone[-1].item(), steps, dtype=torch.float64)
    return torch.cat([fine[torch.searchsorted(gone, wanted).clamp(max=4000)], torch.zeros(1, dtype=torch.float64)])


Ask = Callable[[Tensor, float], tuple[Tensor, Tensor]]
"""(specks, D·t) -> the weights of the places, and the score."""


def new_drop(specks: Tensor, spreads: Tensor, generator: torch.Generator, *, together: bool = True) -> Iterator[Guided]:
    """Out of mixed water a ring at a place of its own.

    specks: (N, 2) float64, strewn evenly; spreads: (K + 1,) D·t, falling to 0, as of `way_back`; together: all specks
    are guided by what they say together, else each by what it says alone. Yields K + 1 times, the last with D·t 0.
    """
    at, weigh = places(), weigh_together if together else weigh_alone

    def ask(specks: Tensor, spread: float) -> tuple[Tensor, Tensor]:
        weights = weigh(log_density(specks, at, spread))
        return weights, score(specks, at, weights, spread)

    for now, then in pairwise(spreads.tolist()):
        weights, slope = ask(specks, now)
        yield Guided(now, specks, weights.view(-1, len(at)).mean(0))
        if then > WALLS_FELT:
            specks = _long_step(specks, slope, ask, now, then, generator)
        else:
            specks = step_back(specks, slope, now, then, generator)
    yield Guided(0.0, specks, weights.view(-1, len(at)).mean(0))


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


def on_best_ring(specks: Tensor, *, reach: float = 0.02) -> tuple[int, float]:
    """The place of the ring on which most specks lie, closer than `reach`, and their share of all."""
    away = torch.cdist(specks.double(), places())
    shares = ((away - RADIUS).abs() < reach).double().mean(0)
    return int(shares.argmax()), float(shares.max())
