"""The path run backwards: for a bell it is known by formula, and what it leads to leads back."""

import math

import pytest
import torch

from diffusion_core.common.randomness import Noise, generator
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.halfway import back, there
from diffusion_core.sampling.inversion import PINCH, homeward, outward
from diffusion_core.sampling.samplers import run

SCHEDULE = make_schedule("cosine", 1000)
SPREAD = 0.6


def bell(spread=SPREAD):
    return mixture_denoiser(torch.zeros(1, 1, dtype=torch.float64), spread)


def points(count=200, spread=SPREAD):
    return spread * torch.randn(count, 1, generator=generator(0), dtype=torch.float64)


def arrive(sampler, denoiser):
    *_, step = run(sampler, denoiser)
    return step.x


def returned(x, t):
    draws = generator(3)
    return arrive(back(x, SCHEDULE, t, lambda: torch.randn(x.shape, generator=draws, dtype=x.dtype)), bell())


def pinch(x, seed=9):
    return torch.randn(x.shape, generator=generator(seed), dtype=torch.float64)


def test_for_a_bell_the_path_only_stretches():
    """The flow of a bell of spread s is x · √(ᾱ's² + 1 − ᾱ') / √(ᾱs² + 1 − ᾱ) (Song et al. 2021b, eq. 13)."""
    x = points()
    end = arrive(outward(x, pinch(x), SCHEDULE, 500), bell())
    begun, left = SCHEDULE.alpha_bar_at(PINCH), SCHEDULE.alpha_bar_at(1000)
    start = math.sqrt(begun) * x + math.sqrt(1 - begun) * pinch(x)
    exact = start * math.sqrt((left * SPREAD**2 + 1 - left) / (begun * SPREAD**2 + 1 - begun))
    assert (end - exact).abs().max() < 0.05
    # from a bell to the bell: what the path leads to is noise as strong as noise by chance
    assert end.std().item() == pytest.approx(1, abs=0.12)


def test_the_pinch_is_less_than_a_hundredth_of_noise():
    assert 0 < 1 - SCHEDULE.alpha_bar_at(PINCH) < 0.01


def test_the_path_leads_back_and_the_more_steps_the_closer():
    x, gaps = points(), []
    for steps in (5, 20, 80):
        end = arrive(outward(x, pinch(x), SCHEDULE, steps), bell())
        gaps.append((arrive(homeward(end, SCHEDULE, steps), bell()) - x).abs().mean().item())
    assert gaps[0] > 2 * gaps[1] > 2 * gaps[2]
    # the pinch is not taken back: √(1 − ᾱ) wide, √(2/π) of it on average, is what stays off
    assert gaps[2] < 1.2 * math.sqrt(2 / math.pi * (1 - SCHEDULE.alpha_bar_at(PINCH)))


def test_out_of_noise_by_chance_something_else_comes_back():
    x = points()
    chance = torch.randn(x.shape, generator=generator(1), dtype=torch.float64)
    other = arrive(homeward(chance, SCHEDULE, 80), bell())
    # two independent draws of the bell lie 2/√π · s apart on average
    assert (other - x).abs().mean().item() == pytest.approx(2 / math.sqrt(math.pi) * SPREAD, rel=0.15)


def test_after_the_pinch_the_path_takes_no_chance():
    x = points(3)
    ends = [arrive(outward(x, pinch(x), SCHEDULE, 10), bell()) for _ in range(2)]
    assert torch.equal(*ends)


def test_one_way_goes_up_in_time_and_the_other_down_to_nought():
    x = points(2)
    assert [step.t for step in run(outward(x, pinch(x), SCHEDULE, 2), bell())] == [525, 1000]
    assert [step.t for step in run(homeward(x, SCHEDULE, 2), bell())] == [525, 50, 0]


@pytest.mark.parametrize("t", [100, 500, 1000])
def test_there_and_back_is_the_worlds_own_distribution_again(t):
    x0 = points(4000)
    eps = torch.randn(x0.shape, generator=generator(2), dtype=torch.float64)
    x = there(x0, eps, SCHEDULE, t)
    left = SCHEDULE.alpha_bar_at(t)
    assert x.std().item() == pytest.approx(math.sqrt(left * SPREAD**2 + 1 - left), rel=0.05)
    # few steps of DDPM end a little too narrow
    assert returned(x, t).std().item() == pytest.approx(SPREAD, rel=0.15)


def test_the_shorter_the_way_the_more_is_kept():
    x0 = points(2000)
    kept = []
    for t in (100, 500, 900):
        eps = torch.randn(x0.shape, generator=generator(4), dtype=torch.float64)
        again = returned(there(x0, eps, SCHEDULE, t), t)
        kept.append(torch.corrcoef(torch.cat([x0, again], 1).T)[0, 1].item())
    assert kept[0] > 0.95 and kept[0] > kept[1] + 0.1 > kept[2] + 0.2
    assert abs(kept[2]) < 0.4


@pytest.mark.parametrize("t", [1000, 350, 20])
def test_the_way_back_begins_at_the_noise_that_is_there(t):
    assert next(back(points(2), SCHEDULE, t, list)).log_snr == SCHEDULE.log_snr(t)


def test_the_whole_way_back_takes_twenty_steps_and_half_of_it_ten():
    x = Noise([0], (1,))()
    assert [len(list(run(back(x, SCHEDULE, t, lambda: torch.zeros_like(x)), bell()))) for t in (1000, 500, 20)] == [
        20,
        10,
        1,
    ]
