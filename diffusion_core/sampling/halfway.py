"""Part of the way into the noise, and back from there."""

from torch import Tensor

from diffusion_core.process.schedules import NoisePath
from diffusion_core.sampling.samplers import Draw, Sampler, ddpm, path

STEPS = 20
"""Steps of the whole way; from half way it takes half as many."""


def there(x0: Tensor, eps: Tensor, schedule: NoisePath, t: float) -> Tensor:
    """A picture noised to time t in one jump. x0, eps: (B, ...)."""
    alpha, sigma = schedule.alpha_sigma(t)
    return alpha * x0 + sigma * eps


def back(x: Tensor, schedule: NoisePath, t: float, draw: Draw) -> Sampler:
    """The way back from time t in (0, T], by chance again (Meng et al. 2022, algorithm 1). x: (B, ...) at t."""
    return ddpm(x, path(schedule, max(1, round(STEPS * t / schedule.steps)), start=t), draw)
