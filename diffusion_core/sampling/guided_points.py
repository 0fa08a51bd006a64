"""Guidance where the answer is known exactly: two moons of points, and somebody asks for one of them."""

import torch
from torch import Tensor

from diffusion_core.data.point_world import bells
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import Denoiser, Prediction
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.guidance import guide
from diffusion_core.sampling.samplers import ddim, path, run

STEPS = 60


def exactly_guided(strength: float) -> Denoiser:
    """The exact answer of the first moon's points alone, led away from that of both moons' points; any noise level."""
    middles, spread = bells()
    asked, all_of_them = mixture_denoiser(middles[::2], spread), mixture_denoiser(middles, spread)

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        return guide(asked(x, log_snr), all_of_them(x, log_snr), strength)

    return answer


def guided_way(strength: float, count: int, seed: int) -> Tensor:
    """Points on their way back from noise to the moon that is asked for, (STEPS + 1, count, 2); noise first."""
    start = torch.randn(count, 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    way = ddim(start, path(make_schedule("cosine"), STEPS), lambda: torch.zeros_like(start))
    return torch.stack([start, *(step.x for step in run(way, exactly_guided(strength)))])


def spread_of(points: Tensor) -> float:
    """How far points (N, 2) lie from their middle, squared, on average."""
    return (points - points.mean(0)).square().sum(1).mean().item()


def wanted_spread() -> float:
    """The same of the moon that is asked for, exactly."""
    middles, spread = bells()
    return spread_of(middles[::2]) + 2 * spread**2
