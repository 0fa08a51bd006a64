"""Level 1: two glasses of which one began with a heart, the other with a ring, and the best guesser there can be."""

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink.films import film, shares
from pages.shared.player import Numbers, Particles

PAIR_WATER = 40
PAIR_SPECKS = 700
GUESSER_CELLS = 48
"""How finely the best guesser looks at a pair."""


def pair(seed: int) -> tuple[str, str]:
    """What two glasses began with, the left one first: a heart and a ring, in an order that chance chose."""
    swapped = torch.rand(1, generator=generator(seed)).item() < 0.5
    return ("ring", "heart") if swapped else ("heart", "ring")


def pair_glasses(seed: int, *, frame: int | None = None) -> list[Particles]:
    """The two glasses of a pair, left and right: their whole films, or one frame of them."""
    return [_glass(name, one, frame=frame) for name, one in both_films(seed).items()]


def both_films(seed: int) -> dict[str, np.ndarray]:
    """(FRAMES, PAIR_SPECKS, 2) uint16 of the left glass and of the right one, as `films.film`."""
    films = [film(shape, PAIR_WATER, 2 * seed + i, specks=PAIR_SPECKS) for i, shape in enumerate(pair(seed))]
    return dict(zip(("left", "right"), films, strict=True))


@st.cache_data(show_spinner=False)
def pair_guesses() -> np.ndarray:
    """(FRAMES,) how many times in 100 the best guesser there can be tells the two glasses of a pair apart."""
    heart, ring = (shares(shape, PAIR_WATER, cells=GUESSER_CELLS) for shape in ("heart", "ring"))
    return 100 * ink.best_guess(heart, ring, PAIR_SPECKS).numpy()


def _glass(name: str, specks: np.ndarray, *, frame: int | None) -> Particles:
    shown = specks if frame is None else specks[frame][None]
    title = f"the {name} glass"
    return Particles(name, shown, title=title, alt=f"specks of ink in {title}", role="ink", size="medium", radius=7,
                     glass=True, haze=True)  # fmt: skip


def guesser(rates: np.ndarray) -> Numbers:
    """The best guesser's luck, moment by moment. rates: (FRAMES,) percent."""
    label = "At this moment the best guesser is right"
    return Numbers("guesser", {label: rates}, formats={label: "{:.0f} times in 100"}, title="can anybody tell?")
