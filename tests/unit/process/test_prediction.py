"""Noise, picture and velocity follow from one another, also where one of the two is gone."""

import math

import pytest
import torch

from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import Prediction, alpha_sigma, clipped, from_velocity, from_x0, velocity

LEVELS = [math.inf, 12.0, 3.0, 0.0, -3.0, -12.0, -math.inf]


@pytest.fixture
def pair(device):
    random = torch.Generator().manual_seed(0)
    return torch.randn(2, len(LEVELS), 3, 8, 8, generator=random, dtype=torch.float64).to(device)


@pytest.fixture
def levels(device):
    return torch.tensor(LEVELS, dtype=torch.float64, device=device)


def test_alpha_and_sigma_are_a_point_on_the_circle(pair, levels):
    alpha, sigma = alpha_sigma(levels, pair[0])
    torch.testing.assert_close(alpha**2 + sigma**2, torch.ones_like(alpha))
    torch.testing.assert_close((alpha**2 / sigma**2).log().flatten()[1:-1], levels[1:-1])
    assert (alpha[0].item(), sigma[0].item(), alpha[-1].item(), sigma[-1].item()) == (1, 0, 0, 1)


def test_velocity_gives_picture_and_noise_back_at_every_level(pair, levels):
    x0, eps = pair
    x = add_noise(x0, eps, torch.sigmoid(levels))
    guess = from_velocity(x, velocity(x0, eps, levels), levels)
    torch.testing.assert_close(guess.x0, x0, atol=1e-9, rtol=0)
    torch.testing.assert_close(guess.eps, eps, atol=1e-9, rtol=0)


def test_at_the_ends_velocity_is_the_noise_or_minus_the_picture(pair, levels):
    x0, eps = pair
    v = velocity(x0, eps, levels)
    torch.testing.assert_close(v[0], eps[0])
    torch.testing.assert_close(v[-1], -x0[-1])


def test_the_noise_follows_from_the_picture_wherever_there_is_noise(pair, levels):
    x0, eps = pair
    guess = from_x0(add_noise(x0, eps, torch.sigmoid(levels)), x0, levels)
    torch.testing.assert_close(guess.eps[1:], eps[1:], atol=1e-8, rtol=0)
    # Where there is none, a wrong guess of the picture is not turned into endless noise.
    assert torch.equal(from_x0(x0, x0 + 1, levels).eps[0], torch.zeros_like(eps[0]))


def test_every_prediction_adds_up_to_the_noisy_picture(pair, levels):
    x, v = pair
    alpha, sigma = alpha_sigma(levels, x)
    for guess in (from_velocity(x, v, levels), from_x0(x, v, levels)):
        again = alpha * guess.x0 + sigma * guess.eps
        torch.testing.assert_close(again[1:], x[1:])


def test_clipping_bounds_the_picture_and_moves_the_noise_along(pair, levels):
    x, wild = 2 * pair
    guess = clipped(lambda x, level: Prediction(wild, wild))(x, levels)
    assert guess.x0.abs().max() == 1
    alpha, sigma = alpha_sigma(levels, x)
    torch.testing.assert_close((alpha * guess.x0 + sigma * guess.eps)[1:], x[1:])


def test_half_precision_pictures_keep_their_precision(pair, levels):
    x = pair[0].half()
    assert from_velocity(x, x, levels).x0.dtype == torch.float16


def test_no_number_of_double_precision_is_asked_of_the_device():
    # Apple's GPUs have no float64; the meta device stands in for one, and tells what would be put there.
    with NoDoubles():
        x, level = torch.zeros(2, 3, device="meta"), torch.zeros(2, dtype=torch.float64)
        from_velocity(x, x, level)
        from_x0(x, x, level)
        add_noise(x, x, torch.ones(2))


class NoDoubles(torch.utils._python_dispatch.TorchDispatchMode):
    """Raises TypeError for every float64 tensor outside the CPU."""

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        result = operation(*args, **(kwargs or {}))
        if isinstance(result, torch.Tensor) and result.dtype == torch.float64 and result.device.type != "cpu":
            raise TypeError(f"{operation} made a float64 tensor on {result.device}")
        return result
