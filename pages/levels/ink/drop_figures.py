"""Level 1: a glass of specks beside a glass of shade, and how well a rule of walking acts like ink."""

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from pages.levels.ink.films import FPS, REMEMBERED, Film, along, film, shares, spot
from pages.shared.player import Numbers, Particles

CELLS = 32
"""A whole part of the cells in which the ink begins; otherwise some hold more of them than others, as in a tartan.

After a tenth of a second of film nobody can tell them from 48, which are twice as heavy.
"""
DARKNESS = 0.2
"""How much light ink takes away that is evenly mixed (Beer's law: the rest is exp(-DARKNESS · ink))."""
TRAIL = FPS
"""Frames of one speck's past that are drawn behind it, TRAIL_PIECES points to each."""
TRAIL_PIECES = 4


def drawable(letter: str) -> bool:
    """Whether there is ink in what a visitor typed as a letter."""
    try:
        ink.ink_of(letter)
    except ValueError:
        return False
    return True


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def shade(shape: str, celsius: int, *, drops: int = 1) -> np.ndarray:
    """How dark the ink makes each cell, exactly: (FRAMES, CELLS, CELLS) uint8, 255 being black."""
    amount = shares(shape, celsius, drops, cells=CELLS) * CELLS**2
    return (255 * (1 - torch.exp(-DARKNESS * amount))).round().to(torch.uint8).numpy()


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def in_place(shape: str, celsius: int, seed: int, *, drops: int, rule: str) -> np.ndarray:
    """(FRAMES,) how many specks in 100 are where ink would be at that moment, by counts in six by six cells."""
    specks = torch.from_numpy(film(shape, celsius, seed, drops=drops, rule=rule).specks / 65_535)
    return 100 * ink.agreement(specks, shares(shape, celsius, drops, cells=6)).numpy()


def glass_of_specks(film: Film) -> Particles:
    """All specks, and in the text's colour the path of the first one."""
    trail = _trail(film.specks[:, 0].astype(np.float64))
    groups = np.repeat([0, 1], [film.specks.shape[1], trail.shape[1]])
    positions = np.concatenate([film.specks, trail.round().astype(np.uint16)], axis=1)
    title = f"{film.specks.shape[1]:,} specks"
    alt = f"{title} of ink in a glass, one of them with the path that it took"
    return Particles("specks", positions, groups=groups, colours=("ink", "plain"), title=title, alt=alt, role="ink",
                     size="main", radius=8, opacity=0.75)  # fmt: skip


def glass_of_shade(dark: np.ndarray) -> Particles:
    """More specks than anybody can count: the exact shade, and no speck."""
    alt = "how dark endlessly many specks of ink make the same glass"
    return Particles("shade", np.zeros((len(dark), 0, 2)), shade=dark, smooth=True, title="how ink looks", note="",
                     alt=alt, role="ink", size="medium")  # fmt: skip


def judge(rates: dict[str, np.ndarray]) -> Numbers:
    """How well rules act like ink, moment by moment. rates: by name, (FRAMES,) percent."""
    return Numbers(
        "judge", rates, formats=dict.fromkeys(rates, "{:.0f} of 100 specks"), title="how much like real ink?"
    )


def _trail(path: np.ndarray) -> np.ndarray:
    """(F, P, 2) points along the last second of a path (F, 2), and a spot of points around where it is now."""
    now = np.arange(len(path))[:, None]
    back = np.linspace(0, TRAIL, TRAIL * TRAIL_PIECES + 1)
    past = np.clip(now - back, 0, None)
    return np.clip(np.concatenate([along(path, past), path[:, None] + spot()], axis=1), 0, 65_535)
