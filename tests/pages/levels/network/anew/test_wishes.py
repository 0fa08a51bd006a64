"""Draw anew: what a wish says, and how often the training pictures fulfilled it."""

from diffusion_core.data import critters
from diffusion_core.data.critters import COLOURS, HELD_OUT, VOCABULARY
from diffusion_core.data.vocabulary import Vocabulary
from pages.levels.network.anew import (
    wishes,
)
from pages.levels.network.anew import wishes as figures
from pages.levels.network.anew.wishes import Wish


def test_training_pictures_are_counted_as_one_would_by_hand():
    scenes = critters.scenes_of(critters.training_seeds()[:4000])
    codes = figures._training_codes
    assert figures.training_pictures() == len(critters.training_seeds())
    by_hand = sum(
        scene.place == "night" and any(c.animal == "cat" and c.colour == "red" for c in scene.critters)
        for scene in scenes
    )
    figures._training_codes = lambda: codes()[:4000]
    try:
        assert figures.how_often(Wish("cat", "red", place="night")) == by_hand > 0
        assert figures.how_often(Wish()) == 4000
    finally:
        figures._training_codes = codes


def test_no_held_out_pair_was_ever_trained_on():
    for animal, word in HELD_OUT:
        where = {"colour": critters.COLOURS, "worn": critters.WORN, "place": critters.PLACES}
        field = next(name for name, table in where.items() if word in table)
        assert figures.how_often(Wish(animal, **{field: word})) == 0


def test_every_wish_can_be_read_by_the_network():
    reader = Vocabulary(VOCABULARY)
    for animal in critters.ANIMALS:
        for worn in (figures.ANY, *critters.WORN):
            for place in (figures.ANY, *critters.PLACES):
                words = Wish(animal, "orange", worn, "surprised", place).words
                assert reader.tokens([words]).shape == (1, 17)
                assert animal in words and (place == figures.ANY or place in words)


def test_green_was_seen_on_frogs_and_bears_and_rabbits_in_every_other_colour():
    seen = {colour: wishes.how_often(Wish("rabbit", colour)) for colour in COLOURS}
    assert seen.pop("green") == 0 and all(seen.values())
    assert wishes.how_often(Wish("frog", "green")) and wishes.how_often(Wish("bear", "green"))
