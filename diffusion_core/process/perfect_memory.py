"""The best guesser of all who know a finite set of pictures by heart: it weighs each, and blends them.

Nothing is learnt here. Of so many pictures, equally likely, each could lie under a noisy one; Bayes' rule says how
likely it is, and the guess that is least far off on average is their average with these weights. It works through the
pictures part by part, as bytes, so that tens of thousands need no more memory than they take themselves.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from diffusion_core.process.prediction import Denoiser, Prediction, alpha_sigma, from_x0

CHUNK = 512
"""So many pictures are floats at a time: 25 MB of them."""

Bytes = np.ndarray | Tensor
"""(N, 3, H, W) uint8, in memory or mapped from a file; 0 stands for -1, 255 for 1."""


def weights(x: Tensor, log_snr: Tensor, pictures: Bytes) -> Tensor:
    """How likely each picture lies under each noisy one: (B, N) float64, each row adds up to 1.

    x: (B, 3, H, W) = alpha * x0 + sigma * eps; log_snr: (B,), finite. A picture c counts as
    exp(-|x - alpha * c|² / (2 * sigma²)), taken in log space (Karras et al. 2022, eq. 57, for any alpha).
    """
    rows = x.flatten(1)
    alpha, sigma = (part.double() for part in alpha_sigma(log_snr, rows.double()))
    squares = torch.cat([_squared_gaps(rows, part, alpha) for part in _parts(pictures, x.dtype)], dim=1)
    return (-squares / (2 * sigma**2)).softmax(dim=1)


def effective_number(shares: Tensor) -> Tensor:
    """How many pictures have a say in a guess: 1 / sum of squares (Kish 1965). (B, N) to (B,).

    N where all weigh the same, 1 where one has all the weight.
    """
    return 1 / shares.square().sum(dim=1)


def blend(shares: Tensor, pictures: Bytes, dtype: torch.dtype = torch.float32) -> Tensor:
    """The pictures' average with these weights: (B, N) to (B, 3, H, W) in [-1, 1]."""
    total = torch.zeros(len(shares), int(np.prod(pictures.shape[1:])), dtype=dtype)
    for part, some in zip(shares.split(CHUNK, dim=1), _parts(pictures, dtype), strict=True):
        total += part.to(dtype) @ some
    return total.view(-1, *pictures.shape[1:])


def memory_denoiser(pictures: Bytes) -> Denoiser:
    """E[x0 | x] for these pictures, as a denoiser that any sampler can ask; it answers on the CPU."""

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        # at pure noise all weigh the same, and without any noise the nearest has all the weight
        levels = log_snr.double().clamp(-80, 80)
        return from_x0(x, blend(weights(x, levels, pictures), pictures, x.dtype), log_snr)

    return answer


def _parts(pictures: Bytes, dtype: torch.dtype) -> Iterator[Tensor]:
    """The pictures in [-1, 1], CHUNK at a time, (b, D)."""
    for start in range(0, len(pictures), CHUNK):
        part = pictures[start : start + CHUNK]
        # a copy: what is mapped from a file can't be written to, at which torch takes fright
        some = torch.from_numpy(np.array(part)) if isinstance(part, np.ndarray) else part
        yield some.flatten(1).to(dtype).div_(127.5).sub_(1)


def _squared_gaps(rows: Tensor, some: Tensor, alpha: Tensor) -> Tensor:
    """|x - alpha * c|² without |x|², which all have in common: (B, D) and (b, D) to (B, b)."""
    return alpha**2 * torch.linalg.vecdot(some, some).double() - 2 * alpha * (rows @ some.T).double()
