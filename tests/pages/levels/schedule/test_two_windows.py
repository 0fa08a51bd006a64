"""Level 3, folded: a cloud and a picture follow one schedule."""

import numpy as np
import pytest

from diffusion_core.process.schedules import make_schedule
from pages.levels.schedule import two_windows_figures
from pages.levels.schedule.choice import NAMES, Plan
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import messages, opened, sent, track, words

FIRST = "level-3"
BOX = {"open.3.3": "true"}
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "leap")}
TITLES = {name: f"under {name}" for name in NAMES} | {"by hand": "under a line by hand"}


def test_the_detour_computes_nothing_until_it_is_opened():
    assert "schedule.two" not in messages(opened(FIRST, bets=TOLD))
    assert "schedule.two" in messages(opened(FIRST, BOX, bets=TOLD))


def test_cloud_and_picture_follow_one_schedule():
    after = opened(FIRST, BOX, bets=TOLD)
    _, points = track(after, "schedule.two", "cloud")
    table = track(after, "schedule.two", "picture")[1]["table"]
    factors = table / table[0, 0]
    spread = (points["positions"].astype(float) / 65535 - 0.5).reshape(41, -1).std(axis=1) * 6.4
    # data of variance one keep it (Ho et al. 2020): at every t the same factors work on both
    np.testing.assert_allclose(factors[:, 0] ** 2 + factors[:, 1] ** 2, 1, atol=1e-4)
    np.testing.assert_allclose(spread, 1, atol=0.07)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cloud", ["moons", "rings"])
def test_each_schedule_drives_each_cloud(name, cloud):
    page = opened(FIRST, {**BOX, "schedule.first": name.capitalize(), "schedule.cloud": cloud.capitalize()}, bets=TOLD)
    assert sent(page, "schedule.two")[0]["tracks"][1]["title"] == TITLES[name]


def test_a_schedule_that_loses_nothing_is_said_to():
    hand = {f"schedule.hand{number}": "100" for number in (1, 2, 3, 4)}
    page = opened(FIRST, {**BOX, "schedule.first": "By hand", **hand}, bets=TOLD)
    assert words(page).count("not even at the end") == 2


@pytest.mark.parametrize("cloud", ["moons", "spirals", "rings"])
def test_the_cloud_is_lost_before_the_picture(cloud):
    found = two_windows_figures.drift(cloud, Plan("cosine"))
    first = two_windows_figures.lost_at(two_windows_figures.seen_of_points(found))
    last = two_windows_figures.lost_at(two_windows_figures.seen_of_picture(make_schedule("cosine")))
    assert first + two_windows_figures.T // 10 < last
