"""Level 2: the walk of small steps and the one jump end in the same kind of noise."""

import numpy as np
import pytest

from pages.levels.network.learning.flat_loss_figures import large_log
from pages.levels.noise import jump_figures
from pages.levels.noise.scales import plan
from pages.shared.page import pictures
from tests.pages.driver import change, number, numbers, opened, words

END = "level-2-end"
BYTES = pictures.default().data


def test_the_walk_and_the_jump_begin_alike_and_then_differ_dot_by_dot_but_not_in_kind():
    walk, jump = jump_figures.both_ways(BYTES, 0)
    assert np.array_equal(walk.frames[0], jump.frames[0])
    assert (walk.frames[-1] != jump.frames[-1]).mean() > 0.5
    left = plan(1000).alpha_bar[list(jump_figures.AT)].numpy()
    for way in (walk, jump):
        assert way.width == pytest.approx(np.sqrt(1 - left), rel=4 / np.sqrt(2 * 12_288))
        assert (np.abs(way.middle) <= 4 * np.sqrt((1 - left) / 12_288) + 1e-6).all()
    # two histograms of 12,288 numbers each
    gap = np.abs(walk.spread[1:].cumsum(1) - jump.spread[1:].cumsum(1)).max() * 0.1
    assert gap < 1.63 * np.sqrt(2 / 12_288)


def test_the_bar_is_as_far_as_the_way():
    assert len(set(np.diff(jump_figures.AT))) == 1 and jump_figures.AT[-1] == jump_figures.STEPS


def test_the_noise_of_both_ways_is_measured_beside_the_formula():
    said = numbers(opened(END), "jump.stage", "measured")
    left = plan(1000).alpha_bar
    for frame, t in enumerate(jump_figures.AT):
        expected = 127.5 * float((1 - left[t]).sqrt())
        assert number(said["by the formula"][frame]) == pytest.approx(expected, abs=0.06)
        for label in ("small steps", "one jump"):
            assert number(said[label][frame]) == pytest.approx(expected, rel=0.03, abs=0.06)


def test_what_is_said_of_both_ways_was_measured_on_them():
    page = opened(END)
    walk, jump = jump_figures.both_ways(BYTES, 0)
    ends = [127.5 * way.width[-1] for way in (walk, jump)]
    after = f"**{ends[0]:.0f}** shades of the middle after the steps, and within **{ends[1]:.0f}** after the jump"
    assert after in words(page)
    assert ends[0] == pytest.approx(ends[1], rel=0.03) and walk.seconds > 10 * jump.seconds
    assert "more than a million noisy pictures" in words(change(page, "folds-2-5", "Why jump?"))
    assert 1e6 < large_log()[0][-1] < 2e6
