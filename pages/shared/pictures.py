"""Which picture: a critter put together from menus, a photograph, the visitor's own file, or one from the camera."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
import torch
from PIL import Image
from torch import Tensor

from diffusion_core import critters
from diffusion_core.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, SIZE, WORN
from pages.shared import uploads
from pages.shared.controls import choice, menu

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
_FOLDER = Path(__file__).parents[2] / "assets" / "photographs"
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


@dataclass(frozen=True)
class Own:
    """What became of a visitor's file. picture: None where it could not be read; wrong: then one sentence for the page;
    notes: a sentence for each thing that was changed on the way."""

    picture: Picture | None = None
    wrong: str = ""
    notes: tuple[str, ...] = ()


def read(data: bytes, words: str = "your picture") -> Own:
    """A visitor's file, as bytes. Never raises for one that cannot be read."""
    try:
        opened = uploads.safe_open(data, side=SIZE)
    except uploads.BadPicture as wrong:
        return Own(wrong=str(wrong))
    return Own(Picture(opened.pixels.tobytes(), words, private=True), notes=opened.notes)


def to_signed(data: bytes) -> Tensor:
    """The bytes of a picture on the scale of -1 to 1: (1, 3, 64, 64) float32, 0 becomes -1 and 255 becomes 1."""
    pixels = torch.frombuffer(bytearray(data), dtype=torch.uint8).view(1, SIZE, SIZE, 3)
    return pixels.permute(0, 3, 1, 2).float() / 127.5 - 1


def choose(page: str, *, label: str = "Choose the picture") -> Picture:
    """All menus, folded. page: begins the names of the controls, "<page>.picture" and so on.

    Never raises for a file that cannot be read: one sentence stands on the page, and the default critter in its place.
    """
    with st.expander(label):
        return _choose(page, CRITTER)


def _choose(page: str, usual: dict[str, str]) -> Picture:
    kind = choice("What kind", tuple(_KINDS), key=f"{page}.picture", names=lambda kind: _KINDS[kind][0])
    return _KINDS[kind][1](page, usual)


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
    with Image.open(_FOLDER / f"{name}.png") as image:
        return Picture(image.convert("RGB").tobytes(), PHOTOGRAPHS[name])


def _critter(page: str, usual: dict[str, str]) -> Picture:
    left, right = st.columns(2, gap="small")
    chosen = []
    for place, (name, table) in enumerate(TABLES.items()):
        with (left, right)[place % 2]:
            chosen.append(menu(LABELS[name], table, key=f"{page}.{name}", default=usual[name]))
    return drawn(*chosen)


def _photograph(page: str, usual: dict[str, str]) -> Picture:
    name = menu("Photograph", tuple(PHOTOGRAPHS), key=f"{page}.photograph", names=str.capitalize)
    st.caption(CREDITS[name])
    return photographed(name)


def _upload(page: str, usual: dict[str, str]) -> Picture:
    file = st.file_uploader("Your picture", type=ENDINGS, key=f"{page}.file")
    return _own(file, "your picture", f"Choose a file. {KEPT_HERE}", usual)


def _camera(page: str, usual: dict[str, str]) -> Picture:
    file = st.camera_input("Your camera", key=f"{page}.camera")
    return _own(file, "your picture", f"Take a picture. {KEPT_HERE}", usual)


def _own(file: object, words: str, invitation: str, usual: dict[str, str] | None = None) -> Picture:
    if file is None:
        st.caption(f"{invitation} Meanwhile you see a critter.")
        return default(usual)
    own = read(file.getvalue(), words)
    if own.wrong:
        st.warning(f"{own.wrong} Meanwhile you see a critter.")
    for note in own.notes:
        st.caption(note)
    return own.picture or default(usual)


_KINDS: dict[str, tuple[str, Callable[[str, dict[str, str]], Picture]]] = {
    "critter": ("Critter", _critter),
    "photograph": ("Photo", _photograph),
    "own": ("File", _upload),
    "camera": ("Camera", _camera),
}
