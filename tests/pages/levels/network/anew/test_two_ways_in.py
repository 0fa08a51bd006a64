"""Draw anew: noised by chance, and along the network's own path."""

import pytest
import torch

from diffusion_core.common.assets import MODEL
from pages.levels.network.anew import (
    two_ways_in,
    two_ways_in_figures,
)
from pages.levels.network.asking import noise
from tests.pages.driver import run_through

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_both_noises_are_brought_back_together_and_the_first_is_of_chance():
    found = two_ways_in_figures.noised(0, 10)
    assert torch.equal(found.ends[:1], noise([two_ways_in_figures.OTHER_CHANCE]))
    way, _ = run_through(two_ways_in_figures.brought_back(found, 10))
    assert [place.t for place in way][::11] == [1000, 0] and len(way) == 12
    assert torch.equal(way[0].x, found.ends)
    assert len(two_ways_in_figures.labels(way)) == 12 and two_ways_in_figures.labels(way)[-1] == "t = 0 · noise 0 %"


@pytest.mark.parametrize(
    ("chance", "pathed", "right"),
    [(30, 5, two_ways_in.PATH), (4, 4, two_ways_in.BOTH), (40, 38, two_ways_in.NEITHER), (5, 30, two_ways_in.NEITHER)],
)
def test_what_came_back_is_judged_by_the_two_distances(chance, pathed, right):
    assert two_ways_in.verdict(chance, pathed) == right


def test_a_trace_of_the_picture_is_left_in_the_noise_of_the_path_and_none_in_that_of_chance(engine_of):
    engine_of(MODEL)
    chance, pathed = two_ways_in_figures.likeness(two_ways_in_figures.noised(1, 10))
    assert abs(chance) < 0.03 and 0.05 < pathed < 0.5
