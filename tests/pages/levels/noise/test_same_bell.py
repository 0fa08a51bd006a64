"""Level 2: black and white end in the same bell."""

import pytest

from pages.levels.noise import same_bell_figures
from pages.levels.noise.scales import STEPS, bell, schedule
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import cards, change, opened, sent, track, verdict

END = "level-2-end"
TOLD = {"noise.heaps": SHOW_ME}


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
    assert [sent(page, "heaps.stage")[0].get("whole") for page in (before, after)] == [STEPS + 1] * 2, "the bar says so"
    curves = track(after, "heaps.stage", "heaps")[1]
    assert curves["y2"][0] == pytest.approx(bell(curves["x"] / 127.5 - 1), abs=1e-4)
    assert cards(after)["noise.heaps"]["right"] == "In one and the same hill"
    assert verdict(after, "noise.heaps").endswith("stood 255 shades apart. In the end it's **0.5**.")


@pytest.mark.parametrize("start", [-1, 1])
def test_the_formula_says_where_each_hill_stands_and_how_wide_it_is(start):
    assert r"\sqrt{\bar\alpha_t}" in "".join(one.value for one in change(opened(END), "folds-2-3", "Formula").latex)
    both = same_bell_figures.heaps(0)
    hill = both.white if start > 0 else both.black
    for t in (10, 40, STEPS):
        left = schedule().alpha_bar[t].item()
        wide = (1 - left) ** 0.5
        assert hill[t].mean() == pytest.approx(start * left**0.5, abs=4 * wide / same_bell_figures.RUNS**0.5)
        assert hill[t].std() == pytest.approx(wide, rel=4 * (0.5 / same_bell_figures.RUNS) ** 0.5)
