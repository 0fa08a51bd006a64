"""Level 1: one speck followed, and the heap of many."""

import re

import numpy as np
import pytest

from pages.levels.ink import follow_figures
from pages.levels.ink.follow_figures import BARS, FRAMES, LATER, SHOWN, SOON
from pages.shared.player.pictures import U16
from tests.pages.driver import change, opened, press, sent, track, words

SPREADS = "level-1"
WALK = "ink.walks"


def kinds(page) -> list[str]:
    return [one["kind"] for one in sent(page, WALK)[0]["tracks"]]


@pytest.mark.parametrize(("times", "runs"), [("once", 1), ("six times", 6)])
def test_a_few_are_counted_beside_their_glass_and_nothing_tells_of_the_hill(times, runs):
    page = opened(SPREADS, {"ink.times": times})
    assert kinds(page) == ["particles", "moving"] and sent(page, WALK)[0]["frames"] == FRAMES
    heap, arrays = track(page, WALK, "heap")
    assert [line["name"] for line in heap["lines"]] == ["counted"]
    assert heap["y_range"] == [0, follow_figures.HIGHEST[runs]]
    # each stands in the strip in which its glass shows it; at the start all stand on the border of two
    strips = track(page, WALK, "walks")[1]["positions"][..., 0].astype(int) * BARS // U16
    for frame in range(1, FRAMES):
        np.testing.assert_array_equal(arrays["y0"][frame], np.bincount(strips[frame], minlength=BARS))


def test_thousands_show_the_heap_beside_them():
    header = sent(opened(SPREADS, {"ink.times": "5,000 times"}), WALK)[0]
    assert [one["kind"] for one in header["tracks"]] == ["particles", "moving"]
    assert header["labels"][-1] == "after 48 hours"


@pytest.mark.parametrize("times", ["once", "six times", "5,000 times"])
@pytest.mark.parametrize("walk", ["0", "99999"])
def test_every_number_of_runs_shows_so_many_specks_and_draws_the_paths_of_up_to_six(times, walk):
    page = opened(SPREADS, {"ink.times": times, "ink.walk": walk})
    header, arrays = track(page, WALK, "walks")
    runs = {"once": 1, "six times": 6, "5,000 times": SHOWN}[times]
    assert arrays["positions"].shape == (FRAMES, runs, 2)
    assert header["followed"] == min(runs, 6) and header["trail"] >= FRAMES - 1


def test_how_fast_they_spread_is_told_of_the_walk_on_show():
    page = change(opened(SPREADS, {"ink.walk": "4", "ink.times": "5,000 times"}), "folds-1-2", "How fast?")
    said = r"After 12 hours, 2 of 3 specks are within \*\*([\d.]+) mm.* After 48 hours it's \*\*([\d.]+) mm"
    soon, later = re.search(said, words(page)).groups()
    places = 60 * abs(follow_figures.walks(4).places[[SOON, LATER], :, 0] - 0.5)
    assert (places[0] <= float(soon)).mean() == pytest.approx(2 / 3, abs=0.01)
    assert (places[1] <= float(later)).mean() == pytest.approx(2 / 3, abs=0.01)
    # at the end both heaps stand in one chart
    heap, arrays = track(page, WALK, "heap")
    assert [line["name"] for line in heap["lines"]][-1] == "as it was after 12 hours"
    np.testing.assert_array_equal(arrays["y2"][0], arrays["y0"][SOON])


@pytest.mark.parametrize("seed", range(5))
def test_all_of_them_make_nearly_the_same_hill_each_time(seed):
    counts = follow_figures.walks(seed).counts()[LATER].astype(float)
    expected = follow_figures.expected()[LATER]
    # of 5,000, so many stand in another strip than the bell says
    assert abs(counts - expected).sum() / 2 < 250
    assert counts[:8].max() < counts[20:28].min() > counts[-8:].max()


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_walk_number_the_heap_comes_out_twice_as_wide(seed):
    widths = follow_figures.walks(seed).widths()
    assert widths[LATER] / widths[SOON] == pytest.approx(2, abs=0.12)


def test_the_heap_follows_the_exact_law_and_holds_every_run():
    counts, expected = follow_figures.walks(3).counts(), follow_figures.expected()
    assert (counts.sum(axis=1) == follow_figures.RUNS).all()
    np.testing.assert_allclose(expected.sum(axis=1), follow_figures.RUNS)
    for frame in (6, SOON, LATER):
        some = expected[frame] > 5
        off = ((counts[frame] - expected[frame])[some] ** 2 / expected[frame][some]).sum()
        assert off < some.sum() + 5 * (2 * some.sum()) ** 0.5


def test_letting_it_go_again_takes_another_path():
    page = opened(SPREADS)
    before = sent(page, WALK)[1]["0.positions"]
    assert (sent(press(page, "ink.walk.again"), WALK)[1]["0.positions"][20] != before[20]).any()
