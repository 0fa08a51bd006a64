"""The smallest denoiser: one 3×3 filter, learnt before one's eyes."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

IDENTITY = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
"""The filter that leaves a picture as it is: nine numbers, row by row from the top left."""


def convolve(x: Tensor, nine: Tensor) -> Tensor:
    """Slide one 3×3 filter over a picture: each pixel becomes a sum of itself and its eight neighbours, weighed.

    x: (B, C, H, W); nine: (9,), row by row. Each colour by itself; beyond the edge its last pixel goes on. As networks
    do, without turning the filter round (LeCun et al. 1998, section II.A). Returns (B, C, H, W).
    """
    padded = F.pad(x, (1, 1, 1, 1), mode="replicate")
    return F.conv2d(padded.flatten(0, 1)[:, None], nine.view(1, 1, 3, 3).to(x)).view_as(x)


def off_by(guess: Tensor, x0: Tensor) -> Tensor:
    """The root of the mean squared difference of two pictures in [-1, 1], in levels of 255. Returns ()."""
    return 127.5 * (guess - x0).square().mean().sqrt()


class LearntFilter(NamedTuple):
    """A filter after one step of learning. nine: (9,); error: how far off they leave the picture, levels of 255."""

    nine: Tensor
    error: float


def learn_filter(x: Tensor, x0: Tensor, *, start: Tensor, steps: int, rate: float = 0.15) -> Iterator[LearntFilter]:
    """Plain gradient descent on the nine numbers; yields after each step. `start` itself comes first.

    x, x0: (B, C, H, W), noisy and clean; start: (9,). The error is the mean square (Widrow & Hoff 1960).
    """
    nine = start.clone().requires_grad_()
    optimiser = torch.optim.SGD([nine], lr=rate)
    yield LearntFilter(nine.detach().clone(), off_by(convolve(x, nine.detach()), x0).item())
    for _ in range(steps):
        loss = (convolve(x, nine) - x0).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        yield LearntFilter(nine.detach().clone(), off_by(convolve(x, nine.detach()), x0).item())


def best_filter(x: Tensor, x0: Tensor) -> Tensor:
    """The nine numbers than which none do better: least squares, solved outright. Arguments as in `learn_filter`."""
    padded = F.pad(x, (1, 1, 1, 1), mode="replicate").flatten(0, 1)[:, None]
    neighbours = F.unfold(padded, 3).transpose(1, 2).reshape(-1, 9).double()
    return torch.linalg.lstsq(neighbours, x0.flatten(0, 1).reshape(-1, 1).double()).solution[:, 0].to(x.dtype)
