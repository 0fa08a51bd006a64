"""Level 3: one picture on its way into one noise, under any schedule."""

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import SIZE
from diffusion_core.process.schedules import Schedule
from pages.shared.numbers import percent
from pages.shared.player import Mixture

BEGINNING = 0.05
_FRAMES = 101


def moments(steps: int, *, beginning: bool = False, frames: int = _FRAMES) -> np.ndarray:
    """The whole t that have a frame: all where there are few, else that many, evenly from 0 to T.

    beginning: only those of the first twentieth of the way, two at least.
    """
    every = np.unique(np.linspace(0, steps, min(frames, steps + 1)).round().astype(int))
    return every[: max(2, int((every <= BEGINNING * steps).sum()))] if beginning else every


@st.cache_data(max_entries=1, show_spinner=False)
def noise() -> np.ndarray:
    """The one noise that all schedules use: (64, 64, 3) float32, standard normal."""
    return torch.randn(SIZE, SIZE, 3, generator=generator(0)).numpy()


def factors(schedule: Schedule, at: np.ndarray) -> np.ndarray:
    """(F, 2): how much of the picture and how much of the noise stands in each frame."""
    left = schedule.alpha_bar.numpy()[at]
    return np.stack([np.sqrt(left), np.sqrt(1 - left)], axis=1)


def mixture(
    name: str, x0: np.ndarray, schedule: Schedule, at: np.ndarray, words: str, *, size: str = "auto"
) -> Mixture:
    """A picture (64, 64, 3) on its way into the one noise."""
    title = under(schedule.name)
    return Mixture(name, x0, noise(), factors(schedule, at), title=title, role="noisy", note="", size=size,
                   store="int16", alt=f"{words}, noised {title}")  # fmt: skip


def under(name: str) -> str:
    """ "under cosine", "under a line by hand"."""
    return "under a line by hand" if name == "by hand" else f"under {name}"


def labels(schedule: Schedule, at: np.ndarray) -> list[str]:
    """One for each frame. at: (F,) its t."""
    left = schedule.alpha_bar.numpy()
    return [f"t = {t} of {schedule.steps} · noise {percent(1 - left[t])}" for t in at]
