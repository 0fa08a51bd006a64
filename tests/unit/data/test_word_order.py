"""The same words in another order: none is lost, none is added."""

import pytest

from diffusion_core.data.critters import Critter, Scene, caption, scenes_of
from diffusion_core.data.word_order import as_written, backwards, exchanged, shuffled, without_articles

CAPTIONS = [caption(scene) for scene in scenes_of(range(200))]


@pytest.mark.parametrize("way", [as_written, backwards, shuffled])
def test_no_word_is_lost_or_added(way):
    for number, text in enumerate(CAPTIONS):
        assert sorted(way(text, number).split()) == sorted(text.split())


def test_backwards_begins_with_the_last_word():
    assert backwards("a red cat at night") == "night at cat red a"


def test_a_number_picks_the_order_and_never_the_one_as_written():
    assert shuffled(CAPTIONS[0], 7) == shuffled(CAPTIONS[0], 7)
    assert len({shuffled(CAPTIONS[0], number) for number in range(20)}) > 15
    assert all(shuffled("a cat", number) == "cat a" for number in range(20))
    assert shuffled("cat", 0) == "cat"


def test_only_articles_are_left_out():
    assert without_articles("an orange cat with a hat and a blue dog at night") == (
        "orange cat with hat and blue dog at night"
    )


def test_two_critters_exchange_one_thing_and_keep_the_rest():
    scene = Scene("snow", (Critter("cat", "red", "hat", "sad"), Critter("dog", "blue", "nothing", "happy")))
    swapped = exchanged(scene, "colour")
    assert caption(swapped) == "a blue cat with a hat and a red dog in the snow"
    assert caption(exchanged(scene, "worn")) == "a red cat and a blue dog with a hat in the snow"
    assert exchanged(swapped, "colour") == scene
