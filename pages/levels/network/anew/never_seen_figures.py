"""Draw anew: pairs of animal and colour that were kept out of the training, and what was in it instead."""

import time

import streamlit as st
from torch import Tensor

from diffusion_core.data.critters import ANIMALS, COLOURS, HELD_OUT, draw, training_seeds
from diffusion_core.data.critters.counting import Count, search_captions
from diffusion_core.data.critters.scenes import codes_of
from diffusion_core.data.critters.world import TRAINING_COUNT
from pages.levels.network import training_pictures
from pages.levels.network.anew.articles import plural
from pages.levels.network.side_by_side import side_by_side
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures
from pages.shared.player.track import Track

SHOWN = 4
MISSING = {animal: word for animal, word in sorted(HELD_OUT) if word in COLOURS}
"""The colour that each animal never had in training."""


def counted(words: str) -> Work[tuple[Count, float]]:
    """The search through all captions, and the seconds that it took."""
    began = time.perf_counter()
    for now in search_captions(words):
        yield now.numbers / TRAINING_COUNT
    return now, time.perf_counter() - began


def shown_with(animal: str, colour: str) -> int:
    """How many training pictures show an animal of this colour."""
    codes = training_pictures.codes()
    wanted = (ANIMALS.index(animal), COLOURS.index(colour))
    left, right = ((codes[:, first : first + 2] == wanted).all(1) for first in (2, 6))
    return int((left | right & (codes[:, 1] == 2)).sum())


def beside(animal: str, colour: str) -> int:
    """How many training pictures show such an animal, of another colour, beside another critter of this colour."""
    codes = training_pictures.codes()
    left, right = codes[:, 2:4], codes[:, 6:8]
    one, other = ANIMALS.index(animal), COLOURS.index(colour)
    both = (left[:, 0] == one) & (right[:, 1] == other) | (right[:, 0] == one) & (left[:, 1] == other)
    return int((both & (codes[:, 1] == 2)).sum())


def tracks(animal: str) -> list[Track]:
    """Some training pictures with the animal, and some with the colour that it never had."""
    titles = f"{plural(animal)} of other colours", f"other {MISSING[animal]} animals"
    return [
        Pictures(f"taught{i}", side_by_side(some), title=title, role="clean", note="", size="main")
        for i, (title, some) in enumerate(zip(titles, taught(animal), strict=True))
    ]


def taught(animal: str) -> tuple[Tensor, Tensor]:
    """Training pictures, (SHOWN, 3, 64, 64) each: of the animal, and of the colour that it never had."""
    return _taught(2, ANIMALS.index(animal)), _taught(3, COLOURS.index(MISSING[animal]))


@st.cache_data(max_entries=32, show_spinner=False)
def _taught(column: int, code: int) -> Tensor:
    """The first training pictures with one critter that has this code."""
    seeds = training_seeds()
    codes = codes_of(seeds)
    return draw(seeds[(codes[:, column] == code) & (codes[:, 1] == 1)][:SHOWN])
