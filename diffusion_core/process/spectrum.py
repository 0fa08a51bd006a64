"""How much of a picture is coarse and how much is fine: its power, ring by ring of the Fourier plane."""

import math
from functools import cache

import torch
from torch import Tensor


def radial_power(field: Tensor) -> Tensor:
    """The mean power of the waves of each fineness: ring n holds the waves that fit n times into the picture.

    field: (..., S, S), real. Returns (..., S // 2) for n = 1 … S // 2. Independent draws of variance 1 have power 1 in
    every ring, the flat spectrum of white noise (periodogram |FFT|² / S², averaged over rings).
    """
    side = field.shape[-1]
    power = torch.fft.fft2(field).abs().square() / side**2
    rings = _rings(side).flatten()
    sums = torch.zeros(*field.shape[:-2], side, dtype=power.dtype).index_add(-1, rings, power.flatten(-2))
    counts = torch.bincount(rings, minlength=side)
    return (sums / counts)[..., 1 : side // 2 + 1]


def fine_part(field: Tensor, *, ring: int) -> Tensor:
    """What is left of a picture when all waves coarser than that ring are taken out. field: (..., S, S); same shape."""
    mask = _rings(field.shape[-1]) >= ring
    return torch.fft.ifft2(torch.fft.fft2(field) * mask).real


def soft_splats(draws: Tensor, radius: float) -> Tensor:
    """Each draw smeared into a round soft splat, then all made as strong again, so that each number keeps variance 1.

    draws: (..., S, S), independent, of variance 1; radius: of the splat in pixels (the width of a Gaussian, which
    wraps round at the edges). Returns the same shape.
    """
    side = draws.shape[-1]
    # of real draws the other half of the waves says the same again
    passed = splat_pass(side, radius)[:, : side // 2 + 1].to(draws.dtype)
    return torch.fft.irfft2(torch.fft.rfft2(draws) * passed, s=draws.shape[-2:])


@cache
def splat_pass(side: int, radius: float) -> Tensor:
    """What splats let through of each wave: exp(-2π²r²f²), scaled to a mean square of 1. (side, side) float64."""
    waves = torch.fft.fftfreq(side, dtype=torch.float64)
    square = waves[:, None] ** 2 + waves**2
    passed = torch.exp(-2 * math.pi**2 * radius**2 * square)
    return passed / passed.square().mean().sqrt()


def _rings(side: int) -> Tensor:
    """The ring that each wave of the Fourier plane belongs to, by its whole number of waves across. (side, side)."""
    waves = torch.fft.fftfreq(side, d=1 / side, dtype=torch.float64)
    return torch.hypot(waves[:, None], waves[None]).round().long()
