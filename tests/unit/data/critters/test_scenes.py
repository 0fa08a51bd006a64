"""Which scenes there are: even, countable, and without the held-out pairs where it matters."""

from collections import Counter

import pytest
import torch

from diffusion_core.data.critters import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    HELD_OUT,
    PLACES,
    TRAINING_COUNT,
    WORN,
    Critter,
    Scene,
    caption,
    is_held_out,
    scene_of,
    scenes_of,
    training_seeds,
)


@pytest.fixture(scope="module")
def scenes():
    return scenes_of(range(TRAINING_COUNT))


def test_the_world_has_the_promised_size():
    assert [len(table) for table in (ANIMALS, COLOURS, PLACES, WORN, EXPRESSIONS)] == [8, 10, 6, 6, 4]
    assert len({*ANIMALS, *COLOURS, *PLACES, *WORN, *EXPRESSIONS}) == 34


def test_a_picture_number_always_stands_for_the_same_scene():
    # Integer arithmetic only: these must hold on every machine, or trained weights lose their training set.
    assert [caption(scene_of(seed)) for seed in (0, 1, 99_999, 2**40 + 7)] == [
        "a surprised purple dog with glasses at the beach",
        "a sleepy orange pig with a hat in the forest",
        "a sleepy orange cat with a crown in the snow",
        "a happy brown bear with a hat at night",
    ]


def test_a_scene_does_not_depend_on_its_neighbours(scenes):
    for seed in (0, 17, 54_321):
        assert scene_of(seed) == scenes[seed]
    assert scenes_of([54_321, 17]) == [scenes[54_321], scenes[17]]


def test_all_64_bits_of_the_number_count():
    near, far = scenes_of(range(64)), scenes_of([seed + 2**32 for seed in range(64)])
    assert sum(a == b for a, b in zip(near, far, strict=True)) < 5


def test_one_scene_in_five_has_two_critters(scenes):
    two = sum(len(scene.critters) == 2 for scene in scenes)
    assert abs(two / TRAINING_COUNT - 0.2) < 0.005


@pytest.mark.parametrize(
    "table, field", [(ANIMALS, "animal"), (COLOURS, "colour"), (WORN, "worn"), (EXPRESSIONS, "expression")]
)
@pytest.mark.parametrize("slot", [0, 1])
def test_every_word_is_about_equally_frequent(scenes, table, field, slot):
    counts = Counter(getattr(scene.critters[slot], field) for scene in scenes if len(scene.critters) > slot)
    even = counts.total() / len(table)
    assert set(counts) == set(table)
    assert all(abs(count - even) < 5 * even**0.5 for count in counts.values())


def test_every_place_is_about_equally_frequent(scenes):
    counts = Counter(scene.place for scene in scenes)
    assert all(abs(counts[place] - TRAINING_COUNT / 6) < 5 * (TRAINING_COUNT / 6) ** 0.5 for place in PLACES)


def test_attributes_are_drawn_independently(scenes):
    pairs = Counter((scene.critters[0].animal, scene.critters[0].colour) for scene in scenes)
    even = TRAINING_COUNT / 80
    assert len(pairs) == 80
    assert sum((count - even) ** 2 / even for count in pairs.values()) < 140  # chi-square, 79 degrees: p about 3e-5


def test_two_critters_can_always_be_told_apart_by_words(scenes):
    pairs = [scene.critters for scene in scenes if len(scene.critters) == 2]
    assert all((left.animal, left.colour) != (right.animal, right.colour) for left, right in pairs)
    assert any(left.animal == right.animal for left, right in pairs)


def test_training_holds_no_held_out_pair_and_misses_nothing_else(scenes):
    allowed = [
        seed
        for seed, scene in enumerate(scenes)
        if not any(
            (critter.animal, word) in HELD_OUT
            for critter in scene.critters
            for word in (critter.colour, critter.worn, scene.place)
        )
    ]
    assert training_seeds().tolist() == allowed
    assert training_seeds().dtype == torch.int64
    assert 60_000 < len(allowed) < 85_000


def test_green_rabbits_are_held_out_even_beside_another_critter():
    rabbit, dog = Critter("rabbit", "green"), Critter("dog", "red")
    assert is_held_out(Scene("meadow", (rabbit,)))
    assert is_held_out(Scene("meadow", (dog, rabbit)))
    assert not is_held_out(Scene("meadow", (dog, Critter("frog", "green"))))


def test_held_out_pairs_are_balanced():
    for table, each in ((COLOURS, {1}), (WORN, {1}), (PLACES, {0, 1})):
        missing = {animal: [word for word in table if (animal, word) in HELD_OUT] for animal in ANIMALS}
        assert {len(words) for words in missing.values()} == each
    assert sum((animal, place) in HELD_OUT for animal in ANIMALS for place in PLACES) == 4
    colours = [word for animal, word in HELD_OUT if word in COLOURS]
    assert len(set(colours)) == 8
    assert not any(word == "nothing" for _, word in HELD_OUT)
    assert max(Counter(word for _, word in HELD_OUT if word in WORN).values()) <= 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Critter("unicorn", "red"),
        lambda: Critter("cat", "red", expression="angry"),
        lambda: Scene("moon", (Critter("cat", "red"),)),
        lambda: Scene("night", ()),
        lambda: Scene("night", (Critter("cat", "red"), Critter("cat", "red", "hat"))),
    ],
)
def test_an_impossible_scene_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()
