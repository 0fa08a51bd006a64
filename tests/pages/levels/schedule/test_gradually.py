"""Level 3: why gradually, in one dimension."""

import math

import numpy as np
import pytest

from pages.levels.schedule import gradually, gradually_figures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import cards, names, numbers, opened, sent, track, verdict, words

SMALL = "level-3-small-steps"
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "bell")}


def test_the_bell_has_the_mean_and_width_of_the_truth():
    header, arrays = track(opened(SMALL, {"schedule.beta": "0.6"}, bets=TOLD), "schedule.back", "back")
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


@pytest.mark.parametrize("width", gradually.WIDTHS)
def test_small_steps_fit_and_large_ones_do_not_at_every_width(width):
    small, large = (gradually_figures.mean_gap(float(width), 1.0, b) for b in (gradually.SMALL, gradually.LARGE))
    late = gradually_figures.mean_gap(float(width), 0.5, gradually.LARGE)
    assert small < 0.001 and late < 0.01
    assert large > gradually_figures.TWO_HUMPS
    page = opened(SMALL, {"schedule.width": width}, bets={"schedule.bell": "Yes, for any step"})
    assert cards(page)["schedule.bell"]["right"] == "Only for small steps"


@pytest.mark.parametrize(("beta", "said"), [("0.3", 0.3), ("0.9", 0.9), ("0.01", gradually.LARGE)])
def test_the_gap_of_the_verdict_is_the_one_on_screen(beta, said):
    page = opened(SMALL, {"schedule.beta": beta}, bets=TOLD)
    gap = gradually_figures.small(gradually_figures.mean_gap(0.2, 1.0, said))
    assert f"With β = {said:g} the gap between truth and bell is **{gap}**" in verdict(page, "schedule.bell")
    if float(beta) == said:
        assert set(numbers(page, "schedule.back", "numbers")["gap on average"]) == {gap}
    assert {"back", "gaps"} <= set(names(page, "schedule.back"))


def test_each_control_of_the_step_changes_what_is_shown():
    usual = track(opened(SMALL, bets=TOLD), "schedule.back", "back")[1]["y1"]
    for query in ({"schedule.beta": "0.9"}, {"schedule.before": "99 %"}, {"schedule.width": "0.35"}):
        assert not np.array_equal(track(opened(SMALL, query, bets=TOLD), "schedule.back", "back")[1]["y1"], usual)


@pytest.mark.parametrize("steps", [gradually.CHAINS[0], gradually.CHAINS[-1]])
def test_the_chain_ends_where_it_is_said_to(steps):
    page = opened(SMALL, {"schedule.chain": steps}, bets=TOLD)
    header, arrays = track(page, "schedule.chain_back", "draws")
    edges, last = arrays["edges"], arrays["counts"][-1]
    middles = (edges[:-1] + edges[1:]) / 2
    on = (np.abs(np.abs(middles) - 1) < 0.4) @ last * (edges[1] - edges[0])
    assert f"**{gradually_figures.percent(gradually_figures.off(0.2, int(steps)))}** of the values" in words(page)
    assert 1 - on == pytest.approx(gradually_figures.off(0.2, int(steps)), abs=0.02)
    assert len(sent(page, "schedule.chain_back")[0]["labels"]) == min(int(steps), 40) + 1


def test_it_says_of_which_way_back_it_is_true_and_how_four_steps_can_do():
    said = words(opened(SMALL, bets=TOLD))
    (true_of,) = [line for line in said.splitlines() if line.startswith("**What this is true of.**")]
    for word in ("DDPM", "DDIM", "its path bends", "four steps"):
        assert word in true_of
    assert "What this is true of" not in words(opened(SMALL))
