"""Back in time: guided by the score of a drop that is known, which works, and by the equation alone, which does not."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
from torch import Tensor

from diffusion_core.ink.glass import reflect

SHARPEST = 1e-4
"""The D·t at which the last of several geometric steps begins: by then ink has moved by about a cell of the drop."""

Guide = Callable[[Tensor, float], Tensor]
"""(specks (N, 2), D·t) -> the score there, (N, 2)."""


def step_back(specks: Tensor, score: Tensor, now: float, then: float, generator: torch.Generator) -> Tensor:
    """One step back in time, from D·t `now` to `then`: part of the way to the mean of where each may have
    come from, and a shove.

    specks, score: (N, 2), the score taken at `now`. Returns (N, 2). The time reversal of Brownian motion is Anderson
    1982; walls that reflect do so backwards too (Cattiaux 1988; Lou & Ermon 2023). The shove is that of Ho et al.
    2020, eq. 7: the step is exact, however long, for ink that came from one point far from walls.
    """
    origin = specks + 2 * now * score
    share = 1 - then / now
    shove = math.sqrt(2 * then * share) * torch.randn(specks.shape, generator=generator)
    return reflect(specks + share * (origin - specks) + shove)


def undo(specks: Tensor, guide: Guide, spreads: Tensor, generator: torch.Generator) -> Iterator[Tensor]:
    """The specks after each step back. spreads: (K + 1,) D·t, falling, from that of `specks`. Yields K times (N, 2)."""
    for now, then in pairwise(spreads.tolist()):
        specks = step_back(specks, guide(specks, now), now, then, generator)
        yield specks


def equal(spread: float, steps: int) -> Tensor:
    """Moments of a way back in steps of the same length: (steps + 1,) D·t from `spread` to 0."""
    return torch.linspace(spread, 0, steps + 1, dtype=torch.float64)


def geometric(spread: float, steps: int) -> Tensor:
    """The same in steps that take away the same share each, and one last step from SHARPEST to 0."""
    shares = torch.linspace(0, 1, steps, dtype=torch.float64)
    return torch.cat([spread * (SHARPEST / spread) ** shares, torch.zeros(1, dtype=torch.float64)])


SPACINGS: dict[str, Callable[[float, int], Tensor]] = {"ever smaller": geometric, "all the same": equal}


def exchange(cells: Tensor, spread: float) -> Tensor:
    """What neighbouring cells hold after they swapped ink for a short D·t; a negative one is a step back in time.

    cells: (H, W), W of them to the width of the glass. Returns (H, W), with the same sum. The diffusion equation in
    explicit Euler steps between closed walls: forwards right for small steps, backwards a step that doubles mistakes.
    """
    across = spread * cells.shape[1] ** 2 * cells.diff(dim=1)
    down = spread * cells.shape[1] ** 2 * cells.diff(dim=0)
    changed = cells.clone()
    changed[:, :-1] += across
    changed[:, 1:] -= across
    changed[:-1] += down
    changed[1:] -= down
    return changed
