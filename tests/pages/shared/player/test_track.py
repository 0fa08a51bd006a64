"""Mistakes in a track are named."""

import numpy as np
import pytest

from pages.shared.player import (
    Bars,
    Curves,
    Line,
    Mixture,
    Pictures,
)


def test_mistakes_in_a_track_are_named():
    with pytest.raises(ValueError, match="purple"):
        Pictures("a", np.zeros((2, 2, 1)), role="purple")
    with pytest.raises(ValueError, match="one size"):
        Mixture("m", np.zeros((2, 2, 1)), np.zeros((3, 2, 1)), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="K \\+ 1"):
        Bars("b", np.zeros((3, 4)), np.zeros(4))
    with pytest.raises(ValueError, match="one y for each x"):
        Curves("c", np.zeros(4), [Line("l", np.zeros(3))])
