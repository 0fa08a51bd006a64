"""One step back in one dimension: what Bayes' rule gives is what is drawn, and the gap has its known limits."""

import math

import pytest
import torch

from diffusion_core.process.one_dimension import (
    Bells,
    average_gap,
    backward,
    bell_log_density,
    chain_back,
    gap,
    noised,
    off_the_data,
    two_heaps,
)
from diffusion_core.process.schedules import make_schedule
from tests.unit.statistics import ks_distance

WIDTHS = (0.2, 0.35)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def number(value):
    return torch.tensor(value, dtype=torch.float64)


@pytest.mark.parametrize(("beta", "here"), [(0.02, 0.9), (0.5, 0.0), (0.5, 0.4), (0.95, 0.2)])
def test_where_x_t_came_from_is_what_forward_draws_show(beta, here):
    # Draw pairs forwards, keep those whose x_t falls near `here`: their x_{t-1} must follow the formula.
    data, random = two_heaps(0.3), generator(1)
    before = data.draw(1_000_000, random)
    after = (1 - beta) ** 0.5 * before + beta**0.5 * torch.randn(len(before), generator=random, dtype=torch.float64)
    kept = before[(after - here).abs() < 0.01]
    assert len(kept) > 1000
    drawn = backward(data, beta, number(here)).draw(20_000, random)
    limit = 1.63 * (1 / len(kept) + 1 / len(drawn)) ** 0.5
    assert ks_distance(kept, drawn) < limit
    elsewhere = backward(data, beta, number(here + 0.25)).draw(20_000, random)
    assert ks_distance(kept, elsewhere) > limit


def test_backward_densities_average_to_what_was_before():
    # The law of total probability, on a grid: ∫ q(x_{t-1} | x_t) q(x_t) dx_t = q(x_{t-1}).
    data, beta = two_heaps(0.25), 0.6
    x_t = torch.linspace(-6, 6, 4001, dtype=torch.float64)
    x = torch.linspace(-2, 2, 9, dtype=torch.float64)
    inner = backward(data, beta, x_t).log_density(x.expand(len(x_t), -1)).exp()
    outer = noised(data, 1 - beta).log_density(x_t).exp()
    torch.testing.assert_close(torch.trapezoid(inner * outer[:, None], x_t, dim=0), data.log_density(x).exp())


def test_a_step_of_pure_noise_tells_nothing():
    back = backward(two_heaps(0.3), 1.0, number([-2.0, 0.0, 1.0]))
    x = torch.linspace(-2, 2, 7, dtype=torch.float64).expand(3, -1)
    torch.testing.assert_close(back.log_density(x), two_heaps(0.3).log_density(x))


def test_a_density_adds_up_to_one_and_stays_finite_far_away():
    back = backward(two_heaps(0.2), 0.3, number(0.1))
    x = torch.linspace(-3, 3, 5001, dtype=torch.float64)
    assert torch.trapezoid(back.log_density(x).exp(), x).item() == pytest.approx(1, abs=1e-9)
    assert back.log_density(number([1e4])).isfinite().all()


def test_one_bell_has_no_gap():
    one = Bells(number([0.0]), number([0.7]), number([0.09]))
    assert gap(one).item() == pytest.approx(0, abs=1e-9)
    assert average_gap(one, 0.5) == pytest.approx(0, abs=1e-9)


def test_the_gap_of_two_far_heaps_is_that_of_the_entropies():
    # KL(p || bell with p's mean and variance) = entropy of the bell - entropy of p; heaps that do not touch: ln 2 more.
    width = 0.05
    variance = 1 + width**2
    wanted = 0.5 * math.log(2 * math.pi * math.e * variance) - (
        0.5 * math.log(2 * math.pi * math.e * width**2) + math.log(2)
    )
    assert gap(two_heaps(width)).item() == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("here", [0.0, 0.3, 1.2])
def test_the_gap_is_the_mean_of_the_log_ratio_over_draws(here):
    back = backward(two_heaps(0.3), 0.5, number(here))
    x = back.draw(400_000, generator(2))
    ratios = back.log_density(x) - bell_log_density(*back.best_bell(), x)
    assert gap(back).item() == pytest.approx(ratios.mean().item(), abs=4 * ratios.std().item() / 400_000**0.5)


def test_no_other_bell_is_nearer():
    back = backward(two_heaps(0.3), 0.6, number(0.2))
    mean, variance = back.best_bell()
    x = back.draw(200_000, generator(3))
    best = bell_log_density(mean, variance, x).mean()
    for other_mean, other_variance in [(mean + 0.1, variance), (mean, 0.8 * variance), (mean, 1.25 * variance)]:
        assert bell_log_density(other_mean, other_variance, x).mean() < best


@pytest.mark.parametrize("width", WIDTHS)
def test_small_steps_leave_no_gap_and_large_ones_do(width):
    gaps = [average_gap(two_heaps(width), beta) for beta in (1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.0)]
    assert gaps == sorted(gaps)
    assert gaps[0] < 1e-4
    # At β = 1 the backward distribution is the data itself, whatever x_t.
    assert gaps[-1] == pytest.approx(gap(two_heaps(width)).item(), rel=1e-6)


def test_the_averaged_gap_is_the_average_over_draws_of_x_t():
    data, beta, random = two_heaps(0.25), 0.4, generator(4)
    x_t = noised(data, 1 - beta).draw(4000, random)
    gaps = gap(backward(data, beta, x_t))
    assert average_gap(data, beta) == pytest.approx(gaps.mean().item(), abs=4 * gaps.std().item() / 4000**0.5)


def test_the_grids_are_fine_enough():
    for beta in (0.01, 0.02, 0.3, 0.9):
        fine = average_gap(two_heaps(0.2), beta, points=1201, grid=2001)
        assert average_gap(two_heaps(0.2), beta) == pytest.approx(fine, rel=5e-3)


@pytest.mark.parametrize("width", WIDTHS)
def test_late_steps_may_be_large(width):
    # The same step costs less, the more noise was there before it.
    gaps = [average_gap(noised(two_heaps(width), left), 0.5) for left in (1.0, 0.5, 0.1, 0.01)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.01 * gaps[0]


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_data_that_are_one_bell_come_back_in_any_number_of_steps(steps):
    one = Bells(number([0.0]), number([0.7]), number([0.09]))
    *_, x = chain_back(one, make_schedule("cosine", steps), 40_000, generator(6))
    # Four standard errors; a thousandth of the variance was left where the chain starts.
    assert x.mean().item() == pytest.approx(0.7, abs=4 * 0.3 / 40_000**0.5 + 0.002)
    assert x.var().item() == pytest.approx(0.09, rel=4 * (2 / 40_000) ** 0.5 + 0.002)


def test_many_small_bells_make_the_data_and_one_does_not():
    data, random = two_heaps(0.2), generator(5)
    true = data.draw(20_000, random)
    *_, small = chain_back(data, make_schedule("cosine", 300), 20_000, random)
    *_, single = chain_back(data, make_schedule("cosine", 1), 20_000, random)
    assert ks_distance(small, true) < 0.02 < 0.1 < ks_distance(single, true)
    # One bell has the data's mean and variance, and so the share between the heaps that a bell of that size has.
    assert single.var().item() == pytest.approx(1.04, rel=0.05)
    assert off_the_data(data, single) > 0.5
    # Of each heap erfc(√2) = 4.55 % lie beyond two widths.
    assert off_the_data(data, true) == pytest.approx(math.erfc(2**0.5), abs=4 * (0.0455 / 20_000) ** 0.5)
    assert off_the_data(data, small) == pytest.approx(math.erfc(2**0.5), abs=0.02)
