"""Draw anew: a picture that the network drew beside its nearest training pictures, and a fresh drawing as yardstick."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st
import torch
from torch import Tensor

from diffusion_core.data.critters import TRAINING_COUNT, Critter, Scene, caption, draw
from diffusion_core.evaluation.nearest import LOOKED_AT, Found, Index, load_index, search
from diffusion_core.sampling.job import Job
from pages.levels.network.asking import picture_of
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures, place_of_picture
from pages.shared.player.track import Track

NEAREST = 3


@dataclass(frozen=True)
class Pair:
    """generated: by the network, (1, 3, 64, 64); drawn: the same words, drawn by the program; words: the caption."""

    generated: Tensor
    drawn: Tensor
    words: str


@st.cache_data(max_entries=32, show_spinner="The network draws …")
def pair(animal: str, colour: str, seed: int) -> Pair:
    """A critter of these looks out of fresh noise, and a fresh drawing of it. Raises NoWeights and Busy."""
    scene = Scene("meadow", (Critter(animal, colour, "nothing", "happy"),))
    generated = picture_of(Job(caption=caption(scene), seed=seed))
    return Pair(generated, draw([TRAINING_COUNT + 1_000_000 + seed], scenes=[scene]), caption(scene))


def neighbours(found: Pair) -> Work[list[Found]]:
    """The nearest training pictures of both, most likely: the quick search."""
    for now in search(index(), _both(found), best=NEAREST):
        yield now[0].looked / LOOKED_AT
    return now


def to_the_end(found: Pair) -> Iterator[list[Found]]:
    """The same, until no other can be nearer; each result so far."""
    return search(index(), _both(found), most=None, best=NEAREST)


def how_far(now: list[Found]) -> float:
    """The share of the pictures that could be nearest which have been compared, in [0, 1]."""
    return now[0].looked / (now[0].looked + max(one.left for one in now))


def _both(found: Pair) -> Tensor:
    return torch.cat([found.generated, found.drawn])


def tracks(picture: Tensor, title: str, role: str, found: Found, *, size: str = "medium") -> list[Track]:
    """A picture, and the nearest training pictures to it, drawn anew from their numbers."""
    beside = [
        Pictures(f"near{i}", one, title=f"training picture no. {number:,}", role="clean", note=f"{gap:.0f} shades off",
                 size=size)
        for i, (one, number, gap) in enumerate(zip(draw(found.numbers), found.numbers, found.gaps, strict=True))
    ]  # fmt: skip
    return [Pictures("picture", picture[0], title=title, role=role, note="", size=size), *beside]


def alone(picture: Tensor, title: str) -> list[Track]:
    """The picture, and the places of its nearest ones."""
    places = [
        place_of_picture(f"near{i}", title=words, size="medium")
        for i, words in enumerate(("nearest training picture", "the second", "the third"))
    ]
    return [Pictures("picture", picture[0], title=title, role="guess", note="", size="medium"), *places[:NEAREST]]


def how_sure() -> str:
    """How often the quick search finds the very nearest, "44 of 48"."""
    record = index().record
    return f"{round(record['value'] * record['n'])} of {record['n']}"


@st.cache_resource(show_spinner=False)
def index() -> Index:
    """The index of all training pictures. Raises NoWeights when its file is missing."""
    return load_index()
