"""Tracks that are charts: what is sent is what was given."""

import numpy as np
import pytest

from pages.shared.player import (
    Line,
    MovingCurves,
    Numbers,
    Score,
)


def test_numbers_are_written_with_a_true_minus_and_their_format():
    rows = Numbers("n", {"mean": [-0.125, 2], "noise": [5, 50]}, formats={"noise": "{:.0f} %"}).spec()["rows"]
    assert [row["texts"] for row in rows] == [["−0.12", "2.00"], ["5 %", "50 %"]]


def test_moving_curves_keep_every_frame_of_every_line_apart():
    moving, still = np.arange(12.0).reshape(3, 4), np.full((1, 4), 7.0)
    track = MovingCurves("m", np.arange(4.0), [Line("a", moving), Line("b", still)], at=np.array([1.0, 2, 3]))
    assert track.frames == 3
    arrays = track.arrays()
    np.testing.assert_array_equal(arrays["y0"], moving)
    np.testing.assert_array_equal(arrays["y1"], still)
    np.testing.assert_array_equal(arrays["at"], [1, 2, 3])


@pytest.mark.parametrize(
    "lines", [[np.zeros(4)], [np.zeros((3, 5))], [np.zeros((3, 4)), np.zeros((2, 4))]], ids=["flat", "wide", "unequal"]
)
def test_moving_curves_that_do_not_fit_together_are_refused(lines):
    with pytest.raises(ValueError, match="Each line|equally many"):
        MovingCurves("m", np.zeros(4), [Line(str(i), y) for i, y in enumerate(lines)])


def test_a_score_has_a_column_for_each_frame_or_stands_still():
    values = np.array([[0.0, 0.5, 1.0], [1.0, 0.0, 0.0]])
    score = Score("s", values, ["cat", "hat"], ["100 %", "50 %", "1 %"], picked=1)
    assert score.frames == 3 and score.spec()["picked"] == 1
    np.testing.assert_array_equal(score.arrays()["values"], [[0, 128, 255], [255, 0, 0]])
    assert Score("s", values, ["cat", "hat"], ["100 %", "50 %", "1 %"], still=True).frames == 1
    with pytest.raises(ValueError, match="a row for each name"):
        Score("s", values, ["cat"], ["100 %", "50 %", "1 %"])
