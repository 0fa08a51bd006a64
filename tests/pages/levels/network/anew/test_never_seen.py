"""Draw anew: pairs that were held out of the training."""

import pytest

from diffusion_core.data import critters
from pages.levels.network.anew import (
    never_seen_figures,
)
from tests.pages.driver import opened, press, words

PAGE = "level-4-new"
pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_captions_are_searched_on_a_press():
    app = opened(PAGE)
    assert "captions were read" not in words(app)
    press(app, "pairs.search")
    said = words(app)
    # by the codes of scenes: 1,480 of the numbers hold a green rabbit
    assert "100,000 captions were read" in said and "35,642 of them hold one of all 20 pairs" in said
    assert "among them 1,480 a green rabbit" in said
    assert f"From the {len(critters.training_seeds()):,} others the network learnt: **none** shows one" in said


def test_every_pair_on_offer_was_held_out_and_is_shown_by_its_halves():
    assert set(never_seen_figures.MISSING) == set(critters.ANIMALS)
    for animal, colour in never_seen_figures.MISSING.items():
        assert (animal, colour) in critters.HELD_OUT
    assert all(track.pixels.shape == (128, 128, 3) for track in never_seen_figures.tracks("rabbit"))
