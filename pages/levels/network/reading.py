"""Level 4: the reader of finished pictures, and what it reads in words."""

import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import ANIMALS, COLOURS, PLACES, WORN
from diffusion_core.evaluation.attribute_reader import AttributeReader, load_reader
from diffusion_core.evaluation.obedience import SINGLE, in_common

WORDS = {"place": PLACES, "worn": WORN, "animal": ANIMALS, "colour": COLOURS}
"""What a picture shows, and the reader's answers to it."""


def common(one: Tensor, other: Tensor) -> int:
    """How many of the six things that the reader names two pictures have in common. (1, 3, 64, 64) each."""
    return round(6 * in_common(reader(), one, other).item())


def read(pictures: Tensor) -> list[dict[str, str]]:
    """What each picture shows, by the names of WORDS; of two critters the left one. pictures: (B, 3, 64, 64)."""
    codes, _ = reader().read(pictures.clamp(-1, 1))
    return [{name: table[code[SINGLE[name]]] for name, table in WORDS.items()} for code in codes.tolist()]


def in_words(found: dict[str, str]) -> str:
    """ "orange cat with a bow"."""
    article = "" if found["worn"] == "glasses" else "a "
    worn = f" with {article}{found['worn']}" if found["worn"] != "nothing" else ""
    return f"{found['colour']} {found['animal']}{worn}"


@st.cache_resource(show_spinner=False)
def reader() -> AttributeReader:
    """It names place, number, animal, colour, thing worn and mood."""
    return load_reader(READER, torch.device("cpu"))
