"""Statistics that tests need, from their definitions."""

import math

import torch
from torch import Tensor


def ks_distance(a: Tensor, b: Tensor) -> float:
    """The largest gap between the shares of two samples below any one value (Kolmogorov and Smirnov). a, b: (N,)."""
    places = torch.cat([a, b])
    shares = [torch.searchsorted(s.sort().values, places, right=True) / len(s) for s in (a, b)]
    return (shares[0] - shares[1]).abs().max().item()


def bells(centres: Tensor, spread: float, weights: Tensor) -> torch.distributions.Distribution:
    """The mixture of round bells as a torch distribution over (D,). centres: (K, D); weights: (K,)."""
    parts = torch.distributions.Independent(torch.distributions.Normal(centres, spread), 1)
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights), parts)


def chi_square(specks: torch.Tensor, share: torch.Tensor) -> float:
    """How far counts in 8 by 8 cells lie from the shares expected; endless where ink lies that should not."""
    cells = (specks * 8).long().clamp(max=7)
    counts = torch.bincount(cells[:, 1] * 8 + cells[:, 0], minlength=64).double()
    expected = share * len(specks)
    some = expected > 1e-9
    if counts[~some].sum() > 0:
        return math.inf
    return ((counts - expected)[some] ** 2 / expected[some]).sum().item()
