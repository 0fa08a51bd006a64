"""Why not a blur: the noise levels of its films, and what is told of each."""

import math

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.process.prediction import alpha_sigma
from pages.shared.numbers import fixed_percent
from pages.shared.player import Mixture

EVEN = np.linspace(-10, 3, 27)
LEVELS = (-math.inf, *EVEN.tolist())
"""log(alpha² / sigma²) of each frame: pure noise, then even steps."""
HALF = LEVELS.index(0.0)
"""The frame of which half is noise."""
AXIS = "log-SNR: −10 nearly all noise, 3 nearly none"


def shares() -> list[float]:
    """How much of each frame is noise, in [0, 1]."""
    return [1 / (1 + math.exp(level)) for level in LEVELS]


def told() -> list[str]:
    """The same in words."""
    return [f"noise {fixed_percent(share)}" for share in shares()]


def levels() -> Tensor:
    """(F,) float64."""
    return torch.tensor(LEVELS, dtype=torch.float64)


def noise(seed: int) -> Tensor:
    """(3, 64, 64), the same for all frames of a film."""
    return Noise([seed], (3, SIZE, SIZE))()[0]


def noisy(x0: Tensor, eps: Tensor) -> Tensor:
    """A picture under its noise at each level: (F, 3, 64, 64)."""
    alpha, sigma = alpha_sigma(levels(), x0[None])
    return alpha * x0 + sigma * eps


def noisy_track(x0: Tensor, eps: Tensor, *, frames: slice = slice(None)) -> Mixture:
    """What both are shown, at some of the frames."""
    alpha, sigma = alpha_sigma(levels()[frames], x0[None])
    table = torch.cat([alpha.flatten(1), sigma.flatten(1)], 1)
    return Mixture("noisy", x0, eps, table, title="the noisy picture", role="noisy", note="", size="medium",
                   store="int16")  # fmt: skip
