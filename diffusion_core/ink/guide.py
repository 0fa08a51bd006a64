"""Where ink most likely came from: the exact score of a drop that is known, between reflecting walls.

The drop is points of ink in the middles of its cells. What they have become by D·t is a sum over them of one kernel
along x times one along y. Both are worked with as logarithms: far from the ink the sum itself would vanish.
"""

import math

import torch
from torch import Tensor

from diffusion_core.ink.concentration import WALLS_FELT
from diffusion_core.ink.glass import middles

Kernel = tuple[Tensor, Tensor]
"""The logarithm of a density along one axis, and its slope: each (N, S)."""


def kernel_by_images(x: Tensor, start: Tensor, spread: float) -> Kernel:
    """One axis at small D·t: a bell around the start and around its mirror images, added up in log space.

    x: (N,), start: (S,), both in [0, 1]; spread: D·t > 0. The images stand at 2n ± start (Carslaw & Jaeger 1959, 14.3).
    """
    images = torch.stack([2 * n + sign * start for n in (-1, 0, 1) for sign in (1, -1)])
    away = x[:, None] - images[:, None, :]
    bells = -(away**2) / (4 * spread)
    total = bells.logsumexp(dim=0)
    slope = ((bells - total).exp() * away).sum(dim=0) / (-2 * spread)
    return total - math.log(4 * math.pi * spread) / 2, slope


def kernel_by_series(x: Tensor, start: Tensor, spread: float, *, terms: int = 24) -> Kernel:
    """One axis at large D·t: a sum of cosines that fade. As `kernel_by_images`.

    It goes negative for a sharp drop, so use it above WALLS_FELT only (Carslaw & Jaeger 1959, 3.4).
    """
    waves = math.pi * torch.arange(1, terms + 1, dtype=x.dtype)
    begun = 2 * torch.exp(-(waves**2) * spread)[:, None] * torch.cos(waves[:, None] * start)
    density = 1 + torch.cos(x[:, None] * waves) @ begun
    slope = -(torch.sin(x[:, None] * waves) * waves) @ begun
    return density.log(), slope / density


def kernel(x: Tensor, start: Tensor, spread: float) -> Kernel:
    """One axis at whatever D·t > 0. As `kernel_by_images`."""
    return (kernel_by_images if spread < WALLS_FELT else kernel_by_series)(x, start, spread)


class DropGuide:
    """The score of one known drop. ink: (S, S) shares at the start, by row and column; its precision is worked in."""

    def __init__(self, ink: Tensor) -> None:
        self._rows, self._columns = ink.nonzero(as_tuple=True)
        self._log_shares = ink[self._rows, self._columns].log()
        self._middles = middles(len(ink)).to(ink)

    def __call__(self, specks: Tensor, spread: float) -> Tensor:
        """The slope of the log density where each speck is. specks: (N, 2); spread: D·t > 0. Returns (N, 2)."""
        return self.log_density(specks, spread)[1]

    def log_density(self, specks: Tensor, spread: float) -> tuple[Tensor, Tensor]:
        """The log of the density of ink where each speck is, (N,), and its slope there, (N, 2)."""
        along = [kernel(axis, self._middles, spread) for axis in specks.to(self._middles).unbind(1)]
        (log_x, slope_x), (log_y, slope_y) = along
        parts = log_x[:, self._columns] + log_y[:, self._rows] + self._log_shares
        total = parts.logsumexp(dim=1)
        weights = (parts - total[:, None]).exp()
        slope = [(weights * slope_x[:, self._columns]).sum(1), (weights * slope_y[:, self._rows]).sum(1)]
        return total, torch.stack(slope, dim=1)
