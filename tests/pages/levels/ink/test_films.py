"""Level 1: the films of the glass."""

import numpy as np
import pytest

from pages.levels.ink import films
from pages.levels.ink.films import SPECKS
from tests.pages.driver import opened, sent

SPREADS = "level-1"
GLASS = "ink.glass"


def test_the_trail_ends_where_its_speck_is_and_goes_back_one_second():
    arrays = sent(opened(SPREADS), GLASS)[1]
    trail, first = arrays["0.positions"][40, SPECKS:].astype(int), specks_of_first(arrays)
    assert abs(trail - first[40]).max(axis=1).min() <= 1
    assert abs(trail - first[30]).max(axis=1).min() <= 1
    assert arrays["0.groups"].tolist() == [0] * SPECKS + [1] * len(trail)


def specks_of_first(arrays: dict[str, np.ndarray]) -> np.ndarray:
    return arrays["0.positions"][:, 0].astype(int)


@pytest.mark.parametrize("seed", range(40))
def test_no_film_shows_a_speck_that_knows_the_way(seed):
    outwards, back = films.film("drop", 20, seed).outwards_and_back()
    assert abs(outwards - back) < 4.5 * (outwards + back) ** 0.5
    assert 49 <= round(100 * outwards / (outwards + back)) <= 51
