"""Level 5: who stands in a picture and who has what, as our reader sees it."""

from collections.abc import Sequence

import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import ANIMALS, COLOURS, PLACES, WORN
from diffusion_core.evaluation.attribute_reader import AttributeReader, load_reader


def codes(pictures: Tensor) -> Tensor:
    """(B, 10) what each picture shows, as in `codes_of`. pictures: (B, 3, 64, 64) in [-1, 1]."""
    return reader().read(pictures.clamp(-1, 1))[0]


def in_words(code: Sequence[int]) -> str:
    """ "a red cat with a hat and a blue dog", from left to right. code: a row of `codes`."""
    seen = [code[2:5], code[6:9]][: code[1]]
    return " and ".join(_critter(ANIMALS[animal], COLOURS[colour], WORN[worn]) for animal, colour, worn in seen)


def place(code: Sequence[int]) -> str:
    """The place of a row of `codes`."""
    return PLACES[code[0]]


def _critter(animal: str, colour: str, worn: str) -> str:
    article = "an" if colour[0] in "aeiou" else "a"
    thing = "" if worn == "nothing" else " with glasses" if worn == "glasses" else f" with a {worn}"
    return f"{article} {colour} {animal}{thing}"


@st.cache_resource(show_spinner=False)
def reader() -> AttributeReader:
    """It names place, number, and of each critter animal, colour and thing worn."""
    return load_reader(READER, torch.device("cpu"))
