"""Which way the spots pull from which ink may have come: the exact score of a drop that is known, between walls.

The drop is points of ink in the middles of its cells. What they have become by D·t is a sum over them of one kernel
along x times one along y, so over all cells of a row it is a product of matrices. Specks so far from the ink that
the sum vanishes are told in log space.
"""

import math

import torch
from torch import Tensor

from diffusion_core.ink.concentration import WALLS_FELT
from diffusion_core.ink.glass import middles

Kernel = tuple[Tensor, Tensor]
"""A density along one axis, and its slope: each (N, S)."""
VANISHES = 1e-280
"""A density below it is worked out in log space."""
FAINTEST = -690
"""The log of a bell that counts as nothing: numbers below 1e-308 take the processor three times as long."""


def kernel_by_images(x: Tensor, start: Tensor, spread: float) -> Kernel:
    """One axis at small D·t: a bell around the start and around its mirror images behind the walls.

    x: (N,), start: (S,), both in [0, 1]; spread: D·t > 0. The images stand at 2n ± start (Carslaw & Jaeger 1959, 14.3).
    """
    density = x.new_zeros(len(x), len(start))
    slope = torch.zeros_like(density)
    images = [start, -start, 2 - start]
    # what came over both walls is less than exp(-40) of what came straight, but for ink near a wall or far spread
    if min(start.min(), 1 - start.max()) < 40 * spread:
        images += [2 + start, start - 2]
    for image in images:
        away = x[:, None] - image
        bell = (away**2).mul_(-1 / (4 * spread)).clamp_(min=FAINTEST).exp_()
        density += bell
        slope -= bell * away
    height = 1 / math.sqrt(4 * math.pi * spread)
    return density.mul_(height), slope.mul_(height / (2 * spread))


def kernel_by_series(x: Tensor, start: Tensor, spread: float, *, terms: int = 24) -> Kernel:
    """One axis at large D·t: a sum of cosines that fade. As `kernel_by_images`.

    It goes negative for a sharp drop, so use it above WALLS_FELT only (Carslaw & Jaeger 1959, 3.4).
    """
    waves = math.pi * torch.arange(1, terms + 1, dtype=x.dtype)
    begun = 2 * torch.exp(-(waves**2) * spread)[:, None] * torch.cos(waves[:, None] * start)
    density = 1 + torch.cos(x[:, None] * waves) @ begun
    return density, -(torch.sin(x[:, None] * waves) * waves) @ begun


def kernel(x: Tensor, start: Tensor, spread: float) -> Kernel:
    """One axis at whatever D·t > 0. As `kernel_by_images`."""
    return (kernel_by_images if spread < WALLS_FELT else kernel_by_series)(x, start, spread)


class DropGuide:
    """The score of one known drop. ink: (S, S) shares at the start, by row and column, float64."""

    def __init__(self, ink: Tensor) -> None:
        rows, columns = ((ink.sum(axis) > 0).nonzero()[:, 0] for axis in (1, 0))
        self._ink = ink[rows][:, columns]
        self._y, self._x = middles(len(ink))[rows], middles(len(ink))[columns]

    def __call__(self, specks: Tensor, spread: float) -> Tensor:
        """The slope of the log density where each speck is. specks: (N, 2); spread: D·t > 0. Returns (N, 2)."""
        return self.log_density(specks, spread)[1]

    def log_density(self, specks: Tensor, spread: float) -> tuple[Tensor, Tensor]:
        """The log of the density of ink where each speck is, (N,), and its slope there, (N, 2), both float64."""
        specks = specks.double()
        x, slope_x = kernel(specks[:, 0], self._x, spread)
        y, slope_y = kernel(specks[:, 1], self._y, spread)
        rows = x @ self._ink.T
        density = (rows * y).sum(1)
        slope = torch.stack([(slope_x @ self._ink.T * y).sum(1), (rows * slope_y).sum(1)], dim=1)
        log, slope = density.log(), slope / density[:, None]
        far = density < VANISHES
        if far.any():
            log[far], slope[far] = self._from_afar(specks[far], spread)
        return log, slope

    def possible(self, specks: Tensor, spread: float) -> Tensor:
        """From how much of the drop each speck may have come: (N,) in (0, 1], 1 where every cell is as likely.

        One over the sum of the cells' squared likelihoods, as a share of that of the drop itself. Not for specks so far
        away that the density vanishes.
        """
        specks = specks.double()
        x, y = kernel(specks[:, 0], self._x, spread)[0], kernel(specks[:, 1], self._y, spread)[0]
        rows, squared = x @ self._ink.T, x.square() @ self._ink.square().T
        count = (rows * y).sum(1).square() / (squared * y.square()).sum(1)
        return count * self._ink.square().sum() / self._ink.sum().square()

    def _from_afar(self, specks: Tensor, spread: float) -> tuple[Tensor, Tensor]:
        """The same in log space, without mirror images: so far away they are not felt but at the wall itself."""
        row, column = self._ink.nonzero(as_tuple=True)
        away = specks[:, None] - torch.stack([self._x[column], self._y[row]], dim=1)
        parts = self._ink[row, column].log() - away.square().sum(2) / (4 * spread)
        slope = -(parts.softmax(1)[..., None] * away).sum(1) / (2 * spread)
        return parts.logsumexp(1) - math.log(4 * math.pi * spread), slope
