"""Scenes in words."""

from itertools import combinations, product

import pytest

from diffusion_core.data.critters import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    FIELDS,
    PLACES,
    VOCABULARY,
    WORN,
    Critter,
    Scene,
    caption,
    partial_caption,
    said_words,
    scenes_of,
)

RABBIT = Critter("rabbit", "blue", "crown", "happy")
OWL = Critter("owl", "orange", "glasses", "sad")
DOG = Critter("dog", "red", "scarf", "sleepy")


def _single_scenes():
    for place, *attributes in product(PLACES, ANIMALS, COLOURS, WORN, EXPRESSIONS):
        yield Scene(place, (Critter(*attributes),))


def test_captions_read_like_english():
    assert caption(Scene("night", (RABBIT,))) == "a happy blue rabbit with a crown at night"
    assert caption(Scene("beach", (Critter("owl", "orange", "nothing", "sad"),))) == "a sad orange owl at the beach"
    two = Scene("meadow", (RABBIT, DOG))
    assert caption(two) == "a blue rabbit with a crown and a red dog with a scarf in the meadow"
    assert caption(Scene("snow", (OWL, DOG))) == "an orange owl with glasses and a red dog with a scarf in the snow"


@pytest.mark.parametrize(
    "keep, words",
    [
        (set(), "an owl"),
        ({"colour"}, "an orange owl"),
        ({"expression"}, "a sad owl"),
        ({"worn", "place"}, "an owl with glasses in the city"),
        ({"place"}, "an owl in the city"),
        (FIELDS, "a sad orange owl with glasses in the city"),
    ],
)
def test_a_partial_caption_says_only_what_is_kept(keep, words):
    assert partial_caption(Scene("city", (OWL,)), keep) == words


def test_two_critters_keep_their_order_and_never_say_their_expression():
    assert partial_caption(Scene("city", (DOG, OWL)), {"expression"}) == "a dog and an owl"
    assert partial_caption(Scene("city", (OWL, DOG)), {"colour"}) == "an orange owl and a red dog"


def test_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match="size"):
        partial_caption(Scene("city", (OWL,)), {"size"})


def test_different_single_scenes_have_different_captions():
    captions = [caption(scene) for scene in _single_scenes()]
    assert len(set(captions)) == len(captions) == 8 * 10 * 6 * 6 * 4


def test_equal_captions_of_two_critters_differ_in_expression_only():
    seen = {}
    for scene in scenes_of(range(50_000)):
        if len(scene.critters) == 2:
            said = (scene.place, *((c.animal, c.colour, c.worn) for c in scene.critters))
            assert seen.setdefault(caption(scene), said) == said


def test_no_caption_is_longer_than_16_words_and_one_has_16():
    scenes = [scene for scene in scenes_of(range(20_000)) if len(scene.critters) == 2]
    lengths = [len(caption(scene).split()) for scene in (*scenes, *_single_scenes())]
    assert max(lengths) == 16


def test_the_vocabulary_is_sorted_and_every_word_of_it_is_used():
    keeps = [set(keep) for size in range(5) for keep in combinations(sorted(FIELDS), size)]
    said = {word for scene in _single_scenes() for word in caption(scene).split()}
    for scene in scenes_of(range(2_000)):
        for keep in keeps:
            said.update(partial_caption(scene, keep).split())
    assert said == set(VOCABULARY)
    assert list(VOCABULARY) == sorted(set(VOCABULARY))
    assert all(word.isalpha() and word.islower() for word in VOCABULARY)


def test_a_word_is_left_out_with_the_little_words_that_belong_to_it():
    said = {one.word: one for one in said_words("a happy orange rabbit with a crown at night")}
    assert list(said) == ["happy", "orange", "rabbit", "crown", "night"]
    assert [one.place for one in said.values()] == [1, 2, 3, 6, 8]
    assert {word: one.without for word, one in said.items()} == {
        "happy": "an orange rabbit with a crown at night",
        "orange": "a happy rabbit with a crown at night",
        "rabbit": "a happy orange with a crown at night",
        "crown": "a happy orange rabbit at night",
        "night": "a happy orange rabbit with a crown",
    }


def test_what_is_left_out_is_a_caption_that_says_the_rest():
    for scene in scenes_of(range(200)):
        for one in said_words(caption(scene)):
            left = one.without.split()
            assert one.field in {*FIELDS, "animal"} and set(left) <= set(VOCABULARY)
            assert caption(scene).split().count(one.word) == left.count(one.word) + 1
            if len(scene.critters) == 1 and one.field != "animal":
                assert one.without == partial_caption(scene, FIELDS - {one.field})


def test_where_nothing_is_left_to_say_nothing_is_said():
    assert [one.without for one in said_words("a cat")] == [""] and said_words("") == []
