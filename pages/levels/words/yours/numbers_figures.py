"""5.2: a sentence on its way through the network's reader, and where each word's numbers lie."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from diffusion_core.data.critters import VOCABULARY, caption, scenes_of
from diffusion_core.networks.word_vectors import Reading, flattened, likeness, read_closely, rows_after, rows_of
from diffusion_core.sampling.job import Job
from pages.server import drawing, resources
from pages.shared.page.pictures import TABLES
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

if TYPE_CHECKING:
    from torch import Tensor

READ = 500
"""So many captions are read for what a word is after reading; they are of no picture of the training."""
FIRST = 6_000_000
KINDS = {"animal": "animals", "colour": "colours", "mood": "moods", "worn": "things worn", "place": "places"}
HOLDING = "words between"
"""The kinds of words, as the map names them."""


def kind_of(word: str) -> str:
    """What a known word names."""
    return next((name for what, name in KINDS.items() if word in TABLES[what]), HOLDING)


@st.cache_data(max_entries=64, show_spinner=False)
def reading(words: str) -> Reading:
    """The network's reader at work. Raises NoWeights, Busy, UnknownWord."""
    return drawing.look_into(lambda network: read_closely(network.reader, words))


@dataclass(frozen=True)
class Rows:
    """Of each known word its numbers before and after reading: (V, D) each."""

    before: np.ndarray
    after: np.ndarray


@st.cache_data(max_entries=1, show_spinner="The network reads …")
def rows() -> Rows:
    """Raises NoWeights and Busy."""
    captions = [caption(scene) for scene in scenes_of(range(FIRST, FIRST + READ))]
    before, (after, _) = drawing.look_into(
        lambda network: (rows_of(network.reader), rows_after(network.reader, captions))
    )
    return Rows(before.numpy(), after.numpy())


def places(found: np.ndarray, dimensions: int) -> tuple[np.ndarray, float]:
    """Where the words lie on a map, and the share of their spread that it keeps."""
    spread, kept = flattened(_tensor(found), dimensions)
    return spread.numpy(), kept


def nearest_words(found: np.ndarray) -> dict[str, str]:
    """For each word the one that lies nearest to it, in all 128 numbers."""
    alike = likeness(_tensor(found))
    alike.fill_diagonal_(-2)
    return {word: VOCABULARY[place] for word, place in zip(VOCABULARY, alike.argmax(1).tolist(), strict=True)}


def among_its_kind(found: np.ndarray) -> tuple[int, int]:
    """Of how many words that name something the nearest one is of the same kind, and how many there are."""
    nearest = {word: near for word, near in nearest_words(found).items() if kind_of(word) != HOLDING}
    return sum(kind_of(word) == kind_of(near) for word, near in nearest.items()), len(nearest)


TOLD = ("", "a cat in the forest", "a happy orange cat with a scarf in the forest")
"""Nothing, a part, and all of a caption."""


@st.cache_data(max_entries=16, show_spinner="The network draws three times …")
def told_pictures(seed: int) -> np.ndarray:
    """What it draws from one noise, told each of TOLD: (3, 64, 64, 3) uint8. Raises NoWeights and Busy."""
    steps = drawing.last_steps([Job(caption=words, seed=seed) for words in TOLD])
    return np.concatenate([to_bytes(step.x.clamp(-1, 1)) for step in steps])


def told_tracks(seed: int) -> list[Track]:
    """The three side by side."""
    titles = ("told nothing", "told a part", "told all")
    return [
        Pictures(f"told{i}", picture, title=title, note="", size="small")
        for i, (title, picture) in enumerate(zip(titles, told_pictures(seed), strict=True))
    ]


def _tensor(found: np.ndarray) -> "Tensor":
    import torch

    return torch.from_numpy(found)


def taken(words: str, word: str, *, look: int) -> dict[str, float]:
    """From which other words a word takes how much, in one of the two looks (0 or 1); of a word said twice, both."""
    found = reading(words)
    row = found.looks[look, found.words.index(word)].tolist()
    shares: dict[str, float] = {}
    for name, share in list(zip(found.words, row, strict=True))[1:]:
        if name != word:
            shares[name] = shares.get(name, 0.0) + share
    return shares
