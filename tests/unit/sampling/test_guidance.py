"""Guidance walks on along the line from the answer without words through the one with them."""

import math

import pytest
import torch

from diffusion_core.process.prediction import Prediction
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.guidance import guide, matters

WITH_WORDS, WITHOUT = (
    Prediction(torch.tensor([1.0]), torch.tensor([4.0])),
    Prediction(torch.tensor([3.0]), torch.tensor([2.0])),
)


@pytest.mark.parametrize(("strength", "x0", "eps"), [(0, 3, 2), (1, 1, 4), (0.5, 2, 3), (2, -1, 6), (7.5, -12, 17)])
def test_strength_is_the_distance_along_the_line(strength, x0, eps):
    guess = guide(WITH_WORDS, WITHOUT, strength)
    assert (guess.x0.item(), guess.eps.item()) == pytest.approx((x0, eps))


def test_it_is_left_out_where_nothing_or_everything_is_noise():
    assert matters(0.0)
    assert not matters(math.inf)
    assert not matters(-math.inf)


def test_it_covers_the_middle_half_of_the_cosine_schedule():
    schedule = make_schedule("cosine", 1000)
    guided_moments = [t for t in range(1, 1001) if matters(schedule.log_snr(t))]
    assert guided_moments == list(range(guided_moments[0], guided_moments[-1] + 1))
    assert guided_moments[0] < 400 and guided_moments[-1] > 900
