"""Level 1: the film of spreading ink that several experiments show, and the exact shares that go with it."""

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator

FPS = 10
FRAMES = 6 * FPS + 1
LONGEST = 6.0
"""How long the ink spreads, in units of ink.SPEED_UP seconds."""
SPECKS = 500
REMEMBERED = 48
"""So many results of each kind at most."""
CHANCE = next(iter(ink.RULES))
MIDDLE = (0.5, 0.5)
Place = tuple[float, float]
"""Where a drop falls: x and y in [0, 1]."""


def moments() -> torch.Tensor:
    """(FRAMES,) how long the ink has spread, in units of ink.SPEED_UP seconds.

    They grow as the cube of the frames: shapes are seen before they go, and the end doesn't take long.
    """
    return LONGEST * (torch.arange(FRAMES, dtype=torch.float64) / (FRAMES - 1)) ** 3


def days(moment: float) -> float:
    """Days in the real glass."""
    return moment * ink.SPEED_UP / 86_400


def after(moment: float) -> str:
    """The same in words: "after 6 seconds", "after 20 minutes", "after 7 hours", "after 3.5 days"."""
    minutes = 24 * 60 * days(moment)
    hours = minutes / 60
    if minutes < 1.5:
        return f"after {60 * minutes:.0f} seconds"
    if hours < 1.5:
        return f"after {minutes:.0f} minutes"
    return f"after {hours:.0f} hours" if hours < 48 else f"after {hours / 24:.1f} days"


def labels() -> list[str]:
    return ["the drop falls", *(after(moment) for moment in moments()[1:].tolist())]


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def walks(shape: str, celsius: int, seed: int, *, drops: int = 1, specks: int = SPECKS) -> np.ndarray:
    """(FRAMES, specks, 2) float32: how far each speck is from the drop's middle, as if the glass had no walls.

    shape: as for ink.ink_of. It is the same wherever the drop falls.
    """
    chance = generator(seed)
    start = ink.specks_of(ink.ink_of(shape, drops=drops), specks, chance) - 0.5
    return ink.wander(start, ink.diffusion(celsius) * moments(), chance).numpy()


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def film(shape: str, celsius: int, seed: int, *, drops: int = 1, rule: str = CHANCE, specks: int = SPECKS,
         at: Place = MIDDLE) -> np.ndarray:  # fmt: skip
    """(FRAMES, specks, 2) uint16, 65,535 being the glass's width. rule: a key of ink.RULES; at: where it falls."""
    ways = torch.from_numpy(walks(shape, celsius, seed, drops=drops, specks=specks)) + torch.tensor(at)
    if rule == CHANCE:
        places = ink.reflect(ways)
    else:
        places = ink.RULES[rule](ways[0], ink.diffusion(celsius) * moments(), generator(seed))
    return (places.numpy() * 65_535).round().astype(np.uint16)


def shares(shape: str, celsius: float, *, cells: int) -> torch.Tensor:
    """The exact share of the ink in each cell, (FRAMES, cells, cells)."""
    return ink.concentration(ink.ink_of(shape), ink.diffusion(celsius) * moments(), cells=cells)
