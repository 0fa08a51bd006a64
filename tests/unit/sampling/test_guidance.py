"""Guidance walks on along the line from the untold answer through the told one."""

import math

import pytest
import torch

from diffusion_core.process.prediction import Prediction
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.guidance import guide, guided, matters

TOLD, UNTOLD = (
    Prediction(torch.tensor([1.0]), torch.tensor([4.0])),
    Prediction(torch.tensor([3.0]), torch.tensor([2.0])),
)


@pytest.mark.parametrize(("strength", "x0", "eps"), [(0, 3, 2), (1, 1, 4), (0.5, 2, 3), (2, -1, 6), (7.5, -12, 17)])
def test_strength_is_the_distance_along_the_line(strength, x0, eps):
    guess = guide(TOLD, UNTOLD, strength)
    assert (guess.x0.item(), guess.eps.item()) == pytest.approx((x0, eps))


def test_a_guided_denoiser_asks_both():
    answer = guided(lambda x, level: TOLD, lambda x, level: UNTOLD, 3.0)(torch.zeros(1), torch.zeros(1))
    assert answer == guide(TOLD, UNTOLD, 3.0)


def test_strength_one_is_off_and_the_untold_network_rests():
    answer = guided(lambda x, level: TOLD, lambda x, level: pytest.fail("was asked"), 1.0)
    assert answer(torch.zeros(1), torch.zeros(1)) is TOLD


def test_it_is_left_out_where_nothing_or_everything_is_noise():
    assert matters(0.0)
    assert not matters(math.inf)
    assert not matters(-math.inf)


def test_it_covers_the_middle_half_of_the_cosine_schedule():
    schedule = make_schedule("cosine", 1000)
    guided_moments = [t for t in range(1, 1001) if matters(schedule.log_snr(t))]
    assert guided_moments == list(range(guided_moments[0], guided_moments[-1] + 1))
    assert guided_moments[0] < 400 and guided_moments[-1] > 900
