"""Level 1: the film of spreading ink that several experiments show, and the exact shares that go with it."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator

FPS = 10
FRAMES = 6 * FPS + 1
SPECKS = 500
REMEMBERED = 48
"""So many results of each kind at most."""
CHANCE = next(iter(ink.RULES))


@dataclass(frozen=True)
class Film:
    """specks: (FRAMES, N, 2) uint16, 65,535 being the glass's width."""

    specks: np.ndarray

    def outwards_and_back(self) -> tuple[int, int]:
        """How many moves lead away from the middle of the glass, and how many towards it.

        Only moves that begin within a quarter of a glass of the middle count: no wall turns those round. A speck that
        looked for clear water would go outwards more often; chance alone goes as often back.
        """
        places = self.specks.astype(np.int64) - 32_768
        counted = (places[:-1] ** 2).sum(axis=2) < 16_384**2
        ways = (places[:-1] * np.diff(places, axis=0)).sum(axis=2)[counted]
        return int((ways > 0).sum()), int((ways < 0).sum())


def moments() -> torch.Tensor:
    """(FRAMES,) seconds of film."""
    return torch.arange(FRAMES, dtype=torch.float64) / FPS


def days(seconds: float) -> float:
    """Days in the real glass for seconds of film."""
    return seconds * ink.SPEED_UP / 86_400


def labels() -> list[str]:
    return [f"{t:.1f} seconds · {days(t):.1f} days in a real glass" for t in moments().tolist()]


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def film(shape: str, celsius: int, seed: int, *, drops: int = 1, rule: str = CHANCE, specks: int = SPECKS) -> Film:
    """The specks' film. shape: as for ink.ink_of; rule: a key of ink.RULES; specks: how many."""
    chance = generator(seed)
    start = ink.specks_of(ink.ink_of(shape, drops=drops), specks, chance)
    paths = ink.RULES[rule](start, ink.diffusion(celsius) * moments(), chance)
    return Film((paths.numpy() * 65_535).round().astype(np.uint16))


def shares(shape: str, celsius: float, drops: int = 1, *, cells: int) -> torch.Tensor:
    """The exact share of the ink in each cell, (FRAMES, cells, cells)."""
    return ink.concentration(ink.ink_of(shape, drops=drops), ink.diffusion(celsius) * moments(), cells=cells)


def along(path: np.ndarray, frames: np.ndarray) -> np.ndarray:
    """Where a path (F, 2) is at frames of any shape, between two of them on a straight line: (..., 2)."""
    before = np.floor(frames).astype(int)
    share = (frames - before)[..., None]
    return (1 - share) * path[before] + share * path[np.minimum(before + 1, len(path) - 1)]


def spot() -> np.ndarray:
    """(12, 2) points around a speck that is to be seen among the others."""
    angles = np.arange(12) * np.pi / 6
    return 65_535 * 0.008 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
