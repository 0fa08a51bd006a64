"""The search for the nearest training pictures: its bound is none of chance, its end is the truth."""

import pytest
import torch

from diffusion_core.common.assets import INDEX
from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import TRAINING_COUNT, draw, draw_bytes, training_seeds
from diffusion_core.evaluation.nearest import bounds, load_index, make_index, measure, save_index, search, waves

COUNT = 400


@pytest.fixture(scope="module")
def few():
    """A world of 400 training pictures, and their index."""
    seeds = training_seeds()[:COUNT]
    pictures = draw_bytes(seeds)
    return pictures, make_index(pictures.split(128), seeds, {})


def gaps(pictures, picture):
    """Brute force: every squared distance, in double precision."""
    return (pictures.double() / 127.5 - 1 - picture.double()).square().sum((1, 2, 3))


def asked():
    """Fresh critters, pictures that are none, and a training picture itself."""
    noise = torch.randn(2, 3, 64, 64, generator=generator(0)).clamp(-1, 1)
    return torch.cat([draw(range(TRAINING_COUNT, TRAINING_COUNT + 4)), noise, draw(training_seeds()[7:8])]).split(1)


def test_no_bound_is_ever_larger_than_the_distance(few):
    pictures, index = few
    for picture in asked():
        assert (bounds(index, picture).double() <= gaps(pictures, picture) * (1 + 1e-4) + 1e-2).all()


def test_the_bound_of_a_critter_is_worth_something(few):
    pictures, index = few
    shares = [(bounds(index, picture) / gaps(pictures, picture)).mean().item() for picture in asked()[:4]]
    assert min(shares) > 0.3


def test_waves_keep_the_length_of_a_picture_that_has_no_finer_ones():
    coarse = torch.nn.functional.interpolate(
        torch.randn(3, 3, 2, 2, generator=generator(1), dtype=torch.float64),
        size=64,
        mode="bilinear",
        align_corners=False,
    )
    kept = waves(coarse).square().sum(1) / coarse.square().sum((1, 2, 3))
    assert ((kept > 0.99) & (kept < 1 + 1e-12)).all()
    grey = waves(torch.ones(1, 3, 64, 64, dtype=torch.float64))[0]
    assert grey[0].item() == pytest.approx((3 * 64 * 64) ** 0.5) and grey[1:].abs().max() < 1e-9


def test_a_search_to_the_end_finds_what_brute_force_finds(few):
    pictures, index = few
    for picture in asked():
        *_, (found,) = search(index, picture, most=None, best=3)
        true = gaps(pictures, picture).sort()
        assert found.certain and found.numbers[0] == index.seeds[true.indices[0]].item()
        assert found.gaps[0] == pytest.approx(127.5 * (true.values[0].item() / 12288) ** 0.5, abs=1e-3)


def test_several_are_looked_for_together_and_each_finds_what_it_finds_alone(few):
    _, index = few
    *_, together = search(index, torch.cat(asked()), most=None, batch=8)
    for picture, found in zip(asked(), together, strict=True):
        *_, (alone,) = search(index, picture, most=None, batch=8)
        assert found.certain and found.numbers[0] == alone.numbers[0] and alone.looked <= found.looked


def test_those_left_are_those_that_could_be_nearer(few):
    pictures, index = few
    picture = asked()[0]
    for (found,) in search(index, picture, most=None, batch=8):
        nearest = (found.gaps[0] / 127.5) ** 2 * 12288
        unseen = int((bounds(index, picture) < nearest).sum())
        assert found.left <= unseen <= found.left + found.looked


def test_a_search_is_certain_before_the_end_where_the_bounds_allow_it(few):
    pictures, index = few
    *_, (found,) = search(index, draw(training_seeds()[7:8]), most=None, best=1, batch=8)
    assert found.numbers == [training_seeds()[7].item()] and found.gaps == [0.0]
    assert found.certain and found.looked < COUNT


def test_a_quick_search_stops_where_it_was_told_to_and_claims_no_certainty(few):
    _, index = few
    *_, (found,) = search(index, torch.zeros(1, 3, 64, 64), most=50, batch=32)
    assert found.looked == 50 and not found.certain


def test_a_search_only_ever_gets_nearer(few):
    _, index = few
    nearest = [found.gaps[0] for (found,) in search(index, asked()[0], most=None, batch=32)]
    assert nearest == sorted(nearest, reverse=True)


def test_how_often_it_finds_the_nearest_is_counted(few):
    pictures, index = few
    record = measure(index, pictures, first=TRAINING_COUNT, count=4)
    # it looks at nearly all of so few
    assert record["value"] == 1 and record["n"] == 4


def test_an_index_comes_back_from_disk(few, tmp_path, monkeypatch):
    _, index = few
    monkeypatch.setattr("diffusion_core.evaluation.nearest.training_seeds", lambda: index.seeds)
    save_index(tmp_path / "index.safetensors", index)
    again = load_index(tmp_path / "index.safetensors")
    assert torch.equal(bounds(again, asked()[0]), bounds(index, asked()[0]))


def test_the_shipped_index_is_about_the_training_pictures():
    index = load_index()
    assert len(index.codes) == len(index.seeds) == len(training_seeds())
    assert INDEX.stat().st_size < 9_000_000
    for row in (0, 12_345, len(index.seeds) - 1):
        *_, (found,) = search(index, draw(index.seeds[row : row + 1]), most=64, best=1)
        assert found.numbers == [index.seeds[row].item()] and found.gaps == [0.0]
