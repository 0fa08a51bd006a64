"""Clouds of points in the plane: data with two numbers each, so that all of it can be seen at once."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from diffusion_core.common.device import precise
from diffusion_core.process.prediction import alpha_sigma

SPREAD = 0.04
"""How far points lie off their line, as a standard deviation."""


def moons(place: Tensor, half: Tensor) -> Tensor:
    """Two half circles that hook into each other. place: (N,) in [0, 1] along each; half: (N,) 0 or 1."""
    angle = math.pi * place
    upper = torch.stack([angle.cos() - 0.5, angle.sin() - 0.25], dim=1)
    return torch.where(half[:, None] > 0, -upper, upper)


def spirals(place: Tensor, half: Tensor) -> Tensor:
    """Two arms that wind about each other once. As `moons`."""
    angle, radius = 2 * math.pi * place.sqrt(), 0.2 + 1.2 * place.sqrt()
    arm = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    return torch.where(half[:, None] > 0, -arm, arm)


def rings(place: Tensor, half: Tensor) -> Tensor:
    """A small ring inside a large one. As `moons`."""
    angle = 2 * math.pi * place
    return (0.6 + 0.8 * half[:, None]) * torch.stack([angle.cos(), angle.sin()], dim=1)


CLOUDS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"moons": moons, "spirals": spirals, "rings": rings}


def cloud(name: str, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Points (count, 2) with variance 1 over all their coordinates, and which half each belongs to, (count,).

    Raises KeyError for an unknown name.
    """
    half = torch.arange(count) % 2
    points = CLOUDS[name](torch.rand(count, generator=generator, dtype=torch.float64), half)
    points = points + SPREAD * torch.randn(count, 2, generator=generator, dtype=torch.float64)
    return points / points.std(), half


def best_guess(points: Tensor, half: Tensor, x: Tensor, log_snr: float) -> Tensor:
    """Which half each noisy point most likely came from, (M,): nobody can guess better who knows only this point.

    points: (N, 2), the clean cloud, each of them as likely; half: (N,) 0 or 1; x: (M, 2), noised to log_snr.
    """
    alpha, sigma = alpha_sigma(torch.tensor([log_snr], dtype=torch.float64), precise(points))
    clean, width = alpha * precise(points), (2 * sigma**2).clamp(min=1e-12)
    # minus the squared distance over the width, less what is the same for all points: x² and the largest
    log_likely = torch.addmm(-(clean**2).sum(1) / width[0], precise(x), (2 * clean / width).T)
    log_likely -= log_likely.amax(1, keepdim=True)
    # beside the likeliest point, those a factor of e^700 behind change nothing, but numbers as small take long
    lead = log_likely.clamp_(min=-700).exp_() @ precise(2 * half - 1)
    return (lead > 0).long()
