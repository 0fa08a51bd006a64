"""The scenes that figures are measured on: what is called unseen was never seen, and the other way round."""

import pytest
import torch

from diffusion_core.data.critters import HELD_OUT, Scene, scenes_of
from diffusion_core.evaluation.scenes import FRESH, free_scenes, free_seeds, single_scenes

FIRST = 71_000_000


def held_out_pairs(scene: Scene) -> set[tuple[str, str]]:
    """The pairs in a scene that no training picture holds, from the table alone."""
    pairs = ((one.animal, word) for one in scene.critters for word in (one.colour, one.worn, scene.place))
    return set(pairs) & HELD_OUT


@pytest.mark.parametrize("first", [FRESH, FIRST])
def test_free_seeds_are_the_first_whose_scenes_hold_no_held_out_pair(first):
    seeds = free_seeds(500, first=first).tolist()
    upto = range(first, seeds[-1] + 1)
    assert len(upto) > 700, "one picture in three holds such a pair: they had to be left out"
    assert seeds == [seed for seed, scene in zip(upto, scenes_of(upto), strict=True) if not held_out_pairs(scene)]


def test_free_scenes_are_theirs_and_some_show_two():
    scenes = free_scenes(200)
    assert scenes == scenes_of(free_seeds(200))
    assert {len(scene.critters) for scene in scenes} == {1, 2}
    assert not any(map(held_out_pairs, scenes))


def test_free_seeds_are_no_training_pictures():
    assert free_seeds(5).min() >= FRESH and torch.equal(free_seeds(5), free_seeds(9)[:5])


def test_single_scenes_that_count_as_seen_hold_no_held_out_pair():
    scenes = single_scenes(FIRST, 400, "seen")
    assert len(scenes) == 400 and all(len(scene.critters) == 1 for scene in scenes)
    assert not any(map(held_out_pairs, scenes))


def test_single_scenes_that_count_as_held_out_each_hold_such_a_pair():
    scenes = single_scenes(FIRST, 100, "held out")
    assert all(len(scene.critters) == 1 and held_out_pairs(scene) for scene in scenes)


def test_single_scenes_are_the_first_of_their_kind_none_left_out():
    scenes = [scene for scene in scenes_of(range(FIRST, FIRST + 500)) if len(scene.critters) == 1]
    for wanted, unseen in (("seen", False), ("held out", True)):
        kind = [scene for scene in scenes if bool(held_out_pairs(scene)) == unseen]
        assert single_scenes(FIRST, len(kind), wanted) == kind


def test_a_wanted_pair_is_in_each_of_its_scenes():
    wanted = {(scene.critters[0].animal, scene.critters[0].colour) for scene in single_scenes(FIRST, 5, "green rabbit")}
    assert wanted == {("rabbit", "green")}
