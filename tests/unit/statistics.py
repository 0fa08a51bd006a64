"""Statistics that tests need, from their definitions."""

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
