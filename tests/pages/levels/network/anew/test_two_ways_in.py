"""Draw anew: noised by chance, and along the network's own path."""

import pytest
import torch

from diffusion_core.common.assets import MODEL
from pages.levels.network.anew import two_ways_in_figures
from pages.levels.network.asking import noise
from pages.shared.page.recorded import figure
from tests.pages.driver import names, opened, run_through, words

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_both_noises_are_brought_back_together_and_the_first_is_of_chance():
    found = two_ways_in_figures.noised(0, 10)
    assert torch.equal(found.ends[:1], noise([two_ways_in_figures.OTHER_CHANCE]))
    way, _ = run_through(two_ways_in_figures.brought_back(found, 10))
    assert [place.t for place in way][::11] == [1000, 0] and len(way) == 12
    assert torch.equal(way[0].x, found.ends)
    assert len(two_ways_in_figures.labels(way)) == 12 and two_ways_in_figures.labels(way)[-1] == "t = 0 · noise 0 %"


def test_beside_one_picture_that_may_be_lucky_stands_what_was_recorded_over_many():
    app = opened("level-4-new", {"moment": "invert.0"})
    assert names(app, "invert.way") == ["noises", "clean"]
    many, chance, finer = (figure(f"path: off by, {what}")["value"] for what in ("20 steps", "chance", "50 steps"))
    assert finer < many < chance
    assert f"in 20 steps, it's {many:.1f} shades" in words(app) and f"and {chance:.1f}." in words(app)
    assert f"{finer:.1f} shades in 50" in words(app)


def test_a_trace_of_the_picture_is_left_in_the_noise_of_the_path_and_none_in_that_of_chance(engine_of):
    engine_of(MODEL)
    chance, pathed = two_ways_in_figures.likeness(two_ways_in_figures.noised(1, 10))
    assert abs(chance) < 0.03 and 0.05 < pathed < 0.5
