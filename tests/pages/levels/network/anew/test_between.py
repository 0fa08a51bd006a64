"""Draw anew: a walk between two noises."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.data.critters import TRAINING_COUNT, draw
from pages.levels.network.anew import (
    between,
    between_figures,
)
from pages.levels.network.asking import noise
from tests.pages.driver import run_through

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_a_walk_begins_and_ends_at_the_pictures_of_its_ends():
    found, _ = run_through(between_figures.walked(2, "round"))
    assert np.allclose(found.pictures[[0, -1]], between_figures.ends(2), atol=0.02)
    straight, _ = run_through(between_figures.walked(2, "straight"))
    assert found.strength[5] == pytest.approx(1, abs=0.02) and straight.strength[5] == pytest.approx(0.71, abs=0.02)


def test_a_fade_is_told_from_a_picture_of_its_own():
    clean = draw([TRAINING_COUNT, TRAINING_COUNT + 9, TRAINING_COUNT + 2])
    places = torch.stack([clean[0]] + 9 * [clean.mean(0)] + [clean[1]])

    def verdict(middle):
        ends = [one.repeat(5, 1, 1, 1) for one in clean[:2].split(1)]
        found = between_figures.Walk(places, torch.cat([ends[0], middle, ends[1]]), np.ones(11))
        return between.verdict(*between_figures.half_way(found))

    assert verdict(clean[:2].mean(0, keepdim=True)) == between.FADED
    assert verdict(clean[2:]) == between.OWN
    assert verdict(noise([0]).clamp(-1, 1)) == between.NOTHING


@pytest.mark.parametrize("pair", [6, 7, 9, 13])
def test_half_way_is_a_clear_picture_and_a_softer_one_on_the_straight_way(engine_of, pair):
    """Also of pairs whose middle is near one end, or near the fade: what is told is how sharp it is."""
    engine_of(MODEL)
    middles = {}
    for way in ("round", "straight"):
        sharp, faded = between_figures.half_way(run_through(between_figures.walked(pair, way))[0])
        middles[way] = sharp
        assert between.verdict(sharp, faded) == between.OWN
    assert middles["straight"] < middles["round"]
