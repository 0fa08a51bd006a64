"""Level 4: the error by noise level on points, above the floor that no network can pass."""

from functools import cache

import numpy as np
import streamlit as st

from diffusion_core.process.schedules import make_schedule
from diffusion_core.training.watched import exam, test_levels
from pages.shared.player import Line, MovingCurves

T = 1000


@cache
def levels() -> np.ndarray:
    """(L,) the moment t of each tested noise level."""
    schedule = make_schedule("cosine", T)
    return np.array([schedule.time_of(level) for level in test_levels().tolist()])


@st.cache_data(max_entries=1, show_spinner=False)
def floors() -> np.ndarray:
    """(L,) the least error that any network can have on the points, at each tested level."""
    return exam().floor.numpy()


def by_level(errors: np.ndarray) -> MovingCurves:
    """The error at each noise level, frame by frame, above the floor. errors: (F, L)."""
    lines = [
        Line("the network's error", errors, "guess", "solid"),
        Line("the floor", floors()[None], "clean", "dashed"),
    ]
    return MovingCurves("by_level", levels(), lines, title="error by noise level", x_label="moment t",
                        y_label="mean squared", y_range=(0.4, 1.1), role="guess", note="", size="full")  # fmt: skip
