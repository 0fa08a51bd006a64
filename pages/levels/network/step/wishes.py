"""Level 4: what a visitor asks the network for, and how often its training pictures showed it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from diffusion_core.data.critters import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    PLACES,
    WORN,
    Critter,
    Scene,
    partial_caption,
)
from pages.levels.network import training_pictures

ANY = "any"


@dataclass(frozen=True)
class Wish:
    """What a visitor asks the network for; ANY is left unsaid. own: their own words, which then count alone."""

    animal: str = ANY
    colour: str = ANY
    worn: str = ANY
    mood: str = ANY
    place: str = ANY
    own: str = ""

    @property
    def words(self) -> str:
        """The caption; "" without an animal, since our captions name nothing but animals."""
        if self.own or self.animal == ANY:
            return self.own
        said = {"colour": self.colour, "worn": self.worn, "expression": self.mood, "place": self.place}
        keep = {name for name, word in said.items() if word != ANY}
        critter = Critter(self.animal, *(_or_first(w, table) for w, table in self._looks()))
        return partial_caption(Scene(_or_first(self.place, PLACES), (critter,)), keep)

    def _looks(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(self.colour, COLOURS), (self.worn, WORN), (self.mood, EXPRESSIONS)]


def how_often(wish: Wish) -> int:
    """How many training pictures show such a critter, in such a place."""
    codes = training_pictures.codes()
    here = codes[:, 0] == PLACES.index(wish.place) if wish.place != ANY else np.ones(len(codes), bool)
    left, right = (_matches(codes[:, first : first + 4], wish) for first in (2, 6))
    return int((here & (left | right & (codes[:, 1] == 2))).sum())


def as_learnt(words: str) -> bool:
    """Whether these words are one of the training pictures' captions, or say a part of one, for one critter or two."""
    return bool(_caption().fullmatch(" ".join(words.lower().split())))


@cache
def _caption() -> re.Pattern[str]:
    def phrases(field: str, table: tuple[str, ...], scene: Callable[[str], Scene]) -> str:
        said = {partial_caption(scene(word), {field}).removeprefix("a cat") for word in table}
        return "|".join(sorted(said - {""}))

    worn = phrases("worn", WORN, lambda word: Scene(PLACES[0], (Critter("cat", COLOURS[0], word),)))
    place = phrases("place", PLACES, lambda word: Scene(word, (Critter("cat", COLOURS[0]),)))
    moods, colours, animals = map("|".join, (EXPRESSIONS, COLOURS, ANIMALS))
    who = rf"an?( ({moods}))?( ({colours}))? ({animals})({worn})?"
    return re.compile(rf"{who}( and {who})?({place})?")


def _matches(critters: np.ndarray, wish: Wish) -> np.ndarray:
    words = (wish.animal, wish.colour, wish.worn, wish.mood)
    fits = np.ones(len(critters), bool)
    for column, (word, table) in enumerate(zip(words, (ANIMALS, COLOURS, WORN, EXPRESSIONS), strict=True)):
        if word != ANY:
            fits &= critters[:, column] == table.index(word)
    return fits


def _or_first(word: str, table: tuple[str, ...]) -> str:
    return table[0] if word == ANY else word
