"""What `make claims` measures for "Your words", where the truth is known: drawn pictures, and attention set by hand."""

import pytest
import torch

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import VOCABULARY, Critter, Scene, caption, draw
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import other_words
from diffusion_core.evaluation.claims.lab import Lab
from diffusion_core.evaluation.claims.other_words import (
    INSTEAD,
    KEPT,
    OTHER_WORDS_CLAIMS,
    OTHER_WORDS_PAIRS,
    TOLD,
    all_kept,
    changed,
    colours_find,
    kept,
    kept_by_luck,
    obeyed,
    two_scenes,
)
from diffusion_core.networks.word_vectors import Reading

PLACES = ("snow", "night", "forest", "city")


def scene(place: str, colour: str, mood: str = "happy") -> Scene:
    return Scene(place, (Critter("cat", colour, "hat", mood),))


@pytest.fixture
def lab(monkeypatch):
    """The drawing program takes the place of the network; told blue, every second picture has another place."""
    told = {TOLD: [scene(place, "orange") for place in PLACES],
            INSTEAD: [scene(place, "blue") for place in ("snow", "beach", "forest", "beach")]}  # fmt: skip
    monkeypatch.setattr(other_words, "_drawn", lambda network, first, count, words: draw([1] * 4, scenes=told[words]))
    return Lab(None, load_reader(READER, torch.device("cpu")))


def test_what_is_read_alike_is_counted_noise_by_noise(lab):
    assert [kept(thing)(lab, 4).value for thing in KEPT] == [0.5, 1, 1, 1, 1]
    assert all_kept(lab, 4).value == 0.5 and obeyed(lab, 4).value == 1
    assert kept_by_luck("place")(lab, 4).value == 0 and kept_by_luck("worn")(lab, 4).value == 1


def test_less_changes_by_another_colour_than_by_another_place(lab):
    one, all_places = changed()(lab, 4).value, changed(other_noise=True)(lab, 4).value
    assert 0.05 < one < all_places < 1


def test_the_sentences_have_two_animals_and_two_colours():
    found = two_scenes(6_000_000, 20)
    assert len(found) == 20 and len({caption(one) for one in found}) > 15
    for one in found:
        assert all(len({getattr(each, what) for each in one.critters}) == 2 for what in ("animal", "colour"))


@pytest.mark.parametrize("finds", [True, False])
def test_a_colour_that_looks_at_its_own_animal_is_told_from_one_that_looks_at_the_other(monkeypatch, finds):
    words = ("(start)", "a", "red", "cat", "and", "a", "blue", "dog")
    looks = torch.zeros(2, 8, 8)
    looks[0, :, 4] = 1  # first all look at "and"
    looks[1, 2, 3 if finds else 7] = looks[1, 6, 7] = 1
    reading = Reading(words, torch.zeros(8, 4), torch.zeros(8, 4), looks)
    monkeypatch.setattr(other_words, "read_closely", lambda reader, text: reading)
    two = Scene("snow", (Critter("cat", "red"), Critter("dog", "blue")))

    class Net:
        reader = None

    assert colours_find(Net(), two).tolist() == [[False, finds], [False, True]]


def test_the_two_captions_differ_in_one_word_that_the_network_knows():
    one, other = (words.split()[1:] for words in (TOLD, INSTEAD))
    assert one[1:] == other[1:] and one[0] != other[0] and set(one + other) <= set(VOCABULARY)


def test_sentences_compare_figures_that_are_measured():
    assert {name for pair in OTHER_WORDS_PAIRS.values() for name in pair} <= set(OTHER_WORDS_CLAIMS)
