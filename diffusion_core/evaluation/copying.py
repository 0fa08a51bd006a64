"""Is a picture a copy, do two networks draw the same, and does a network know what it has seen from what it hasn't?"""

from collections.abc import Sequence

import torch
from torch import Tensor

from diffusion_core.common.statistics import Mean
from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import Denoiser

THIRD = 1 / 3
"""A copy is less than this much as far from its nearest as from its second nearest (Yoon et al. 2023)."""


def nearest_two(pictures: Tensor, trained: Tensor, chunk: int = 2048) -> tuple[Tensor, Tensor]:
    """Which two of the trained ones are nearest to each picture, nearest first, and how far: (B, 2) each.

    pictures: (B, ...) and trained: (N, ...) float, pixels or features; the distance is the Euclidean one. Exactly
    nought for equals. Raises ValueError for fewer than two trained ones.
    """
    if len(trained) < 2:
        raise ValueError("a second nearest needs two pictures to choose from")
    rows, others = pictures.flatten(1), trained.flatten(1)
    squares = torch.cat([_squares(rows, part) for part in others.split(chunk)], dim=1)
    first = squares.topk(min(8, len(others)), largest=False).indices
    # a product of matrices is off by a hair, which counts where a copy is all but exact: the first are measured anew
    gaps, order = (others[first] - rows[:, None]).norm(dim=2).sort(dim=1)
    return first.gather(1, order)[:, :2], gaps[:, :2]


def _squares(rows: Tensor, others: Tensor) -> Tensor:
    return rows.square().sum(1, keepdim=True) - 2 * rows @ others.T + others.square().sum(1)


def is_copy(gaps: Tensor) -> Tensor:
    """(B,) True where the nearest is less than a third as far as the second nearest. gaps: (B, 2), nearest first."""
    return gaps[:, 0] < THIRD * gaps[:, 1]


def cosines(a: Tensor, b: Tensor, middle: Tensor) -> Tensor:
    """The cosine between what each of a and its partner in b have beyond the middle. a, b: (B, ...); returns (B,).

    middle: (...), the mean of the world's pictures. 1 for equal pictures, about 0 for two that have nothing in common
    but what all have.
    """
    return torch.cosine_similarity((a - middle).flatten(1), (b - middle).flatten(1), dim=1)


def errors_by_level(denoiser: Denoiser, x0: Tensor, eps: Tensor, noise: Sequence[float], chunk: int = 128) -> Tensor:
    """How far off the guessed picture is, root mean square in levels of 255: (len(noise), B).

    x0, eps: (B, ...), x0 in [-1, 1]; noise: shares of noise in (0, 1), 1 - alpha².
    """
    return torch.stack([_errors(denoiser, x0, eps, 1 - share, chunk) for share in noise])


def _errors(denoiser: Denoiser, x0: Tensor, eps: Tensor, alpha_bar: float, chunk: int) -> Tensor:
    parts = []
    for some, noise in zip(x0.split(chunk), eps.split(chunk), strict=True):
        left = torch.full((len(some),), alpha_bar, dtype=torch.float64)
        guess = denoiser(add_noise(some, noise, left), torch.logit(left)).x0
        parts.append(127.5 * (guess - some).square().flatten(1).mean(1).sqrt())
    return torch.cat(parts)


def mean_by_picture(values: Tensor, rows: Tensor) -> Mean:
    """The mean with its interval over pictures, not over looks at them. values, rows: (B,), which picture each is of.

    Many looks at few pictures say little about other pictures, so each picture counts once, with its own mean.
    """
    pictures, place = rows.unique(return_inverse=True)
    sums = torch.zeros(len(pictures)).index_add(0, place, values)
    return Mean.of_values(sums / torch.bincount(place))
