"""Level 1: one speck followed, and the heap of many."""

import re

import numpy as np
import pytest

from pages.levels.ink import follow_figures
from tests.pages.driver import bet, cards, opened, press, sent, verdict, words

SPREADS = "level-1"
WALK = "ink.walks"


def kinds(page) -> list[str]:
    return [track["kind"] for track in sent(page, WALK)[0]["tracks"]]


def test_on_arrival_one_speck_walks_and_no_heap_is_there():
    page = opened(SPREADS)
    assert kinds(page) == ["particles"] and sent(page, WALK)[0]["frames"] == follow_figures.FRAMES


def test_before_the_bet_the_heap_ends_where_the_question_begins():
    page = opened(SPREADS, {"ink.times": "5,000 times"})
    assert kinds(page) == ["particles", "moving"]
    assert sent(page, WALK)[0]["labels"][-1] == "after 12 hours"


@pytest.mark.parametrize("times", ["once", "six times", "5,000 times"])
@pytest.mark.parametrize("walk", ["0", "99999"])
def test_every_number_of_runs_shows_so_many_specks(times, walk):
    page = bet(opened(SPREADS, {"ink.times": times, "ink.walk": walk}), "ink.wider", "Just show me")
    groups = sent(page, WALK)[1]["0.groups"]
    assert (groups == 0).sum() == {"once": 0, "six times": 5, "5,000 times": follow_figures.SHOWN - 1}[times]


def test_the_heap_is_twice_as_wide_after_four_times_as_long_and_the_page_says_what_it_counted():
    page = bet(opened(SPREADS), "ink.wider", "Four times as wide")
    assert cards(page)["ink.wider"]["right"] == "Twice as wide"
    said = r"After 12 hours, 2 of 3 specks are within \*\*([\d.]+) mm.* After 48 hours it's \*\*([\d.]+) mm"
    soon, later = re.search(said, words(page)).groups()
    (ratio,) = re.findall(r"\*\*([\d.]+)\*\* times as wide", verdict(page, "ink.wider"))
    places = 60 * abs(follow_figures.walks(0).places[[6, 24], :, 0] - 0.5)
    assert (places[0] <= float(soon)).mean() == pytest.approx(2 / 3, abs=0.01)
    assert (places[1] <= float(later)).mean() == pytest.approx(2 / 3, abs=0.01)
    assert float(ratio) == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_walk_number_the_heap_comes_out_twice_as_wide(seed):
    widths = follow_figures.walks(seed).widths()
    assert widths[24] / widths[6] == pytest.approx(2, abs=0.12)
    # evenly mixed, two of three specks are within a third of the glass: the walls let no heap be wider
    assert widths[-1] < 20


def test_the_heap_follows_the_exact_law_and_holds_every_run():
    counts, expected = follow_figures.walks(3).counts(), follow_figures.expected()
    assert (counts.sum(axis=1) == follow_figures.RUNS).all()
    np.testing.assert_allclose(expected.sum(axis=1), follow_figures.RUNS)
    for frame in (6, 24, 72):
        some = expected[frame] > 5
        off = ((counts[frame] - expected[frame])[some] ** 2 / expected[frame][some]).sum()
        assert off < some.sum() + 5 * (2 * some.sum()) ** 0.5


def test_the_path_ends_where_its_speck_is_and_grows():
    arrays = sent(opened(SPREADS), WALK)[1]
    path = arrays["0.positions"].astype(int)
    first = (65_535 * follow_figures.walks(0).places[:, 0]).astype(int)
    for frame in (0, 10, 72):
        assert abs(path[frame] - first[frame]).max(axis=1).min() <= 1
    assert abs(path[72] - first[10]).max(axis=1).min() <= 1
    assert len(np.unique(path[0, :-12], axis=0)) == 1


def test_letting_it_go_again_takes_another_path():
    page = opened(SPREADS)
    before = sent(page, WALK)[1]["0.positions"]
    assert (sent(press(page, "ink.walk.again"), WALK)[1]["0.positions"][20] != before[20]).any()
