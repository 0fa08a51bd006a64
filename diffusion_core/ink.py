"""Ink in a glass of still water: specks that stumble about, and the exact share of the ink in every part of the glass.

The glass is 1 wide and 1 high, closed on all sides, x to the right and y down. Time runs in seconds of film. Both views
are the same physics, Brownian motion between reflecting walls: `stumble` draws paths, `concentration` is their law.
What ink has done by time t depends on D·t alone, called `spread` here (square glass widths).
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

GLASS = 0.06
"""The width of the real glass in metres."""
SPEED_UP = 150_000
"""Seconds in the real glass for each second of film."""
START_CELLS = 96
"""Along each side, the cells in which the ink begins."""
INK_AT_25 = 4.25e-10
"""Diffusion coefficient of the dye fluorescein in water at 25 °C in m²/s (Culbertson et al. 2002, Talanta 56, 365)."""
KELVIN = 273.15


def viscosity(celsius: float) -> float:
    """How thick water is, in Pa·s, at 0.1 MPa and -20 … 110 °C (Pátek et al. 2009, J. Phys. Chem. Ref. Data 38, 21)."""
    warmth = (celsius + KELVIN) / 300
    terms = ((280.68, -1.9), (511.45, -7.7), (61.131, -19.6), (0.45903, -40.0))
    return 1e-6 * sum(factor * warmth**power for factor, power in terms)


def diffusion(celsius: float) -> float:
    """D of the ink in square glass widths a second of film: D ∝ T / viscosity(T) (Einstein 1905, Stokes's drag)."""
    warmer = (celsius + KELVIN) / (25 + KELVIN) * viscosity(25) / viscosity(celsius)
    return INK_AT_25 * warmer / GLASS**2 * SPEED_UP


def _drop(x: Tensor, y: Tensor) -> Tensor:
    return torch.hypot(x, y) < 0.13


def _ring(x: Tensor, y: Tensor) -> Tensor:
    return (torch.hypot(x, y) - 0.25).abs() < 0.05


def _heart(x: Tensor, y: Tensor) -> Tensor:
    u, v = x / 0.2, (0.06 - y) / 0.2
    return (u**2 + v**2 - 1) ** 3 < u**2 * v**3


Shape = Callable[[Tensor, Tensor], Tensor]
SHAPES: dict[str, Shape] = {"drop": _drop, "ring": _ring, "heart": _heart}
"""Where the ink begins: (x, y) from the middle of the glass -> whether there is ink."""


def ink_of(shape: str) -> Tensor:
    """The ink at the start: (START_CELLS, START_CELLS) shares by row and column, float64, sum 1.

    Raises ValueError for a shape that is not in SHAPES.
    """
    if shape not in SHAPES:
        raise ValueError(f"unknown shape {shape!r}: choose one of {', '.join(SHAPES)}")
    middles = _middles(START_CELLS) - 0.5
    inside = SHAPES[shape](middles[None, :], middles[:, None]).double()
    return inside / inside.sum()


def specks_of(ink: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """`count` specks drawn from that ink, anywhere in their cells. ink: (S, S) shares. Returns (count, 2) as x, y."""
    cells = torch.multinomial(ink.flatten(), count, replacement=True, generator=generator)
    corners = torch.stack([cells % len(ink), cells // len(ink)], dim=1)
    return (corners + torch.rand(count, 2, generator=generator)) / len(ink)


def reflect(free: Tensor) -> Tensor:
    """Where a path without walls is once it is folded back into the glass, [0, 1], at each wall that it met."""
    return 1 - (1 - free.remainder(2)).abs()


def stumble(start: Tensor, spread: Tensor, generator: torch.Generator) -> Tensor:
    """The specks' paths: independent bell-shaped steps, of variance 2·D·t on each axis, between reflecting walls.

    start: (N, 2) in [0, 1]; spread: (F,) D·t of each frame, rising, the first being that of `start`.
    Returns (F, N, 2). Exact at the frames, whatever lies between them (Einstein 1905; folding: reflection principle).
    """
    widths = (2 * spread.diff()).sqrt().to(start)
    steps = torch.randn(len(widths), *start.shape, generator=generator) * widths[:, None, None]
    return reflect(torch.cat([start[None], start + steps.cumsum(dim=0)]))


def shares_by_images(edges: Tensor, start: Tensor, spread: Tensor, *, images: int = 1) -> Tensor:
    """The chance of being in each cell, by mirror images behind the walls; exact enough while D·t is small.

    edges: (K + 1,) from 0 to 1; start: (S,) in [0, 1]; spread: (F,) D·t >= 0; images: pairs on each side.
    Returns (F, S, K). The images of x stand at 2n ± x (Carslaw & Jaeger 1959, section 14.3, no flow through the walls).
    """
    reach = (4 * spread).sqrt().clamp(min=1e-150)[:, None, None]
    below = torch.zeros(len(spread), len(start), len(edges), dtype=edges.dtype)
    for n in range(-images, images + 1):
        for image in (2 * n + start, 2 * n - start):
            below += torch.erf((edges - image[:, None]) / reach) / 2
    return below.diff(dim=2).clamp(min=0)


def shares_by_series(edges: Tensor, start: Tensor, spread: Tensor, *, terms: int = 16) -> Tensor:
    """The same by a sum of cosines, each fading at its own rate; exact enough once D·t is large.

    Arguments and result as in `shares_by_images` (Carslaw & Jaeger 1959, section 3.4, cosine series).
    """
    waves = math.pi * torch.arange(1, terms + 1, dtype=edges.dtype)
    fading = torch.exp(-(waves**2) * spread[:, None])
    begun = torch.cos(start[:, None] * waves)
    inside = 2 / waves * torch.sin(edges[:, None] * waves).diff(dim=0)
    return edges.diff() + (fading[:, None, :] * begun) @ inside.T


WALLS_FELT = 0.02
"""D·t above which cosines serve: there 16 of them, and one pair of images below it, are both exact to 1e-12."""


def cell_shares(edges: Tensor, start: Tensor, spread: Tensor) -> Tensor:
    """The chance that a speck which started at `start` is in each cell, whatever D·t. As `shares_by_images`."""
    early = spread < WALLS_FELT
    shares = torch.empty(len(spread), len(start), len(edges) - 1, dtype=edges.dtype)
    shares[early] = shares_by_images(edges, start, spread[early])
    shares[~early] = shares_by_series(edges, start, spread[~early])
    return shares


def concentration(ink: Tensor, spread: Tensor, *, cells: int) -> Tensor:
    """The exact share of all ink in each cell of the glass: what ever more specks come to.

    ink: (S, S) shares at the start, by row and column, float64, on the CPU; spread: (F,) D·t of each frame, >= 0.
    Returns (F, cells, cells), not negative, each frame's sum 1: the two axes do not know of each other.
    """
    edges = torch.linspace(0, 1, cells + 1, dtype=torch.float64)
    along = cell_shares(edges, _middles(len(ink)), spread.double())
    return along.mT @ ink @ along


def best_guess(first: Tensor, second: Tensor, specks: int) -> Tensor:
    """How often nobody can do better than: naming which of two inks, equally likely, a glass of specks came from.

    first, second: (..., H, W) shares of each ink in cells; specks: how many there are to look at. Returns (...,), from
    0.5 (a coin) to 1. The best rule sums log(first / second) over the specks (Neyman & Pearson 1933); the sum of many
    is a bell, whose share on the right side of 0 is returned.
    """
    first, second = first.flatten(-2), second.flatten(-2)
    tiny = torch.finfo(first.dtype).tiny
    evidence = first.clamp(min=tiny).log() - second.clamp(min=tiny).log()
    return (_right_side(first, evidence, specks) + _right_side(second, -evidence, specks)) / 2


def _right_side(shares: Tensor, evidence: Tensor, specks: int) -> Tensor:
    mean = (shares * evidence).sum(-1)
    width = ((shares * evidence**2).sum(-1) - mean**2).clamp(min=1e-30).sqrt()
    return torch.special.ndtr(math.sqrt(specks) * mean / width)


def _middles(cells: int) -> Tensor:
    return (torch.arange(cells, dtype=torch.float64) + 0.5) / cells
