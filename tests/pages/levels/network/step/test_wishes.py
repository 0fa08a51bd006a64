"""Draw anew: what a wish says, and how often the training pictures fulfilled it."""

from diffusion_core.data import critters
from diffusion_core.data.critters import COLOURS, HELD_OUT, VOCABULARY
from diffusion_core.data.vocabulary import Vocabulary
from pages.levels.network import training_pictures
from pages.levels.network.step.wishes import ANY, Wish, how_often


def test_training_pictures_are_counted_as_one_would_by_hand(monkeypatch):
    scenes = critters.scenes_of(critters.training_seeds()[:4000])
    assert training_pictures.known() == len(critters.training_seeds())
    by_hand = sum(
        scene.place == "night" and any(c.animal == "cat" and c.colour == "red" for c in scene.critters)
        for scene in scenes
    )
    first = training_pictures.codes()[:4000]
    monkeypatch.setattr(training_pictures, "codes", lambda: first)
    assert how_often(Wish("cat", "red", place="night")) == by_hand > 0
    assert how_often(Wish()) == 4000


def test_no_held_out_pair_was_ever_trained_on():
    for animal, word in HELD_OUT:
        where = {"colour": critters.COLOURS, "worn": critters.WORN, "place": critters.PLACES}
        field = next(name for name, table in where.items() if word in table)
        assert how_often(Wish(animal, **{field: word})) == 0


def test_every_wish_can_be_read_by_the_network():
    reader = Vocabulary(VOCABULARY)
    for animal in critters.ANIMALS:
        for worn in (ANY, *critters.WORN):
            for place in (ANY, *critters.PLACES):
                words = Wish(animal, "orange", worn, "surprised", place).words
                assert reader.tokens([words]).shape == (1, 17)
                assert animal in words and (place == ANY or place in words)


def test_green_was_seen_on_frogs_and_bears_and_rabbits_in_every_other_colour():
    seen = {colour: how_often(Wish("rabbit", colour)) for colour in COLOURS}
    assert seen.pop("green") == 0 and all(seen.values())
    assert how_often(Wish("frog", "green")) and how_often(Wish("bear", "green"))
