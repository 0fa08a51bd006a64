"""The exact share of the ink in every part of the glass: what ever more specks come to, and what it still tells."""

import math

import torch
from torch import Tensor

from diffusion_core.ink.glass import middles


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
    along = cell_shares(edges, middles(len(ink)), spread.double())
    return along.mT @ ink @ along


def agreement(specks: Tensor, shares: Tensor) -> Tensor:
    """The share of specks that are where the ink is: those that need not move for all cells to hold their share.

    specks: (..., N, 2) in [0, 1]; shares: (..., C, C), sum 1. Returns (...,): 1 less the total variation distance.
    """
    cells = (specks * shares.shape[-1]).long().clamp(0, shares.shape[-1] - 1)
    index = cells[..., 1] * shares.shape[-1] + cells[..., 0]
    counts = torch.zeros(*index.shape[:-1], shares.shape[-1] ** 2, dtype=shares.dtype)
    counts.scatter_add_(-1, index, torch.ones_like(index, dtype=shares.dtype))
    return torch.minimum(counts / specks.shape[-2], shares.flatten(-2)).sum(-1)


def entropy(shares: Tensor) -> Tensor:
    """How evenly ink is shared out, from 0 (all in one cell) to 1 (the same everywhere).

    shares: (..., H, W), each sum 1. Returns (...,): -Σ p log p over its largest value, log(H·W) (Shannon 1948).
    """
    shares = shares.flatten(-2)
    return -torch.special.xlogy(shares, shares).sum(-1) / math.log(shares.shape[-1])


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
