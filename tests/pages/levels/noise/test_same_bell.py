"""Level 2: black and white end in the same bell."""

import pytest

from pages.levels.noise import same_bell_figures
from pages.levels.noise.scales import STEPS, bell
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import cards, opened, sent, track

END = "level-2-end"
TOLD = dict.fromkeys(("noise.heaps", "noise.jump"), SHOW_ME)


def test_black_and_white_set_out_at_the_ends_and_meet_in_the_bell():
    both = same_bell_figures.heaps(0)
    assert (both.black[0] == -1).all() and (both.white[0] == 1).all()
    error = (2 / same_bell_figures.RUNS) ** 0.5
    assert abs(both.white[-1].mean() - both.black[-1].mean()) < 4 * error
    for heap in (both.black, both.white):
        assert heap[-1].std() == pytest.approx(1, abs=4 * 0.5 * error)


def test_the_heaps_are_shown_from_the_beginning_and_with_the_bell_once_there_is_a_bet():
    before, after = opened(END), opened(END, bets=TOLD)
    assert [len(track(page, "heaps.stage", "heaps")[0]["lines"]) for page in (before, after)] == [2, 3]
    assert [sent(page, "heaps.stage")[0]["frames"] for page in (before, after)] == [
        same_bell_figures.BEGINNING,
        STEPS + 1,
    ]
    curves = track(after, "heaps.stage", "heaps")[1]
    assert curves["y2"][0] == pytest.approx(bell(curves["x"] / 127.5 - 1), abs=1e-4)
    assert cards(after)["noise.heaps"]["right"] == "In one and the same heap"
