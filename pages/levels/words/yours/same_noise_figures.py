"""5.1: one starting noise, drawn with one word and with another."""

import numpy as np
import streamlit as st

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.sampling.defaults import STEPS
from diffusion_core.sampling.job import Job
from pages.server import drawing
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

COLOURS = ("orange", "blue")
"""What it is told first, and instead."""


def told(colour: str) -> str:
    """The caption: nothing but the colour and the animal, so that all else is left to the noise."""
    article = "an" if colour[0] in "aeiou" else "a"
    return f"{article} {colour} cat"


@st.cache_data(max_entries=32, show_spinner="The network draws twice …")
def films(seed: int) -> np.ndarray:
    """(2, STEPS + 1, 64, 64, 3) uint8, told each of COLOURS: the noise, and the picture after each step.

    Both are drawn together, before a bet as after it, which then is answered at once. Raises NoWeights and Busy.
    """
    noise = Noise([seed], (3, SIZE, SIZE))()
    running = [drawing.begun(Job(caption=told(colour), seed=seed)) for colour in COLOURS]
    drawn = [[noise, *(step.x for step in drawing.followed(one))] for one in running]
    return np.stack([[to_bytes(frame)[0] for frame in film] for film in drawn])


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Where two films differ: (F, 64, 64, 1) uint8, of each dot the largest difference of its three values."""
    return np.abs(one.astype(np.int16) - other).max(-1, keepdims=True).astype(np.uint8)


def one_track(seed: int) -> list[Track]:
    """Told the first colour alone."""
    return [_pictures(COLOURS[0], films(seed)[0])]


def both_tracks(seed: int) -> list[Track]:
    """Told either colour, and where the two differ."""
    found = films(seed)
    gap = Pictures("apart", apart(*found), title="bright where they differ", role="plain", note="", size="small")
    return [*(_pictures(colour, frames) for colour, frames in zip(COLOURS, found, strict=True)), gap]


def labels() -> list[str]:
    """One for each frame."""
    return [f"step {step} of {STEPS}" for step in range(STEPS + 1)]


def _pictures(colour: str, frames: np.ndarray) -> Track:
    return Pictures(colour, frames, title=f"told “{told(colour)}”", role="noisy", note="", size="small")
