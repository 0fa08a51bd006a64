"""Level 3: one choice of schedule for all experiments, and the schedule drawn by hand."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from diffusion_core.process.schedules import by_hand
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import change, control, opened, sent, track, words

FIRST = "level-3"
BOX = {"open.3.3": "true"}
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "leap")}


def test_points_drawn_by_hand_are_the_schedule_of_all_experiments():
    hand = {"schedule.hand1": "50", "schedule.hand2": "60", "schedule.hand3": "20", "schedule.hand4": "3"}
    page = opened(
        FIRST,
        {**BOX, "schedule.first": "By hand", "schedule.read": "By hand", "schedule.steps": "1000", **hand},
        bets=TOLD,
    )
    wanted = by_hand([0.5, 0.6, 0.2, 0.03], 1000)
    for player, index in (("stage", 0), ("reader", 0), ("two", 1)):
        table = sent(page, f"schedule.{player}")[1][f"{index}.table"]
        left = (table[:, 0] / table[0, 0]) ** 2
        np.testing.assert_allclose(left[-1], 0.03, atol=1e-4)
        np.testing.assert_allclose(left[len(left) // 2], wanted.alpha_bar_at(500), atol=1e-4)
    assert "a point lies above the one before it" in words(page)


def points(page: AppTest) -> list[int]:
    return [control(page, f"schedule.hand{number}").value for number in (1, 2, 3, 4)]


def test_moving_a_point_moves_the_curve():
    page = opened(FIRST, {"schedule.first": "By hand", "schedule.steps": "100"}, bets=TOLD)
    before = track(page, "schedule.stage", "curve")[1]["y"][0]
    after = track(change(page, "schedule.hand1", 60), "schedule.stage", "curve")[1]["y"][0]
    assert before[25] == pytest.approx(95, abs=0.1) and after[25] == pytest.approx(60, abs=0.1)


def test_a_point_takes_along_those_that_it_would_pass():
    page = opened(FIRST, BOX, bets=TOLD)
    change(page, "schedule.hand3", 60)
    assert points(page) == [95, 60, 60, 0]
    # and the line is shown, where no menu showed it
    assert [one["title"] for one in sent(page, "schedule.stage")[0]["tracks"][:2]] == [
        "under a line by hand",
        "under cosine",
    ]
    assert control(page, "schedule.first").value == control(page, "schedule.windows").value == "by hand"
    change(page, "schedule.hand2", 20)
    assert points(page) == [95, 20, 20, 0]
    assert "a point lies above" not in words(page)
    assert "**Your schedule:** 25 % of its steps do nothing." in words(page)
    hand = {"schedule.hand1": "90", "schedule.hand2": "50", "schedule.hand3": "10"}
    assert "Well drawn." in words(opened(FIRST, {"schedule.second": "By hand", **hand}, bets=TOLD))


def test_an_echo_of_a_point_that_was_taken_along_pulls_nothing_back():
    page = opened(FIRST, bets=TOLD)
    change(page, "schedule.hand3", 60)
    # the browser has not heard yet that half-way was taken from 40 to 60
    control(page, "schedule.hand2").set_value(40)
    change(page, "schedule.hand3", 61)
    assert points(page) == [95, 61, 61, 0]


def test_the_schedule_of_the_first_experiment_and_of_the_next_are_one():
    page = opened(FIRST, BOX, bets=TOLD)
    assert sent(change(page, "schedule.first", "sigmoid"), "schedule.two")[0]["tracks"][1]["title"] == "under sigmoid"
    assert "Under sigmoid, half of what could be recognised" in words(page)
    header = sent(change(page, "schedule.windows", "scaled linear"), "schedule.stage")[0]
    assert header["tracks"][0]["title"] == "under scaled linear"
    assert control(page, "schedule.first").value == "scaled linear"


def test_while_the_detour_is_closed_a_point_still_moves_what_is_shown_elsewhere():
    page = opened(FIRST, {"schedule.read": "By hand"}, bets=TOLD)
    before = sent(page, "schedule.reader")[1]["0.table"]
    change(page, "schedule.hand1", 60)
    assert not np.array_equal(sent(page, "schedule.reader")[1]["0.table"], before)
