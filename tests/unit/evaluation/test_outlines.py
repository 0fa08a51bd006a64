"""The true outline of a thing, and how well a map lies on it, where the truth can be seen another way."""

import pytest
import torch

from diffusion_core.data.critters import Critter, Scene, draw_bytes, draw_places
from diffusion_core.evaluation.loudness import loudness, silent_after
from diffusion_core.evaluation.outlines import FIELDS, by_luck, outline, overlap

SEED = 5
CAT = Scene("night", (Critter("cat", "orange", "hat", "happy"),))


@pytest.fixture(scope="module")
def true():
    return {field: outline(SEED, CAT, field) for field in FIELDS}


def test_outside_of_an_outline_nothing_changes_without_the_thing(true):
    whole, bare, empty = (
        draw_bytes([SEED], scenes=[CAT])[0].int(),
        draw_bytes([SEED], scenes=[Scene("night", (Critter("cat", "orange", "nothing", "happy"),))])[0].int(),
        draw_places([SEED], places=["night"])[0].int(),
    )
    assert ((whole - bare).abs().amax(0)[~true["worn"]] < 8).all()
    assert ((whole - empty).abs().amax(0)[~true["animal"]] < 8).all()
    assert ((whole - bare).abs().amax(0)[true["worn"]] >= 8).all()


def test_a_hat_is_small_and_high_and_the_place_is_where_the_cat_is_not(true):
    rows = true["worn"].nonzero()[:, 0].double()
    assert 0.01 < true["worn"].double().mean() < 0.15 and rows.mean() < 26
    assert torch.equal(true["place"], ~true["animal"])
    assert (true["colour"] & ~true["animal"]).sum() == 0 and true["expression"].sum() < true["animal"].sum() / 2


def test_a_perfect_map_overlaps_by_one_and_its_opposite_by_nothing(true):
    heat = true["worn"].double()
    assert overlap(heat, true["worn"]) == 1
    assert overlap(-heat, true["worn"]) == 0


def test_half_a_hit_overlaps_by_a_third():
    truth, heat = torch.zeros(64, 64, dtype=torch.bool), torch.zeros(64, 64)
    truth[:, :8], heat[:, 4:12] = True, 1.0
    assert overlap(heat, truth) == pytest.approx(4 / 12)


def test_luck_is_what_chance_scores(true):
    random = torch.Generator().manual_seed(0)
    for field in ("worn", "place"):
        tries = [overlap(torch.rand(64, 64, generator=random), true[field]) for _ in range(60)]
        assert sum(tries) / 60 == pytest.approx(by_luck(true[field]), abs=0.02)


@pytest.mark.parametrize(("loud", "after"), [([8, 4, 1, 0], 2), ([1, 8, 1, 8, 1], 4), ([0, 0, 5], 3), ([4, 1, 1], 3)])
def test_a_word_is_silent_once_it_never_gets_loud_again(loud, after):
    assert silent_after(loud) == after


def test_loudness_is_in_shades():
    changes = torch.stack([torch.full((3, 64, 64), 0.1), torch.zeros(3, 64, 64)])
    assert loudness(changes).tolist() == pytest.approx([12.75, 0])
