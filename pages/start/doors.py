"""The small pictures on the doors of the home page, each drawn by its level's own door.py."""

from importlib import import_module

import numpy as np
import streamlit as st

ENLARGED = 4


@st.cache_data(max_entries=8, show_spinner=False)
def door_picture(folder: str) -> np.ndarray:
    """(256, 256, 3) uint8, what `picture` in pages/levels/<folder>/door.py draws in 64×64; imports torch."""
    pixels = import_module(f"pages.levels.{folder}.door").picture()
    return pixels.repeat(ENLARGED, 0).repeat(ENLARGED, 1)
