"""Between two noises: on the round way all is noise of full strength, on the straight way it is weaker."""

import math

import pytest
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.sampling.interpolation import round_way, straight_way, walk


def pair():
    return Noise([0, 1], (3, 64, 64))()


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_the_round_way_keeps_the_strength_of_noise(share):
    a, b = pair()
    assert round_way(a, b, share).square().mean().item() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_the_straight_way_loses_what_independent_draws_cancel(share):
    # the variance of a weighed sum of independent draws is the sum of the squared weights
    a, b = pair()
    expected = (1 - share) ** 2 + share**2
    assert straight_way(a, b, share).square().mean().item() == pytest.approx(expected, abs=0.03)


def test_both_ways_begin_at_one_noise_and_end_at_the_other():
    a, b = pair()
    for way in ("round", "straight"):
        steps = walk(a, b, 5, way)
        assert steps.shape == (5, 3, 64, 64)
        assert torch.allclose(steps[0], a, atol=1e-5) and torch.allclose(steps[-1], b, atol=1e-5)


def test_equal_steps_turn_by_equal_angles():
    a, b = pair()
    steps = walk(a, b, 5).flatten(1).double()
    turns = torch.acos(torch.cosine_similarity(steps[:-1], steps[1:]))
    assert (turns - math.pi / 8).abs().max() < 0.01


def test_a_noise_and_itself_or_its_negative_have_no_angle_to_divide_by():
    a, _ = pair()
    for b in (a, -a):
        assert torch.isfinite(round_way(a, b, 0.3)).all()


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_where_the_angle_says_nothing_the_way_is_straight(way):
    a = torch.tensor([1.0, 0.0])
    for share in (0.25, 0.5):
        assert round_way(a, way * a, share).tolist() == pytest.approx([1 - share + share * way, 0])
