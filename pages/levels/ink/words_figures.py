"""Level 1: how evenly the ink is shared out, moment by moment."""

import numpy as np
import streamlit as st

from diffusion_core import ink
from pages.levels.ink import films
from pages.shared.player import Curves, Line

DROP = "drop"
WATER = 20
CELLS = 48


@st.cache_data(show_spinner=False)
def entropies() -> np.ndarray:
    """(FRAMES,) from 0 (all ink in one cell) to 1 (the same everywhere)."""
    return ink.entropy(films.shares(DROP, WATER, cells=CELLS)).numpy()


def curve(values: np.ndarray) -> Curves:
    passed = films.days(films.moments().numpy())
    return Curves("entropy", passed, [Line("entropy", values, role="ink")], title="entropy only rises",
                  x_label="days", y_label="entropy of the exact ink", y_range=(0.5, 1), digits=3,
                  trail=True, alt="a curve that only rises")  # fmt: skip
