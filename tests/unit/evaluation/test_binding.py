"""Who has what, held against scenes whose truth is known: their own codes instead of a reader's."""

from dataclasses import replace

import pytest
import torch

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import Critter, Scene, draw, is_held_out
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.data.word_order import exchanged
from diffusion_core.evaluation import binding
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.binding import (
    BENCHMARK,
    all_there,
    benchmark,
    benchmark_scenes,
    both_wear,
    bound,
    each_has,
    none_wears,
    one_wears,
    pair_scenes,
    swapped,
)
from diffusion_core.sampling.job import Job

FIRST, COUNT = 75_000_000, 40
SCENES = pair_scenes(FIRST, COUNT)
READ = scene_codes(SCENES)


def mirrored(scenes):
    return scene_codes([Scene(scene.place, scene.critters[::-1]) for scene in scenes])


def test_pairs_differ_in_everything_that_could_be_swapped_and_were_taught():
    for scene in SCENES:
        one, other = scene.critters
        assert one.animal != other.animal and one.colour != other.colour and one.worn != other.worn
        assert not is_held_out(scene)


def test_a_picture_of_the_scene_is_right_from_either_side():
    assert bound(READ, SCENES).all() and bound(mirrored(SCENES), SCENES).all()
    assert all_there(READ, SCENES).all() and not swapped(READ, SCENES, "worn").any()


@pytest.mark.parametrize("what", ["colour", "worn"])
def test_what_was_exchanged_is_there_and_on_the_wrong_critter(what):
    others = scene_codes([exchanged(scene, what) for scene in SCENES])
    assert swapped(others, SCENES, what).all() and all_there(others, SCENES).all()
    assert not bound(others, SCENES).any()
    assert not swapped(others, SCENES, {"colour": "worn", "worn": "colour"}[what]).any()


def test_what_becomes_of_one_hat_between_two_is_told_apart():
    scenes = one_wears(FIRST, 24)
    dressed = [max(one.worn for one in scene.critters if one.worn != "nothing") for scene in scenes]
    bare, both = ([Scene(scene.place, tuple(replace(one, worn=worn) for one in scene.critters))
                   for scene, worn in zip(scenes, things, strict=True)]
                  for things in (["nothing"] * len(scenes), dressed))  # fmt: skip
    as_said, moved = scene_codes(scenes), scene_codes([exchanged(scene, "worn") for scene in scenes])
    for read, expected in (
        (as_said, "stays"),
        (moved, "moves"),
        (scene_codes(both), "both"),
        (scene_codes(bare), "none"),
    ):
        found = {
            "stays": each_has(read, scenes, (binding.ANIMAL, binding.WORN)),
            "moves": swapped(read, scenes, "worn"),
            "both": both_wear(read, scenes),
            "none": none_wears(read, scenes),
        }
        assert {name: (hits.all().item(), hits.any().item()) for name, hits in found.items()} == {
            name: (name == expected, name == expected) for name in found
        }


def test_one_critter_alone_is_neither_right_nor_swapped():
    read = READ.clone()
    read[:, 1] = 1
    assert not (bound(read, SCENES) | swapped(read, SCENES, "worn") | all_there(read, SCENES)).any()


def test_another_place_is_not_right_but_each_still_has_its_own():
    read = READ.clone()
    read[:, 0] = (read[:, 0] + 1) % 6
    assert not bound(read, SCENES).any() and each_has(read, SCENES).all() and not all_there(read, SCENES).any()


def test_each_exercise_says_what_it_asks_for_and_no_more():
    pair = Scene("snow", (Critter("cat", "red", "hat"), Critter("dog", "blue", "bow")))
    said = {kind: exercise.captions(pair) for kind, exercise in BENCHMARK.items()}
    assert said == {
        "colour": "a red cat and a blue dog",
        "worn": "a cat with a hat and a dog with a bow",
        "order": "a cat and a dog",
        "count": "a cat and a dog",
    }


@pytest.mark.parametrize("kind", BENCHMARK)
def test_an_exercise_is_right_where_its_scene_was_drawn_and_only_order_minds_the_sides(kind):
    scenes = benchmark_scenes(kind, FIRST, COUNT)
    right = BENCHMARK[kind].right
    assert right(scene_codes(scenes), scenes).all()
    pairs = [scene for scene in scenes if len(scene.critters) == 2]
    assert right(mirrored(pairs), pairs).all() == (kind != "order")
    if kind == "count":
        assert len(pairs) == COUNT / 2


def test_a_network_that_draws_the_scenes_gets_the_whole_benchmark(monkeypatch):
    """Our drawing program in its place: what is left is the reader's own error."""
    scenes = [benchmark_scenes(kind, FIRST, 16) for kind in BENCHMARK]

    def as_asked(job, network, captions, seeds):
        return draw(list(seeds), scenes=scenes.pop(0))

    monkeypatch.setattr(binding, "generate_as", as_asked)
    reader = load_reader(READER, torch.device("cpu"))
    found = benchmark(Job(), torch.nn.Linear(1, 1), reader, first=FIRST, count=16)
    assert set(found) == {f"binding_{kind}" for kind in BENCHMARK}
    assert all(row["value"] >= 0.9 and row["n"] == 16 for row in found.values())
