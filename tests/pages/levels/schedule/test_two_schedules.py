"""Level 3: the pictures, curves and sentences are those of the two schedules."""

import math
import re

import numpy as np
import pytest
import torch

from diffusion_core.process.schedules import Schedule, by_hand, make_schedule
from pages.levels.schedule.choice import NAMES, USUAL_HAND
from pages.levels.schedule.mixing import moments, noise
from pages.levels.schedule.two_schedules_figures import CURVES, LEAST, MOST, facts
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.chips import choose
from tests.pages.driver import bet, cards, change, opened, sent, track, verdict, words

FIRST = "level-3"
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "leap")}
TITLES = {name: f"under {name}" for name in NAMES} | {"by hand": "under a line by hand"}
EXTREMES = (LEAST, 130, MOST)
PAIR = ("linear", "cosine")
LEFT, BETA, SIGNAL = CURVES


# what Nichol & Dhariwal 2021 write down, without the cap of the last step
def cosine_left(share_of_time: float) -> float:
    f = [math.cos((s + 0.008) / 1.008 * math.pi / 2) ** 2 for s in (0.0, share_of_time)]
    return f[1] / f[0]


def test_the_share_left_at_half_time_is_that_of_the_closed_form():
    assert facts(make_schedule("cosine", 1000)).left_half == pytest.approx(cosine_left(0.5), rel=1e-6)
    # sum of log(1 - beta) over the first half of the usual betas
    betas = np.linspace(1e-4, 0.02, 1000)
    wanted = np.exp(np.log1p(-betas[:500]).sum())
    assert facts(make_schedule("linear", 1000)).left_half == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("steps", range(LEAST, MOST + 1, 90))
def test_cosine_leaves_more_of_the_picture_at_half_time(steps):
    linear, cosine = (facts(make_schedule(name, steps)) for name in PAIR)
    assert cosine.left_half > linear.left_half
    assert cosine.fog < linear.fog


def test_fog_counts_the_steps_that_begin_in_it():
    schedule = Schedule("by hand", torch.tensor([1.0, 0.5, 0.04, 0.01, 0.0], dtype=torch.float64))
    assert facts(schedule).fog == 0.5
    assert facts(schedule).left_end == 0.0


@pytest.mark.parametrize("steps", EXTREMES)
def test_the_frames_go_evenly_from_start_to_end(steps):
    at = moments(steps)
    assert (at[0], at[-1], len(at)) == (0, steps, min(101, steps + 1))
    assert np.ptp(np.diff(at)) <= 1
    early = moments(steps, beginning=True)
    assert np.array_equal(early, at[: len(early)]) and len(early) >= 2
    assert early[-1] <= max(0.05 * steps, at[1])


def test_both_pictures_hold_the_same_picture_and_the_same_noise():
    arrays = sent(opened(FIRST, bets=TOLD), "schedule.stage")[1]
    assert np.array_equal(arrays["0.parts"], arrays["1.parts"])
    # stored as whole numbers; the table turns them back
    unit = arrays["0.table"][0, 0]
    clean, noise = arrays["0.parts"] * unit
    shown = np.rint((clean + 1) * 127.5).astype(np.uint8)
    assert shown.tobytes() == pictures.default().data
    assert noise.mean() == pytest.approx(0, abs=4 / noise.size**0.5)
    assert noise.var() == pytest.approx(1, abs=4 * (2 / noise.size) ** 0.5)


@pytest.mark.parametrize("steps", EXTREMES)
def test_picture_curve_and_label_tell_one_share(steps):
    page = opened(FIRST, {"schedule.steps": str(steps)}, bets=TOLD)
    header, arrays = sent(page, "schedule.stage")
    at, curve = moments(steps), track(page, "schedule.stage", "curve")[1]["y"] / 100
    for row, name in enumerate(PAIR):
        table, left = arrays[f"{row}.table"] / arrays["0.table"][0, 0], curve[row]
        np.testing.assert_allclose(table[:, 0] ** 2, left, atol=1e-5)
        np.testing.assert_allclose((table**2).sum(1), 1, atol=1e-5)
        for t, label, share in zip(at, header["labels"], 1 - left, strict=True):
            assert label.startswith(f"t = {t} of {steps} ")
            said = float(re.search(rf"{name} (?:over )?([\d.]+) %", label)[1])
            assert said == pytest.approx(100 * share, abs=0.51)


@pytest.mark.parametrize("name", NAMES)
def test_each_of_the_five_schedules_can_stand_on_either_side(name):
    page = opened(
        FIRST,
        {"schedule.first": name.capitalize(), "schedule.second": name.capitalize(), "schedule.steps": "100"},
        bets=TOLD,
    )
    wanted = by_hand([left / 100 for left in USUAL_HAND], 100) if name == "by hand" else make_schedule(name, 100)
    header, arrays = sent(page, "schedule.stage")
    assert [one["title"] for one in header["tracks"][:2]] == [TITLES[name]] * 2
    for side in ("0.table", "1.table"):
        left = (arrays[side][:, 0] / arrays[side][0, 0]) ** 2
        np.testing.assert_allclose(left, wanted.alpha_bar.numpy(), atol=1e-5)


def test_the_curves_are_those_of_their_names():
    schedule = make_schedule("linear", 100)
    page = opened(FIRST, {"schedule.steps": "100", "schedule.curve": BETA[0].upper() + BETA[1:]}, bets=TOLD)
    np.testing.assert_allclose(track(page, "schedule.stage", "curve")[1]["y"][0][1:], schedule.betas, rtol=1e-5)
    left = schedule.alpha_bar.numpy()[1:]
    page = opened(FIRST, {"schedule.steps": "100", "schedule.curve": SIGNAL[0].upper() + SIGNAL[1:]}, bets=TOLD)
    drawn = track(page, "schedule.stage", "curve")[1]["y"][0]
    # no noise, no ratio
    assert np.isnan(drawn[0])
    np.testing.assert_allclose(drawn[1:], 10 * np.log10(left / (1 - left)), rtol=1e-4)


def test_on_arrival_only_the_beginning_is_shown():
    header, arrays = sent(opened(FIRST), "schedule.stage")
    assert [one["name"] for one in header["tracks"]] == ["first", "second", "curve"]
    assert len(arrays["0.table"]) == len(moments(1000, beginning=True)) == 6
    assert arrays["2.x"].max() == 50  # nor does the curve go further
    assert "once you've bet, you'll see the rest." in words(opened(FIRST)).lower()


def test_a_link_to_a_moment_shows_the_whole_way():
    assert len(sent(opened(FIRST, {"moment": "schedule.50"}), "schedule.stage")[1]["0.table"]) == 101
    assert len(sent(opened(FIRST, {"moment": "noise.50"}), "schedule.stage")[1]["0.table"]) == 6


def test_a_bet_shows_the_way_and_says_what_was_measured():
    page = opened(FIRST)
    said = words(bet(page, "schedule.half", "Under linear"))
    # what tells the two apart is said before the bet, and holds: smaller steps at first, far larger ones in the end
    assert "smaller at first, and far larger in the end" in words(opened(FIRST))
    linear_betas, cosine_betas = (make_schedule(name).betas for name in PAIR)
    assert (cosine_betas[:500] < linear_betas[:500] / 2).all() and cosine_betas[-1] > 10 * linear_betas[-1]
    assert (linear_betas.diff() > 0).all() and linear_betas.diff().std() < 1e-9
    linear, cosine = (facts(make_schedule(name, 1000)) for name in PAIR)
    assert cards(page)["schedule.half"]["right"] == "Under cosine"
    assert f"**{100 * cosine.left_half:.0f} %** of the picture is left under cosine" in verdict(page, "schedule.half")
    assert f"{100 * linear.left_half:.1f} % under linear" in verdict(page, "schedule.half")
    assert f"Under linear, {100 * linear.fog:.0f} % of the steps come when over 95 % is noise already" in said
    assert f"; under cosine it's {100 * cosine.fog:.0f} %." in said
    ratio = linear_betas[:500].mean() / cosine_betas[:500].mean()
    assert f"on average {ratio:.1f} times as large as cosine's" in said and 3 < ratio < 4


def test_the_sentences_follow_the_number_of_steps():
    said = words(opened(FIRST, {"schedule.steps": "10"}, bets=TOLD))
    found = facts(make_schedule("linear", 10))
    assert f"{100 * found.left_half:.1f} % under linear" in said
    assert f"Under linear, {100 * found.fog:.0f} % of the steps" in said


def test_the_formula_names_the_factors_half_way_and_the_code_is_of_all_schedules():
    page = change(opened(FIRST, bets=TOLD), "folds-3-1", "Formula")
    left = facts(make_schedule("linear", 1000)).left_half
    assert f"halfway under linear {left**0.5:.2f} and {(1 - left) ** 0.5:.2f}." in words(page)
    code = "".join(block.value for block in change(page, "folds-3-1", "Code").code)
    assert all(f"def {name}" in code for name in ("linear", "cosine", "sigmoid", "scaled_linear", "by_hand"))


def test_a_step_that_adds_nothing_has_no_size_and_no_point_on_the_axis():
    hand = {f"schedule.hand{number}": "100" for number in (1, 2, 3, 4)}
    page = opened(
        FIRST,
        {"schedule.first": "By hand", "schedule.curve": BETA[0].upper() + BETA[1:], **hand},
        bets=TOLD,
    )
    header, arrays = track(page, "schedule.stage", "curve")
    assert np.isnan(arrays["y"][0]).all()
    assert "It never ends in noise: 100 % of the picture is left. 100 % of its steps do nothing." in words(page)
    low, high = header["y_range"]
    assert low <= np.nanmin(arrays["y"][1]) and np.nanmax(arrays["y"][1]) <= high == 1


def test_the_sentences_are_of_the_two_that_were_chosen():
    said = words(opened(FIRST, {"schedule.first": "Sigmoid", "schedule.second": "Scaled linear"}, bets=TOLD))
    sigmoid, scaled = (100 * facts(make_schedule(name, 1000)).fog for name in ("sigmoid", "scaled linear"))
    assert (
        f"Under sigmoid, {sigmoid:.0f} % of the steps" in said and f"; under scaled linear it's {scaled:.0f} %" in said
    )
    # the reasons are those of the pair that the bet was about
    assert "Only the start and, to the eye, the end agree" in words(opened(FIRST, bets=TOLD))
    assert "Only the start and" not in said


def test_another_picture_is_noised_by_the_same_noise():
    page = change(opened(FIRST, bets=TOLD), "folds-3-1", "Another picture")
    before = sent(page, "schedule.stage")[1]["0.parts"]
    after = sent(choose(page, "schedule.animal", "frog"), "schedule.stage")[1]["0.parts"]
    assert not np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])


@pytest.mark.parametrize("steps", ["0", "-10", "1e400", "nan", "100000", "many"])
def test_an_absurd_number_of_steps_is_the_usual_one(steps):
    assert sent(opened(FIRST, {"schedule.steps": steps}), "schedule.stage")[0]["labels"][0].startswith("t = 0 of 1000 ")


def test_one_noise_for_all():
    assert np.array_equal(noise(), noise())
