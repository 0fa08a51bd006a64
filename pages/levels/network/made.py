"""Level 4: the critter that the visitor had drawn last, for the end of the level, to keep as a PNG."""

from io import BytesIO

import numpy as np
import streamlit as st
from PIL import Image

from diffusion_core.sampling.job import Job

_KEPT = "network.made"
TIMES = 8
"""How many times wider the PNG is, so that its pixels are squares on any screen."""


def remember(job: Job) -> None:
    """This is what the visitor has seen drawn."""
    st.session_state[_KEPT] = job.to_text()


def latest() -> Job | None:
    """What was drawn last in this visit; None for nothing yet."""
    kept = st.session_state.get(_KEPT)
    return Job.from_text(kept) if kept else None


def png(picture: np.ndarray) -> bytes:
    """A file of it, each pixel a square. picture: (H, W, 3) uint8."""
    held = BytesIO()
    Image.fromarray(picture.repeat(TIMES, 0).repeat(TIMES, 1)).save(held, "PNG")
    return held.getvalue()
