"""5.2: a sentence on its way through the network's reader, and where each word's numbers lie."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from diffusion_core.data.critters import VOCABULARY, caption, scenes_of
from diffusion_core.networks.word_vectors import Reading, flattened, likeness, read_closely, rows_after, rows_of
from diffusion_core.sampling.job import Job
from pages.server import drawing
from pages.shared.page.pictures import TABLES
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

if TYPE_CHECKING:
    from torch import Tensor

    from diffusion_core.networks.unet import UNet

READ = 500
"""So many captions are read for what a word is after reading; they are of no picture of the training."""
FIRST = 6_000_000
KINDS = {"animal": "animals", "colour": "colours", "mood": "moods", "worn": "things worn", "place": "places"}
HOLDING = "words between"
"""The kinds of words, as the map names them."""
BRIGHT = 0.4
"""A likeness from which on a dot is white."""


def kind_of(word: str) -> str:
    """What a known word names."""
    return next((name for what, name in KINDS.items() if word in TABLES[what]), HOLDING)


@st.cache_data(max_entries=64, show_spinner=False)
def reading(words: str) -> Reading:
    """The network's reader at work. Raises NoWeights, Busy, UnknownWord."""
    return drawing.look_into(lambda network: read_closely(network.reader, words))


@dataclass(frozen=True)
class Rows:
    """Of each known word its numbers: before reading, with its places added and after each look, and as it is read.

    before, after: (V, D); looked: one more of that shape than there are looks, the first with the places alone.
    """

    before: np.ndarray
    looked: tuple[np.ndarray, ...]
    after: np.ndarray

    @property
    def stages(self) -> list[np.ndarray]:
        """From the first to the last."""
        return [self.before, *self.looked[:-1], self.after]


@st.cache_data(max_entries=1, show_spinner="The network reads …")
def rows() -> Rows:
    """Raises NoWeights and Busy."""
    captions = [caption(scene) for scene in scenes_of(range(FIRST, FIRST + READ))]

    def found(network: "UNet") -> Rows:
        reader = network.reader
        looked = [rows_after(reader, captions, look)[0].numpy() for look in range(len(reader.layers) + 1)]
        return Rows(rows_of(reader).numpy(), tuple(looked), rows_after(reader, captions)[0].numpy())

    return drawing.look_into(found)


NAMED = [word for kind in KINDS for word in TABLES[kind] if word in VOCABULARY]
"""The words that name something, kind by kind."""


def alike(found: np.ndarray) -> np.ndarray:
    """How alike the rows of each two of NAMED are: (N, N) in [-1, 1]."""
    places = [VOCABULARY.index(word) for word in NAMED]
    return likeness(_tensor(found))[places][:, places].numpy()


STAGES = ("as they come", "with the place in the sentence", "after the first look", "after the second")
"""The frames of the film."""


def row_track() -> Pictures:
    """The numbers of NAMED, a row a word: as they come, with their places added, and after each look."""
    places = [VOCABULARY.index(word) for word in NAMED]
    return Pictures("rows", np.stack([_stripes(found[places]) for found in rows().stages]),
                    title="a row for each word", note="", size="main")  # fmt: skip


def first_frame(track: Pictures) -> Track:
    """The same track as it is at first, standing still."""
    return replace(track, pixels=track.pixels[:1])


def alike_track() -> Track:
    """A square for each two of NAMED, the brighter the more alike their rows."""
    return Pictures("alike", np.stack([_squares(alike(found)) for found in rows().stages]),
                    title="bright where two rows are alike", note="", size="main")  # fmt: skip


def _stripes(found: np.ndarray) -> np.ndarray:
    """(N, D) numbers as (3 * N, D, 1) uint8, a word being three dots high: the darker, the larger."""
    shade = 127.5 - 127.5 * found / np.abs(found).max(1, keepdims=True)
    return shade.astype(np.uint8).repeat(3, 0)[..., None]


def _squares(found: np.ndarray) -> np.ndarray:
    """(N, N) in [-1, 1] as (N, N, 1) uint8; what is no more alike than by chance is dark."""
    return (255 * np.clip(found, 0, BRIGHT) / BRIGHT).astype(np.uint8)[..., None]


def by_luck() -> float:
    """Of the words that name something, how many would have one of their kind as the nearest by chance alone."""
    sizes = [len([word for word in TABLES[kind] if word in VOCABULARY]) for kind in KINDS]
    return sum(size * (size - 1) for size in sizes) / (len(VOCABULARY) - 1)


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
