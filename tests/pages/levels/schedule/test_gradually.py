"""Level 3: why gradually, in one dimension."""

import math

import numpy as np
import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.one_dimension import Bells, chain_back, off_the_data
from diffusion_core.process.schedules import make_schedule
from pages.levels.schedule import gradually, gradually_figures
from pages.levels.schedule.gradually_figures import WIDTH
from pages.shared.numbers import fixed_percent
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import bet, cards, messages, names, numbers, opened, sent, track, verdict, words

SMALL = "level-3-small-steps"
STEP = {"moment": "back.43"}
"""The box of the single step is opened by a link to a moment of its film."""
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "leap")}


def test_the_bell_has_the_mean_and_width_of_the_truth():
    header, arrays = track(opened(SMALL, {**STEP, "schedule.beta": "0.6"}), "schedule.back", "back")
    x = arrays["x"].astype(float)
    assert [line["name"] for line in header["lines"]][1:] == ["where xₜ truly came from", "the best bell"]
    for frame in (30, 40, 55):
        true, bell = arrays["y1"][frame].astype(float), arrays["y2"][frame].astype(float)
        assert np.trapezoid(true, x) == pytest.approx(1, abs=1e-3)
        mean = np.trapezoid(x * true, x)
        variance = np.trapezoid((x - mean) ** 2 * true, x)
        # the bell itself runs out of the window: its top tells its mean and width
        assert x[bell.argmax()] == pytest.approx(mean, abs=0.011)
        assert bell.max() == pytest.approx((2 * math.pi * variance) ** -0.5, rel=0.01)
    assert arrays["y1"][40].argmax() != 110  # two humps, none in the middle


def test_all_x_t_together_are_a_thousand():
    # frames lie 0.05 apart and each counts a stretch of 0.2
    counts = gradually_figures.how_many(0.3, 0.1, 0.9)
    assert counts.sum() / 4 == pytest.approx(1000 * math.erf(2 / 2**0.5), rel=0.05)


@pytest.mark.parametrize("width", [0.2, 0.25, 0.3, 0.35])
def test_small_steps_fit_and_large_ones_do_not_at_every_width(width):
    small, large = (gradually_figures.mean_gap(width, 1.0, beta) for beta in (gradually.SMALL, gradually.LARGE))
    late = gradually_figures.mean_gap(width, 0.5, gradually.LARGE)
    assert small < 0.001 and late < 0.01 and large > 0.1


def test_the_gaps_that_are_said_are_those_of_the_film():
    page = opened(SMALL, {**STEP, "schedule.beta": "0.6"})
    gap = gradually_figures.small(gradually_figures.mean_gap(WIDTH, 1.0, gradually.LARGE))
    assert set(numbers(page, "schedule.back", "numbers")["gap on average"]) == {gap}
    assert f"with large ones (β = 0.6) it doesn't (**{gap}**)" in words(page)
    assert {"back", "gaps"} <= set(names(page, "schedule.back"))


def test_each_control_of_the_step_changes_what_is_shown():
    usual = track(opened(SMALL, STEP), "schedule.back", "back")[1]["y1"]
    for query in ({"schedule.beta": "0.9"}, {"schedule.before": "99 %"}):
        assert not np.array_equal(track(opened(SMALL, {**STEP, **query}), "schedule.back", "back")[1]["y1"], usual)


def test_the_single_step_is_for_who_opens_it():
    assert "schedule.back" not in messages(opened(SMALL, bets=TOLD))


def test_before_the_bet_only_the_noise_is_shown():
    page = opened(SMALL)
    header, arrays = track(page, "schedule.chain_back", "draws")
    assert len(arrays["counts"]) == 1 and sent(page, "schedule.chain_back")[0]["whole"] == 2
    assert "schedule.chain" not in words(page) and "miss both heaps, in a hundred" not in words(page)


@pytest.mark.parametrize("answer", [gradually.HIT, gradually.MISSED, gradually.GATHERED])
def test_one_giant_step_misses_and_the_card_says_how_often(answer):
    page = bet(opened(SMALL), gradually.BET, answer)
    giant, patient = (fixed_percent(gradually_figures.off(WIDTH, steps)) for steps in (1, 100))
    assert cards(page)[gradually.BET]["right"] == gradually.MISSED
    assert f"**{giant}** miss both heaps, in a hundred {patient}".replace("\u00a0", " ") in verdict(page, gradually.BET)
    # no way of any number of steps can do better than the pictures themselves, beyond chance
    assert gradually_figures.off(WIDTH, 100) == pytest.approx(gradually_figures.off_of_data(), abs=0.01)
    assert sent(page, "schedule.chain_back")[0]["proof"]["turn"] > 0


def test_a_giant_step_fills_the_gap_because_both_heaps_are_as_likely():
    """The cause that the reasons name: with one heap alone, the same giant step lands on it."""
    one = Bells(torch.zeros(1).double(), torch.ones(1).double(), torch.full((1,), WIDTH**2).double())
    *_, end = chain_back(one, make_schedule("cosine", 1), 4000, generator(0))
    assert off_the_data(one, end) < 0.1 < 0.5 < gradually_figures.off(WIDTH, 1)


@pytest.mark.parametrize("steps", [gradually.CHAINS[0], "10", gradually.CHAINS[-1]])
def test_the_chain_ends_where_it_is_said_to(steps):
    page = opened(SMALL, {"schedule.chain": steps}, bets=TOLD)
    header, arrays = track(page, "schedule.chain_back", "draws")
    edges, last = arrays["edges"], arrays["counts"][-1]
    middles = (edges[:-1] + edges[1:]) / 2
    on = (np.abs(np.abs(middles) - 1) < 0.4) @ last * (edges[1] - edges[0])
    assert 1 - on == pytest.approx(gradually_figures.off(0.2, int(steps)), abs=0.02)
    here = f"In {steps} steps it's **{gradually_figures.percent(gradually_figures.off(0.2, int(steps)))}**."
    assert (here in words(page)) == (steps == "10")
    assert len(sent(page, "schedule.chain_back")[0]["labels"]) == min(int(steps), 40) + 1


def test_it_says_of_which_way_back_it_is_true_and_how_four_steps_can_do():
    said = words(opened(SMALL, bets=TOLD))
    (true_of,) = [line for line in said.splitlines() if line.startswith("**Where this holds.**")]
    for word in ("DDPM", "DDIM", "path from noise to picture bends", "four steps"):
        assert word in true_of
    assert "Where this holds" not in words(opened(SMALL))
