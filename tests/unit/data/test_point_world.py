"""The world of points: its floor is what probability says, and no answer gets below it."""

import math

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.point_world import bells, best_denoiser, draw_points, floor, variance_left
from diffusion_core.process.prediction import alpha_sigma, velocity
from diffusion_core.training.loop import make_exercise

LEVELS = torch.tensor([4.0, 1.0, 0.0, -3.0], dtype=torch.float64)


def test_all_coordinates_together_have_variance_1():
    assert draw_points(40_000, generator(1)).square().mean().item() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("spread", [0.1, 1.0])
def test_one_bell_leaves_the_variance_of_the_textbook(spread):
    """A product of two normal densities: 1 / (1/s² + alpha²/sigma²) a coordinate."""
    x = torch.randn(50, 2, generator=generator(0), dtype=torch.float64)
    for level in LEVELS:
        alpha, sigma = (part.item() for part in alpha_sigma(level[None], x))
        left = variance_left(x, torch.zeros(1, 2, dtype=torch.float64), spread, alpha, sigma)
        assert left.tolist() == pytest.approx([2 / (1 / spread**2 + alpha**2 / sigma**2)] * 50)


def test_two_far_bells_without_spread_leave_a_coin_flip_in_pure_noise_and_nothing_nearby():
    centres = torch.tensor([[-3.0, 0.0], [3.0, 0.0]], dtype=torch.float64)
    middle, near = torch.zeros(1, 2, dtype=torch.float64), torch.tensor([[3.0, 0.0]], dtype=torch.float64)
    assert variance_left(middle, centres, 0.0, 1e-9, 1.0).item() == pytest.approx(9)
    assert variance_left(near, centres, 0.0, 1.0, 0.1).item() == pytest.approx(0, abs=1e-9)


def test_the_floor_at_either_end_is_1():
    # in pure noise v is the point, of variance 1; where noise is far below the spread, v is the noise, of variance 1
    assert floor(torch.tensor([-14.0, 14.0])).tolist() == pytest.approx([1, 1], abs=0.02)
    assert floor(LEVELS).max() < 1


def test_the_perfect_answer_has_the_error_of_the_floor_and_any_other_its_distance_more():
    random = generator(5)
    for level, least in zip(LEVELS, floor(LEVELS), strict=True):
        given = make_exercise(draw_points(40_000, random).double(), random, level.expand(40_000))
        best = velocity(*best_denoiser()(given.x, given.log_snr), given.log_snr)
        assert (best - given.v).square().mean().item() == pytest.approx(least.item(), abs=0.025)
        other = best + 0.3 * torch.sin(3 * given.x)
        more = (other - given.v).square().mean() - (best - given.v).square().mean()
        assert more.item() == pytest.approx((other - best).square().mean().item(), abs=0.01)


def test_the_middles_lie_on_two_half_circles():
    middles, spread = bells()
    for half, sign in ((0, 1), (1, -1)):
        arc = sign * middles[half::2]
        centre = torch.tensor([-0.5, -0.25]) * spread / 0.04
        radii = (arc - centre).norm(dim=1)
        assert (radii.max() - radii.min()).item() < 1e-6
    assert math.isclose((middles.square().mean() + spread**2).item(), 1, rel_tol=1e-6)
