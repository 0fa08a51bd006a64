"""5.1: one starting noise, drawn with one word and with another."""

import numpy as np
import streamlit as st

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.evaluation.claims.other_words import SEEN
from diffusion_core.sampling.defaults import STEPS
from diffusion_core.sampling.job import Job
from pages.server import resources
from pages.server.runs import PLACES
from pages.shared.player import Curves, Line, Pictures, to_bytes
from pages.shared.player.track import Track

COLOURS = ("orange", "blue")
"""What it is told first, and instead."""


def told(colour: str) -> str:
    """The caption: nothing but the colour and the animal, so that all else is left to the noise."""
    article = "an" if colour[0] in "aeiou" else "a"
    return f"{article} {colour} cat"


@st.cache_data(max_entries=32, show_spinner=False)
def films(seed: int) -> np.ndarray:
    """(2, STEPS + 1, 64, 64, 3) uint8, told each of COLOURS: the noise, and the picture after each step.

    Also worked out ahead, so it asks the engine itself: no visitor's run stands behind it. Raises NoWeights and Busy.
    """
    noise = Noise([seed], (3, SIZE, SIZE))()
    running = [resources.engine().submit(job(colour, seed), brief=True) for colour in COLOURS]
    with PLACES.left_meanwhile():
        drawn = [[noise, *(step.x for step in steps)] for steps in running]
    return np.stack([[to_bytes(frame)[0] for frame in film] for film in drawn])


def job(colour: str, seed: int) -> Job:
    """What is drawn."""
    return Job(caption=told(colour), seed=seed)


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Where two films differ: (F, 64, 64, 1) uint8, of each dot the largest difference of its three values."""
    return np.abs(one.astype(np.int16) - other).max(-1, keepdims=True).astype(np.uint8)


def share_apart(gap: np.ndarray) -> np.ndarray:
    """How many dots differ in each frame, in %, as the claims count them: (F, 64, 64, 1) to (F,)."""
    return 100 * (gap > SEEN).mean((1, 2, 3))


def both_tracks(seed: int) -> list[Track]:
    """Told either colour; where the two differ, and how many of their dots."""
    found = films(seed)
    gap = apart(*found)
    line = Line("dots that differ, in %", share_apart(gap), "noisy")
    return [
        *(_pictures(colour, frames) for colour, frames in zip(COLOURS, found, strict=True)),
        Pictures("apart", gap, title="bright where they differ", role="plain", note="", size="main"),
        Curves("parting", np.arange(STEPS + 1.0), [line], title="when they part", note="", x_label="step", digits=0,
               y_range=(0, 100), trail=True, size="main"),
    ]  # fmt: skip


def labels() -> list[str]:
    """One for each frame."""
    return [f"step {step} of {STEPS}" for step in range(STEPS + 1)]


def _pictures(colour: str, frames: np.ndarray) -> Track:
    return Pictures(colour, frames, title=f"told “{told(colour)}”", role="noisy", note="", size="medium")
