"""The smallest denoisers: one 3×3 filter, and ten of them with a bend in between, learnt before one's eyes."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import add_noise

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


class BentFilters(nn.Module):
    """Ten 3×3 filters, a bend (what is below nought becomes nought), and 3×3 filters that put the ten together.

    (B, 3, H, W) in and out. The smallest thing that deserves to be called a network.
    """

    def __init__(self, filters: int = 10) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, filters, 3, padding=1, padding_mode="replicate")
        self.second = nn.Conv2d(filters, 3, 3, padding=1, padding_mode="replicate")

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.relu(self.first(x)))


def blank_filters(seed: int, filters: int = 10) -> BentFilters:
    """Untrained filters, rebuilt from their seed alone. The global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return BentFilters(filters)


def teach_filters(network: BentFilters, x0: Tensor, *, alpha_bar: float, steps: int, seed: int = 0) -> Iterator[float]:
    """Train on pictures that are noised anew at every step; yields the batch's error in levels of 255.

    x0: (N, 3, H, W) clean pictures in [-1, 1]; alpha_bar: what is left of them under the noise, in (0, 1].
    """
    random = generator(seed)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-2)
    for _ in range(steps):
        rows = torch.randint(len(x0), (8,), generator=random)
        clean = x0[rows]
        guess = network(add_noise(clean, torch.randn(clean.shape, generator=random), alpha_bar))
        loss = (guess - clean).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        yield off_by(guess.detach(), clean).item()
