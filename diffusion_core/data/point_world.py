"""Points in the plane as a world to learn: two moons made of small bells, so that the best answer is known exactly."""

import torch
from torch import Tensor

from diffusion_core.data.points import SPREAD, moons
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import Denoiser, alpha_sigma

BELLS = 60


def bells() -> tuple[Tensor, float]:
    """The middles of the bells (BELLS, 2) in float64, and the spread of each. The variance of all is 1."""
    half = torch.arange(BELLS) % 2
    place = (torch.arange(BELLS) // 2 + 0.5) / (BELLS // 2)
    middles = moons(place.double(), half)
    size = (middles.square().mean() + SPREAD**2).sqrt()
    return middles / size, SPREAD / size.item()


def draw_points(count: int, random: torch.Generator) -> Tensor:
    """Fresh points of the two moons, (count, 2) float32."""
    middles, spread = bells()
    which = torch.randint(len(middles), (count,), generator=random)
    return (middles[which] + spread * torch.randn(count, 2, generator=random, dtype=torch.float64)).float()


def best_denoiser() -> Denoiser:
    """What a perfect network would answer."""
    return mixture_denoiser(*bells())


def floor(log_snr: Tensor, *, draws: int = 8000, seed: int = 0) -> Tensor:
    """The least error of v that any network can have at each noise level: (L,) to (L,), float64.

    It is E[Var(x0 | x)] / sigma² a coordinate. The variance is exact for each noisy point; it is averaged over `draws`
    noisy points. Levels must be finite.
    """
    return torch.stack([_floor(level, draws, seed) for level in log_snr.double()])


def _floor(level: Tensor, draws: int, seed: int) -> Tensor:
    (middles, spread), random = bells(), torch.Generator().manual_seed(seed)
    x0 = draw_points(draws, random).double()
    alpha, sigma = (part.item() for part in alpha_sigma(level[None], x0))
    x = alpha * x0 + sigma * torch.randn(x0.shape, generator=random, dtype=torch.float64)
    return variance_left(x, middles, spread, alpha, sigma).mean() / (2 * sigma**2)


def variance_left(x: Tensor, middles: Tensor, spread: float, alpha: float, sigma: float) -> Tensor:
    """How far the clean point may still lie from the best guess, squared, on average: Var(x0 | x), (M,).

    x: (M, 2) noisy; middles: (K, 2) of equal round bells. The law of total variance: within bells, and between them.
    """
    noisy_spread = alpha**2 * spread**2 + sigma**2
    chances = (-torch.cdist(x, alpha * middles).square() / (2 * noisy_spread)).softmax(1)
    pull = alpha * spread**2 / noisy_spread
    guesses = middles * (1 - alpha * pull) + pull * x[:, None]
    best = (chances[:, :, None] * guesses).sum(1, keepdim=True)
    within = 2 * spread**2 * sigma**2 / noisy_spread
    return within + (chances * (guesses - best).square().sum(2)).sum(1)
