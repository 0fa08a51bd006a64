"""How far two crowds of pictures are apart, and each picture from the nearest of others: is it a copy?

The kernel distance (KID) has no bias, however few they are. The Fréchet distance has one, so it stands beside a floor.
"""

import math

import torch
from torch import Tensor

from diffusion_core.common.statistics import Mean, Share, share


def cubic_kernel(a: Tensor, b: Tensor) -> Tensor:
    """(a · b / D + 1)³ for each pair of rows (Bińkowski et al. 2018, section 4). a: (N, D), b: (M, D); (N, M)."""
    return (a @ b.T / a.shape[1] + 1) ** 3


def kernel_distance(a: Tensor, b: Tensor) -> Mean:
    """The unbiased squared MMD of two samples (Gretton et al. 2012, eq. 3), 0 on average for two samples of one crowd.

    a, b: (N, D) and (M, D) features, at least three rows each. The 95 % interval is that of the jackknife (Efron &
    Stein 1981), in which each row of either sample is left out once. `of` is N. Raises ValueError for fewer rows.
    """
    if min(len(a), len(b)) < 3:
        raise ValueError("a kernel distance needs three pictures on each side")
    a, b = a.double(), b.double()
    own_a, own_b, cross = cubic_kernel(a, a), cubic_kernel(b, b), cubic_kernel(a, b)
    value = _pairs(own_a) + _pairs(own_b) - 2 * cross.mean()
    variance = sum(_jackknife(own, between) for own, between in ((own_a, cross), (own_b, cross.T)))
    half = 1.96 * math.sqrt(variance)
    return Mean(value.item(), (value.item() - half, value.item() + half), len(a))


def _pairs(own: Tensor) -> Tensor:
    """The mean over all pairs of two different rows."""
    return (own.sum() - own.trace()) / (len(own) * (len(own) - 1))


def _jackknife(own: Tensor, cross: Tensor) -> float:
    """The variance that comes from the sample with kernel `own` (N, N), cross (N, M) being the one to the other."""
    n = len(own)
    partners = own.sum(dim=1) - own.diagonal()
    pairs = (own.sum() - own.trace() - 2 * partners) / ((n - 1) * (n - 2))
    between = (cross.sum() - cross.sum(dim=1)) / ((n - 1) * cross.shape[1])
    without = pairs - 2 * between
    return (n - 1) / n * (without - without.mean()).square().sum().item()


def frechet_distance(a: Tensor, b: Tensor) -> float:
    """Distance of the two bells that fit the features (Dowson & Landau 1982, eq. 4; Heusel et al. 2017).

    a, b: (N, D) and (M, D), float. 0 for equal means and covariances.
    """
    a, b = a.double(), b.double()
    cov_a, cov_b = a.T.cov(), b.T.cov()
    root = _square_root(cov_a)
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    return ((a.mean(0) - b.mean(0)).square().sum() + cov_a.trace() + cov_b.trace() - 2 * cross).item()


def _square_root(matrix: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    return vectors * values.clamp(min=0).sqrt() @ vectors.T


def nearest_distances(pictures: Tensor, others: Tensor, chunk: int = 2048) -> Tensor:
    """(B,) squared pixel distance from each picture to its nearest neighbour among the others.

    pictures: (B, ...) float in [-1, 1]; others: (N, ...) uint8 of the same shape, taken as bytes / 127.5 - 1.
    """
    rows = pictures.flatten(1)
    nearest = torch.full((len(rows),), math.inf)
    for part in others.split(chunk):
        theirs = part.flatten(1).float() / 127.5 - 1
        gaps = rows.square().sum(1, keepdim=True) - 2 * rows @ theirs.T + theirs.square().sum(1)
        nearest = torch.minimum(nearest, gaps.min(dim=1).values)
    return nearest


def copying_share(pictures: Tensor, trained: Tensor, fresh: Tensor) -> Share:
    """How often the nearest neighbour is a training picture rather than one of as many fresh ones; half is no copying.

    pictures: (B, ...) float in [-1, 1]; trained, fresh: (N, ...) uint8. Raises ValueError for sets of unequal size.
    """
    if len(trained) != len(fresh):
        raise ValueError("the training set and the fresh set must be equally large")
    return share(nearest_distances(pictures, trained) < nearest_distances(pictures, fresh))
