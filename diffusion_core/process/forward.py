"""The forward process: noise added in small steps, or in one jump."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.process.schedules import Schedule


def add_noise(x0: Tensor, eps: Tensor, alpha_bar: Tensor | float) -> Tensor:
    """Jump from clean data straight to a noise level (Ho et al. 2020, eq. 4).

    x0, eps: (B, ...), x0 in [-1, 1]; alpha_bar: (B,) or one number, in [0, 1]. Returns (B, ...).
    """
    left = torch.as_tensor(alpha_bar).cpu().double()  # Apple's GPUs have no float64
    left = left.view(-1, *[1] * (x0.ndim - 1)) if left.ndim else left
    alpha, sigma = left.sqrt().to(x0.dtype).to(x0.device), (1 - left).sqrt().to(x0.dtype).to(x0.device)
    return alpha * x0 + sigma * eps


def one_step(x: Tensor, draw: Tensor, beta: float) -> Tensor:
    """Shrink a little, add one draw a number: x_t = √(1 - β) * x_{t-1} + √β * draw (Ho et al. 2020, eq. 2)."""
    return (1 - beta) ** 0.5 * x + beta**0.5 * draw


class SmallStep(NamedTuple):
    """One step of the forward process: x = √(1 - beta) * before + √beta * draw. Tensors are (B, ...)."""

    beta: float
    before: Tensor
    draw: Tensor
    x: Tensor


def walk(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[SmallStep]:
    """Yield steps 1 … T, each from the one before, with a fresh draw for every number (Ho et al. 2020, eq. 2).

    x0: (B, ...), on the generator's device.
    """
    x = x0
    for beta in schedule.betas.tolist():
        before = x
        draw = torch.randn(x.shape, generator=generator, device=generator.device, dtype=x.dtype)
        x = one_step(before, draw, beta)
        yield SmallStep(beta, before, draw, x)


def small_steps(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """Yield x_1 … x_T of a walk. x0: (B, ...), on the generator's device."""
    return (step.x for step in walk(x0, schedule, generator))
