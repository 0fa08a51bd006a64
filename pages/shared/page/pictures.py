"""The pictures of levels 2 and 3: a critter of chosen parts, a photograph, or the visitor's own."""

import hashlib
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from PIL import Image
from torch import Tensor

from diffusion_core.common.assets import PHOTOGRAPHS_FOLDER
from diffusion_core.data import critters
from diffusion_core.data.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, SIZE, WORN
from pages.server import runs
from pages.server.neighbours import own_neighbourhood
from pages.shared.page import uploads
from pages.shared.page.refusals import BadPicture

PHOTOGRAPHS = {"cat": "a cat", "coffee": "a cup of coffee", "rocket": "a rocket", "astronaut": "an astronaut"}
CREDITS = {
    "cat": "Chelsea, by Stéfan van der Walt, CC0.",
    "coffee": "By Rachel Michetti, CC0.",
    "rocket": "By SpaceX, public domain.",
    "astronaut": "Eileen Collins, by NASA, public domain.",
}
CRITTER = {"animal": "cat", "colour": "orange", "place": "meadow", "worn": "bow", "mood": "happy"}
OTHER = {"animal": "rabbit", "colour": "white", "place": "snow", "worn": "hat", "mood": "happy"}
"""What stands on arrival in the second of two places."""
ENDINGS = ("png", "jpg", "jpeg", "webp", "gif", "bmp")
TABLES = {"animal": ANIMALS, "colour": COLOURS, "place": PLACES, "worn": WORN, "mood": EXPRESSIONS}
LABELS = {"animal": "Animal", "colour": "Colour", "place": "Place", "worn": "Wears", "mood": "Mood"}
KEPT_HERE = "It stays in memory while you are here, and is never stored."
_POSE = 1


@dataclass(frozen=True)
class Picture:
    """The picture of an experiment.

    data: 64·64·3 bytes, row by row, red, green, blue; words: what it shows ("an orange cat …"); private: the visitor's
    own, so that nothing made of it may be kept for others.
    """

    data: bytes
    words: str
    private: bool = False

    @property
    def digest(self) -> str:
        """A name for exactly these pixels."""
        return hashlib.sha256(self.data).hexdigest()[:16]

    def pixels(self) -> np.ndarray:
        """(64, 64, 3) uint8."""
        return np.frombuffer(self.data, np.uint8).reshape(SIZE, SIZE, 3)


def of_one_visitor(*settings: object) -> bool:
    """Whether one of them is a visitor's own picture."""
    return any(isinstance(one, Picture) and one.private for one in settings)


@dataclass(frozen=True)
class Own:
    """What became of a visitor's file. picture: None where it could not be read; wrong: then one sentence for the page;
    notes: a sentence for each thing that was changed on the way."""

    picture: Picture | None = None
    wrong: str = ""
    notes: tuple[str, ...] = ()


def taken(data: bytes | None, words: str = "your picture") -> Own:
    """A visitor's file, as bytes, or None for one that was not kept. Never raises for one that cannot be read."""
    try:
        with runs.PLACES.left_meanwhile():
            opened = uploads.safe_open(data, side=SIZE, who=own_neighbourhood())
    except BadPicture as wrong:
        return Own(wrong=str(wrong))
    return Own(Picture(opened.pixels.tobytes(), words, private=True), notes=opened.notes)


def to_signed(data: bytes) -> Tensor:
    """The bytes of a picture on the scale of -1 to 1: (1, 3, 64, 64) float32, 0 becomes -1 and 255 becomes 1."""
    pixels = torch.frombuffer(bytearray(data), dtype=torch.uint8).view(1, SIZE, SIZE, 3)
    # channels behind pixels would slow down each later step
    return pixels.permute(0, 3, 1, 2).contiguous().float() / 127.5 - 1


def default(usual: dict[str, str] | None = None) -> Picture:
    """The critter that stands there on arrival. usual: of another place; its values as in CRITTER."""
    return drawn(*(usual or CRITTER).values())


@st.cache_data(max_entries=500, show_spinner=False)
def drawn(animal: str, colour: str, place: str, worn: str, mood: str) -> Picture:
    scene = critters.Scene(place, (critters.Critter(animal, colour, worn, mood),))
    pixels = critters.draw_bytes([_POSE], scenes=[scene])[0]
    return Picture(pixels.permute(1, 2, 0).contiguous().numpy().tobytes(), critters.caption(scene))


@st.cache_data(max_entries=len(PHOTOGRAPHS), show_spinner=False)
def photographed(name: str) -> Picture:
    with Image.open(PHOTOGRAPHS_FOLDER / f"{name}.png") as image:
        return Picture(image.convert("RGB").tobytes(), PHOTOGRAPHS[name])
