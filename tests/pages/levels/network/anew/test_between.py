"""Draw anew: a walk between two noises."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.data.critters import TRAINING_COUNT, draw
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, path
from pages.levels.network.anew import between_figures
from pages.levels.network.asking import asking, cosine, last, noise
from pages.shared.page.recorded import figure
from tests.pages.driver import names, opened, run_through, words

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_a_walk_begins_and_ends_at_the_pictures_of_its_ends():
    found, _ = run_through(between_figures.walked(2, "round"))
    ends = torch.stack(between_figures.ends_of(2))
    drawn = last(ddim(ends, path(cosine(), between_figures.STEPS), no_chance), asking(between_figures.WORDS))
    assert np.allclose(found.pictures[[0, -1]], drawn, atol=0.02)
    straight, _ = run_through(between_figures.walked(2, "straight"))
    assert found.strength[5] == pytest.approx(1, abs=0.02) and straight.strength[5] == pytest.approx(0.71, abs=0.02)


def test_fine_detail_tells_a_fade_from_a_clear_picture():
    clean = draw([TRAINING_COUNT, TRAINING_COUNT + 9, TRAINING_COUNT + 2])

    def sharp(middle):
        ends = [one.repeat(5, 1, 1, 1) for one in clean[:2].split(1)]
        return between_figures.half_way(between_figures.Walk(clean, torch.cat([ends[0], middle, ends[1]]), np.ones(11)))

    faded, own, grain = map(sharp, (clean[:2].mean(0, keepdim=True), clean[2:], noise([0]).clamp(-1, 1)))
    assert faded[0] == pytest.approx(faded[1]) and own[0] > 1.1 * own[1] and grain[0] > 5


def test_the_middle_is_a_clear_picture_by_what_was_counted_over_many_walks():
    """One walk shows little: of some the middle is softer than of others."""
    middle, fade = (figure(f"between: {what}")["interval"] for what in ("middle", "fade"))
    assert fade[1] < 0.6 < 0.9 < middle[0] and figure("between: one cat")["interval"][0] > 0.9


@pytest.mark.parametrize("pair", [0, 6, 7])
def test_halfway_the_straight_way_is_softer(engine_of, pair):
    engine_of(MODEL)
    middles = {}
    for way in ("round", "straight"):
        sharp, faded = between_figures.half_way(run_through(between_figures.walked(pair, way))[0])
        middles[way] = sharp
        assert sharp > 1.1 * faded
    assert middles["straight"] < middles["round"]


def test_the_fold_shows_the_walk_and_what_was_counted():
    app = opened("level-4-new", {"moment": "between.5"})
    assert names(app, "between.walk")[:2] == ["picture", "faded"]
    said = words(app)
    assert f"Over {figure('between: middle')['n']} walks it's 98 % and 53 %" in said
    # nearer to a fade than to either end, by pixels, is the middle of some pairs: so nothing is said of all
    assert "a fade is softer" in said and "of its own" not in said
    assert "*Straight* makes it weaker halfway, and the pictures a little softer." in said
