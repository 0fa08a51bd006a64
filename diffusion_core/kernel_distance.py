"""How far two crowds of pictures are apart, without bias however few they are: the kernel distance (KID)."""

import math

from torch import Tensor

from diffusion_core.evaluation import Mean


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
