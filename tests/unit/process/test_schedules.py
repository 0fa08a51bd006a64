"""Schedules: tables that agree with the diffusers library, and a line between their entries."""

import math

import pytest
import torch
from diffusers import DDPMScheduler

from diffusion_core.process.schedules import (
    SCHEDULES,
    Schedule,
    alpha_bar_of,
    by_hand,
    from_betas,
    log_snr_of,
    make_schedule,
)

THEIRS = {
    "linear": {"beta_schedule": "linear"},
    "cosine": {"beta_schedule": "squaredcos_cap_v2"},
    "scaled linear": {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012},
}


@pytest.mark.parametrize("name", THEIRS)
def test_our_t_is_index_t_minus_1_of_diffusers(name):
    ours = make_schedule(name, 1000).alpha_bar
    theirs = DDPMScheduler(1000, **THEIRS[name]).alphas_cumprod.double()
    assert len(ours) == 1001
    torch.testing.assert_close(ours[1:], theirs, atol=1e-5, rtol=0)
    # Shifted by one they must not agree, or the test could not tell the index.
    assert (ours[:-1] - theirs).abs().max() > 1e-4


def test_linear_noises_alike_for_any_number_of_steps():
    # The sum of the betas, and with it the noise at the end, is that of a thousand steps (Ho et al.: 10.05).
    # Of squares of evenly spaced roots, the sum is n * (a² + ab + b²) / 3 but for the grain.
    a, b = 0.00085**0.5, 0.012**0.5
    for steps in (100, 250, 1000):
        total = make_schedule("scaled linear", steps).betas.sum()
        assert total == pytest.approx(1000 * (a * a + a * b + b * b) / 3, rel=0.01)
    for steps in (100, 250, 1000):
        assert make_schedule("linear", steps).betas.sum() == pytest.approx(10.05, rel=1e-6)


def test_cosine_is_the_squared_cosine_of_the_paper():
    schedule = make_schedule("cosine", 1000)
    for t in (1, 250, 500, 900):
        f = [math.cos((u / 1000 + 0.008) / 1.008 * math.pi / 2) ** 2 for u in (0, t)]
        assert schedule.alpha_bar[t] == pytest.approx(f[1] / f[0], rel=1e-9)


def test_sigmoid_is_the_curve_of_the_paper():
    # Chen 2023, algorithm 1 with start -3, end 3, tau 1; the cap touches the last step alone.
    def gamma(u):
        return 1 / (1 + math.exp(6 * u - 3))

    schedule = make_schedule("sigmoid", 1000)
    for t in (1, 250, 500, 750, 999):
        wanted = (gamma(t / 1000) - gamma(1)) / (gamma(0) - gamma(1))
        assert schedule.alpha_bar[t] == pytest.approx(wanted, rel=1e-9)
    assert schedule.alpha_bar[500] == pytest.approx(0.5)  # it is odd about its middle


def test_what_is_left_at_the_end_is_what_the_pages_say():
    left = {name: make_schedule(name, 1000).alpha_bar[-1].item() for name in SCHEDULES}
    assert left["cosine"] == pytest.approx(2.4e-9, rel=0.03)
    assert left["linear"] == pytest.approx(4.04e-5, rel=0.01)
    assert left["scaled linear"] == pytest.approx(0.00466, rel=0.01)
    assert left["sigmoid"] < 1e-6


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 7, 10, 50, 1000])
def test_the_table_begins_clean_and_only_gets_noisier(name, steps):
    schedule = make_schedule(name, steps)
    assert schedule.steps == steps
    assert schedule.alpha_bar[0] == 1
    assert (schedule.alpha_bar.diff() < 0).all()
    assert schedule.alpha_bar[-1] >= 0
    assert ((schedule.betas > 0) & (schedule.betas <= 0.999 + 1e-12)).all()


@pytest.mark.parametrize("name", SCHEDULES)
def test_between_the_entries_the_noise_level_is_a_straight_line(name):
    schedule = make_schedule(name, 100)
    for t in (1, 2, 37, 99, 100):
        assert schedule.alpha_bar_at(t) == pytest.approx(schedule.alpha_bar[t].item(), rel=1e-9)
    for t in (1, 37, 98):
        ends = [math.log(a / (1 - a)) for a in schedule.alpha_bar[[t, t + 1]].tolist()]
        assert schedule.log_snr(t + 0.25) == pytest.approx(0.75 * ends[0] + 0.25 * ends[1], rel=1e-9)


@pytest.mark.parametrize("name", SCHEDULES)
def test_time_and_noise_level_are_two_names_of_one_thing(name):
    schedule = make_schedule(name, 100)
    times = [0.0, 0.3, 0.99, 1.0, 1.5, 42.0, 42.8, 99.5, 100.0]
    levels = [schedule.log_snr(t) for t in times]
    assert levels == sorted(levels, reverse=True)
    assert [schedule.time_of(level) for level in levels] == pytest.approx(times, abs=1e-6)


def test_levels_outside_the_table_belong_to_its_ends():
    schedule = make_schedule("linear", 1000)
    assert schedule.log_snr(0) == math.inf
    assert schedule.time_of(math.inf) == 0
    assert schedule.time_of(-math.inf) == 1000
    assert schedule.time_of(schedule.log_snr(1000) - 5) == 1000


def test_a_table_that_ends_in_pure_noise_stays_usable():
    schedule = Schedule("hand", torch.tensor([1.0, 0.5, 0.0], dtype=torch.float64))
    assert schedule.log_snr(2) == -math.inf
    assert schedule.alpha_bar_at(1.5) == pytest.approx(0.25)
    assert schedule.time_of(schedule.log_snr(1.5)) == pytest.approx(1.5)
    assert schedule.time_of(-math.inf) == 2


def test_betas_after_pure_noise_are_numbers():
    schedule = from_betas("broken", torch.tensor([0.1, 1.0, 0.3]))
    assert schedule.betas[:2].tolist() == pytest.approx([0.1, 1.0])
    assert schedule.betas.isfinite().all()


def test_betas_and_table_follow_from_one_another():
    betas = torch.tensor([0.1, 0.5, 0.2], dtype=torch.float64)
    schedule = from_betas("hand", betas)
    assert schedule.alpha_bar.tolist() == pytest.approx([1, 0.9, 0.45, 0.36])
    torch.testing.assert_close(schedule.betas, betas)


def test_log_snr_and_alpha_bar_invert_each_other_up_to_the_ends():
    for alpha_bar in (0.0, 1e-12, 0.25, 0.5, 1 - 1e-9, 1.0):
        assert alpha_bar_of(log_snr_of(alpha_bar)) == pytest.approx(alpha_bar, rel=1e-9, abs=0)
    assert log_snr_of(0.5) == 0
    assert alpha_bar_of(-800) == 0  # finite, and yet too far for the exponential function


def test_what_cannot_be_is_refused():
    schedule = make_schedule("cosine", 10)
    for t in (-0.1, 10.1, math.nan):
        with pytest.raises(ValueError, match="outside"):
            schedule.log_snr(t)
    with pytest.raises(ValueError, match="choose one of linear, cosine"):
        make_schedule("quadratic", 10)
    with pytest.raises(ValueError, match="at least one step"):
        make_schedule("linear", 0)
    for betas in (torch.tensor([]), torch.tensor([0.1, 1.5]), torch.tensor([-0.1]), torch.tensor([math.nan])):
        with pytest.raises(ValueError, match="between 0 and 1"):
            from_betas("bad", betas)


def test_a_line_drawn_by_hand_passes_its_points_and_never_rises():
    for left in ([0.5, 0.0], [0.9, 0.9, 0.2, 0.01], [1.0, 0.3], [0.2, 0.8, 0.1], [0.25]):
        schedule = by_hand(left, 120)
        wanted, lowest = [], 1.0
        for point in left:
            lowest = min(lowest, point)
            wanted.append(lowest)
        assert schedule.alpha_bar[0] == 1
        assert (schedule.alpha_bar.diff() <= 0).all()
        at = [120 * (i + 1) // len(left) for i in range(len(left))]
        # The cap of the last step leaves a thousandth of what was there before it.
        assert schedule.alpha_bar[at].tolist() == pytest.approx(wanted, rel=1e-9, abs=1e-3)


def test_points_on_a_straight_line_give_that_line():
    assert by_hand([0.75, 0.5, 0.25, 0.01], 100).alpha_bar[37] == pytest.approx(1 - 0.37, abs=1e-9)


def test_a_hand_that_draws_no_line_is_refused():
    for left in ([], [1.1], [0.5, -0.1], [math.nan]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            by_hand(left, 10)
