"""Clouds in the plane, and who can say which half a noisy point came from."""

import math

import pytest
import torch

from diffusion_core.data.points import CLOUDS, best_guess, cloud


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("name", CLOUDS)
def test_a_cloud_has_unit_variance_and_two_equal_halves(name):
    points, half = cloud(name, 2000, generator())
    assert points.shape == (2000, 2)
    assert points.var().item() == pytest.approx(1, abs=1e-6)
    assert half.double().mean().item() == 0.5


@pytest.mark.parametrize("name", CLOUDS)
def test_without_noise_every_half_is_known_and_in_pure_noise_none(name):
    (points, half), (others, other_half) = cloud(name, 1000, generator(1)), cloud(name, 1000, generator(2))
    clear = best_guess(others, other_half, points, 12.0)
    assert (clear == half).double().mean() > 0.98
    noise = torch.randn(1000, 2, generator=generator(3), dtype=torch.float64)
    blind = best_guess(others, other_half, noise, -40.0)
    # Four standard errors of a coin.
    assert (blind == half).double().mean().item() == pytest.approx(0.5, abs=4 * 0.5 / 1000**0.5)


def test_two_points_are_told_apart_as_the_closed_form_says():
    # Two clean points at distance d: the best rate is Φ(α d / 2σ).
    points, half = torch.tensor([[0.0, 0.0], [2.0, 0.0]], dtype=torch.float64), torch.tensor([0, 1])
    side = torch.arange(20_000) % 2
    for log_snr in (-2.0, 0.0, 1.0):
        alpha, sigma = ((1 / (1 + math.exp(sign * log_snr))) ** 0.5 for sign in (-1, 1))
        x = alpha * points[side] + sigma * torch.randn(20_000, 2, generator=generator(4), dtype=torch.float64)
        wanted = 0.5 * (1 + math.erf(alpha / sigma / 2**0.5))
        right = (best_guess(points, half, x, log_snr) == side).double().mean().item()
        assert right == pytest.approx(wanted, abs=4 * (0.25 / 20_000) ** 0.5)


def test_an_unknown_cloud_is_an_error():
    with pytest.raises(KeyError):
        cloud("cumulus", 10, generator())
