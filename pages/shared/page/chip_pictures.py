"""The pictures on chips, from our own drawing program: a sheet of 64×64 pictures for each thing that can be chosen."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO

import numpy as np
import streamlit as st
import torch
from PIL import Image
from torch import Tensor

from diffusion_core.data import critters
from diffusion_core.data.critters import Critter, Scene
from diffusion_core.data.critters.palette import shade
from pages.shared.page.pictures import TABLES

_POSE = 1
_PAINTS = 256
_MODEL = "orange"
"""The colour of the cat on which things worn and moods are shown: it goes through all levels."""


@st.cache_data(max_entries=len(TABLES), show_spinner=False)
def sheet(what: str) -> str:
    """The pictures of all options of `what`, a key of pictures.TABLES, side by side: the address of a PNG, data: …"""
    pictures = _DRAWN[what]().permute(0, 2, 3, 1).numpy()
    held = BytesIO()
    whole = Image.fromarray(np.concatenate(list(pictures), axis=1))
    # less than half of the bytes of all colours, and nobody can tell
    whole.quantize(_PAINTS, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(held.getvalue()).decode()}"


def _alone(shown: list[Critter]) -> Tensor:
    """Critters with nothing around them, (B, 3, 64, 64) uint8."""
    pictures = critters.draw_alone([_POSE] * len(shown), scenes=[Scene("meadow", (one,)) for one in shown])
    return ((pictures + 1) * 127.5).round().to(torch.uint8)


def _animals() -> Tensor:
    return _alone([Critter(animal, "grey") for animal in TABLES["animal"]])


def _colours() -> Tensor:
    """The middle shade of each colour."""
    count = len(TABLES["colour"])
    middle = shade(torch.arange(count), torch.full((count, 3), 0.5))
    return (255 * middle).round().to(torch.uint8)[..., None, None].expand(-1, -1, critters.SIZE, critters.SIZE)


def _places() -> Tensor:
    return critters.draw_places([_POSE] * len(TABLES["place"]), places=TABLES["place"])


def _worn() -> Tensor:
    return _alone([Critter("cat", _MODEL, worn) for worn in TABLES["worn"]])


def _moods() -> Tensor:
    return _alone([Critter("cat", _MODEL, expression=mood) for mood in TABLES["mood"]])


_DRAWN: dict[str, Callable[[], Tensor]] = {
    "animal": _animals,
    "colour": _colours,
    "place": _places,
    "worn": _worn,
    "mood": _moods,
}
