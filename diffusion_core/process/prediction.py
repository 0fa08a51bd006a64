"""What a denoiser is asked and what it answers; how noise, picture and velocity follow from one another."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor


class Prediction(NamedTuple):
    """A denoiser's answer: the clean picture and the noise it guesses, both (B, ...)."""

    x0: Tensor
    eps: Tensor


Denoiser = Callable[[Tensor, Tensor], Prediction]
"""(x (B, ...), log_snr (B,)) -> Prediction. The noise level is log(alpha² / sigma²); it may be infinite."""


def alpha_sigma(log_snr: Tensor, like: Tensor) -> tuple[Tensor, Tensor]:
    """alpha and sigma of a noise level, shaped to multiply (B, ...) data. alpha² + sigma² = 1."""
    shape = (-1, *[1] * (like.ndim - 1))
    level = log_snr.cpu().double()  # Apple's GPUs have no float64
    alpha, sigma = torch.sigmoid(level).sqrt(), torch.sigmoid(-level).sqrt()
    return alpha.to(like.device, like.dtype).view(shape), sigma.to(like.device, like.dtype).view(shape)


def velocity(x0: Tensor, eps: Tensor, log_snr: Tensor) -> Tensor:
    """v = alpha * eps - sigma * x0 (Salimans & Ho 2022, appendix D). x0, eps: (B, ...); log_snr: (B,)."""
    alpha, sigma = alpha_sigma(log_snr, x0)
    return alpha * eps - sigma * x0


def from_velocity(x: Tensor, v: Tensor, log_snr: Tensor) -> Prediction:
    """x0 = alpha * x - sigma * v and eps = sigma * x + alpha * v: finite at both ends. x, v: (B, ...)."""
    alpha, sigma = alpha_sigma(log_snr, x)
    return Prediction(alpha * x - sigma * v, sigma * x + alpha * v)


def from_x0(x: Tensor, x0: Tensor, log_snr: Tensor) -> Prediction:
    """eps = (x - alpha * x0) / sigma; zero where no noise is left. x, x0: (B, ...)."""
    alpha, sigma = alpha_sigma(log_snr, x)
    eps = (x - alpha * x0) / sigma.clamp(min=torch.finfo(x.dtype).tiny)
    return Prediction(x0, torch.where(sigma > 0, eps, torch.zeros_like(x)))


def clip_guess(x: Tensor, guess: Prediction, log_snr: Tensor, low: float = -1.0, high: float = 1.0) -> Prediction:
    """The guessed picture clipped to its range, and the noise that follows from it (Ho et al. 2020, reference code)."""
    return from_x0(x, guess.x0.clamp(low, high), log_snr)


def clipped(denoiser: Denoiser, low: float = -1.0, high: float = 1.0) -> Denoiser:
    """A denoiser whose guessed pictures are clipped to their range."""

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        return clip_guess(x, denoiser(x, log_snr), log_snr, low, high)

    return answer
