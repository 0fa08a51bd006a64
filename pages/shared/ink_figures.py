"""Level 1's films of spreading ink: what the core computes of it, kept by settings, as tracks for the player."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.randomness import generator
from pages.shared.player import Numbers, Particles

FPS = 10
FRAMES = 6 * FPS + 1
SPECKS = 500
CELLS = 32
"""A whole part of the cells in which the ink begins; otherwise some hold more of them than others, as in a tartan.

After a tenth of a second of film nobody can tell them from 48, which are twice as heavy.
"""
DARKNESS = 0.2
"""How much light ink takes away that is evenly mixed (Beer's law: the rest is exp(-DARKNESS · ink))."""
TRAIL = FPS
"""Frames of one speck's past that are drawn behind it, TRAIL_PIECES points to each."""
TRAIL_PIECES = 4
PAIR_WATER = 40
PAIR_SPECKS = 700
GUESSER_CELLS = 48
"""How finely the best guesser looks at a pair."""
KEPT = 48
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


def drawable(letter: str) -> bool:
    """Whether there is ink in what a visitor typed as a letter."""
    try:
        ink.ink_of(letter)
    except ValueError:
        return False
    return True


@st.cache_data(max_entries=KEPT, show_spinner=False)
def film(shape: str, celsius: int, seed: int, *, drops: int = 1, rule: str = CHANCE, specks: int = SPECKS) -> Film:
    """The specks' film. shape: as for ink.ink_of; rule: a key of ink.RULES; specks: how many."""
    chance = generator(seed)
    start = ink.specks_of(ink.ink_of(shape, drops=drops), specks, chance)
    paths = ink.RULES[rule](start, ink.diffusion(celsius) * moments(), chance)
    return Film((paths.numpy() * 65_535).round().astype(np.uint16))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def shade(shape: str, celsius: int, *, drops: int = 1) -> np.ndarray:
    """How dark the ink makes each cell, exactly: (FRAMES, CELLS, CELLS) uint8, 255 being black."""
    amount = shares(shape, celsius, drops, cells=CELLS) * CELLS**2
    return (255 * (1 - torch.exp(-DARKNESS * amount))).round().to(torch.uint8).numpy()


@st.cache_data(max_entries=KEPT, show_spinner=False)
def in_place(shape: str, celsius: int, seed: int, *, drops: int, rule: str) -> np.ndarray:
    """(FRAMES,) how many specks in 100 are where ink would be at that moment, by counts in six by six cells."""
    specks = torch.from_numpy(film(shape, celsius, seed, drops=drops, rule=rule).specks / 65_535)
    return 100 * ink.agreement(specks, shares(shape, celsius, drops, cells=6)).numpy()


def shares(shape: str, celsius: float, drops: int = 1, *, cells: int) -> torch.Tensor:
    """The exact share of the ink in each cell, (FRAMES, cells, cells)."""
    return ink.concentration(ink.ink_of(shape, drops=drops), ink.diffusion(celsius) * moments(), cells=cells)


def glass_of_specks(film: Film) -> Particles:
    """All specks, and in the text's colour the path of the first one."""
    trail = _trail(film.specks[:, 0].astype(np.float64))
    groups = np.repeat([0, 1], [film.specks.shape[1], trail.shape[1]])
    positions = np.concatenate([film.specks, trail.round().astype(np.uint16)], axis=1)
    title = f"{film.specks.shape[1]:,} specks"
    alt = f"{title} of ink in a glass, one of them with the path that it took"
    return Particles("specks", positions, groups=groups, colours=("ink", "plain"), title=title, alt=alt, role="ink",
                     size="medium", radius=8, opacity=0.75)  # fmt: skip


def glass_of_shade(dark: np.ndarray) -> Particles:
    """More specks than anybody can count: the exact shade, and no speck."""
    alt = "how dark endlessly many specks of ink make the same glass"
    return Particles("shade", np.zeros((len(dark), 0, 2)), shade=dark, smooth=True, title="how ink looks", note="",
                     alt=alt, role="ink", size="medium")  # fmt: skip


def judge(rates: dict[str, np.ndarray]) -> Numbers:
    """How well rules act like ink, moment by moment. rates: by name, (FRAMES,) percent."""
    return Numbers("judge", rates, formats=dict.fromkeys(rates, "{:.0f} of 100"), title="specks that lie as ink does")


def pair(seed: int) -> tuple[str, str]:
    """What two glasses began with, the left one first: a heart and a ring, in an order that chance chose."""
    swapped = torch.rand(1, generator=generator(seed)).item() < 0.5
    return ("ring", "heart") if swapped else ("heart", "ring")


def pair_glasses(seed: int, *, frame: int | None = None) -> list[Particles]:
    """The two glasses of a pair, left and right: their whole films, or one frame of them."""
    films = [film(shape, PAIR_WATER, 2 * seed + i, specks=PAIR_SPECKS) for i, shape in enumerate(pair(seed))]
    return [_glass(name, one, frame=frame) for name, one in zip(("left", "right"), films, strict=True)]


@st.cache_data(show_spinner=False)
def pair_guesses() -> np.ndarray:
    """(FRAMES,) how many times in 100 the best guesser there can be tells the two glasses of a pair apart."""
    heart, ring = (shares(shape, PAIR_WATER, cells=GUESSER_CELLS) for shape in ("heart", "ring"))
    return 100 * ink.best_guess(heart, ring, PAIR_SPECKS).numpy()


def _glass(name: str, film: Film, *, frame: int | None) -> Particles:
    shown = film.specks if frame is None else film.specks[frame][None]
    title = f"the {name} glass"
    return Particles(name, shown, title=title, alt=f"specks of ink in {title}", role="ink", size="medium", radius=8)


def guesser(rates: np.ndarray) -> Numbers:
    """The best guesser's luck, moment by moment. rates: (FRAMES,) percent."""
    label = "The best guesser in the world is right"
    return Numbers("guesser", {label: rates}, formats={label: "{:.0f} times in 100"}, title="can anybody tell?")


def _trail(path: np.ndarray) -> np.ndarray:
    """(F, P, 2) points along the last second of a path (F, 2), and a spot of points around where it is now."""
    now = np.arange(len(path))[:, None]
    back = np.linspace(0, TRAIL, TRAIL * TRAIL_PIECES + 1)
    past = np.clip(now - back, 0, None)
    return np.clip(np.concatenate([along(path, past), path[:, None] + spot()], axis=1), 0, 65_535)


def along(path: np.ndarray, frames: np.ndarray) -> np.ndarray:
    """Where a path (F, 2) is at frames of any shape, between two of them on a straight line: (..., 2)."""
    before = np.floor(frames).astype(int)
    share = (frames - before)[..., None]
    return (1 - share) * path[before] + share * path[np.minimum(before + 1, len(path) - 1)]


def spot() -> np.ndarray:
    """(12, 2) points around a speck that is to be seen among the others."""
    angles = np.arange(12) * np.pi / 6
    return 65_535 * 0.008 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
