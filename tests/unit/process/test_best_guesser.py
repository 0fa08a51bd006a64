"""The best guesser: its closed form, played out, and what it comes to under each schedule."""

import math

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.best_guesser import evidence, guess_rate, play
from diffusion_core.process.schedules import SCHEDULES, make_schedule

ROUNDS = 20_000


def pictures(apart: float, shape=(3, 4, 4)) -> tuple[torch.Tensor, torch.Tensor]:
    """Two pictures that far apart."""
    a, way = torch.rand(2, *shape, generator=generator(3)) * 2 - 1
    return a, a + apart * way / way.norm()


def four_errors(rate: float) -> float:
    return 4 * math.sqrt(rate * (1 - rate) / ROUNDS)


@pytest.mark.parametrize(("apart", "alpha_bar"), [(0.5, 0.5), (2.0, 0.5), (3.0, 0.2), (8.0, 0.05), (30.0, 0.0005)])
def test_the_guesser_that_plays_is_right_as_often_as_the_formula_says(apart, alpha_bar):
    a, b = pictures(apart)
    rate = guess_rate(a, b, torch.tensor(alpha_bar)).item()
    assert 0.55 < rate < 0.95
    assert play(a, b, alpha_bar, ROUNDS, generator(1)) / ROUNDS == pytest.approx(rate, abs=four_errors(rate))


def test_who_is_shown_both_noisy_pictures_guesses_as_if_they_were_root_two_further_apart():
    (a, b), alpha_bar = pictures(2.0), 0.3
    swapped = torch.rand(ROUNDS, generator=generator(0)) < 0.5
    shown = []
    for seed, (one, other) in ((1, (a, b)), (2, (b, a))):
        hidden = torch.where(swapped.view(-1, 1, 1, 1), other, one)
        noise = torch.randn(hidden.shape, generator=generator(seed))
        shown.append(alpha_bar**0.5 * hidden + (1 - alpha_bar) ** 0.5 * noise)
    says_swapped = evidence(shown[1], a, b, alpha_bar) > evidence(shown[0], a, b, alpha_bar)
    rate = guess_rate(2**0.5 * a, 2**0.5 * b, torch.tensor(alpha_bar)).item()
    assert (says_swapped == swapped).float().mean().item() == pytest.approx(rate, abs=four_errors(rate))


def test_the_evidence_is_the_ratio_of_the_two_densities():
    (a, b), alpha_bar = pictures(2.0), 0.3
    x = torch.randn(50, *a.shape, generator=generator(5))
    width = (1 - alpha_bar) ** 0.5
    logs = [torch.distributions.Normal(alpha_bar**0.5 * one, width).log_prob(x).flatten(1).sum(1) for one in (a, b)]
    torch.testing.assert_close(evidence(x, a, b, alpha_bar), logs[0] - logs[1], rtol=1e-4, atol=1e-4)


def test_no_other_straight_rule_beats_it():
    (a, b), alpha_bar = pictures(2.0), 0.5
    hidden = torch.rand(ROUNDS, generator=generator(0)) < 0.5
    noise = torch.randn(ROUNDS, *a.shape, generator=generator(1))
    x = (alpha_bar**0.5 * torch.where(hidden.view(-1, 1, 1, 1), a, b) + (1 - alpha_bar) ** 0.5 * noise).flatten(1)
    rate = guess_rate(a, b, torch.tensor(alpha_bar)).item()
    for seed in range(20):
        way = (a - b).flatten() + 0.3 * torch.randn(a.numel(), generator=generator(10 + seed))
        right = (((x - alpha_bar**0.5 * (a + b).flatten() / 2) @ way > 0) == hidden).float().mean().item()
        assert right < rate + four_errors(rate)


def test_the_same_picture_twice_is_a_coin_and_two_clean_ones_are_certain():
    a, b = pictures(1.0)
    assert guess_rate(a, a, torch.tensor([1.0, 0.5, 0.0])).tolist() == [0.5, 0.5, 0.5]
    assert guess_rate(a, b, torch.tensor([1.0, 0.0])).tolist() == [1.0, 0.5]


@pytest.mark.parametrize("name", SCHEDULES)
def test_noise_only_makes_it_harder(name):
    a, b = pictures(60.0)
    rates = guess_rate(a, b, make_schedule(name).alpha_bar)
    assert (rates.diff() <= 0).all() and rates[0] == 1 and rates[-1] >= 0.5


def test_at_the_end_it_is_a_coin_under_cosine_a_lean_under_linear_and_near_certainty_under_scaled_linear():
    # two 64x64 pictures whose numbers differ by 0.67 (of -1 to 1), as those of two critters do
    a, b = pictures(0.67 * math.sqrt(3 * 64 * 64), (3, 64, 64))
    rates = {name: guess_rate(a, b, make_schedule(name).alpha_bar[-1]).item() for name in SCHEDULES}
    assert rates["cosine"] < 0.501
    assert 0.57 < rates["linear"] < 0.63
    assert rates["scaled linear"] > 0.99
