"""Level 1: out of fresh water a ring at a place of its own, and what the guide thinks meanwhile."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.ink import GLASS, family
from pages.levels.ink.films import REMEMBERED
from pages.shared.player import Numbers, Particles

SPECKS = 250
STEPS = 60
FPS = 15
MAP = 21
"""Pixels along the map of places, which is as large as the glass."""
CROSS = np.array([(x, y) for reach in np.linspace(-0.03, 0.03, 13) for x, y in ((reach, 0), (0, reach))])
"""(26, 2) points of a cross, around its middle."""
EVEN = 0.3
"""How much ink a place has while all are as likely."""


@dataclass(frozen=True)
class Gathering:
    """A ring that forms out of fresh water.

    specks: (F, N, 2) in [0, 1]; weights: (F, PLACES²), sum 1; shares: (F,) of 100 specks, those on the best ring.
    """

    specks: np.ndarray
    weights: np.ndarray
    shares: np.ndarray


@st.cache_data(max_entries=REMEMBERED // 2, show_spinner=False)
def gathering(seed: int, together: bool) -> Gathering:
    """STEPS + 1 frames. together: whether all specks are guided by what they say together."""
    chance = generator(seed)
    start = torch.rand(SPECKS, 2, dtype=torch.float64, generator=chance)
    steps = list(family.new_drop(start, family.way_back(STEPS), chance, together=together))
    specks, weights = (torch.stack([getattr(step, name) for step in steps]) for name in ("specks", "weights"))
    shares = [100 * family.on_best_ring(frame)[1] for frame in specks]
    return Gathering(specks.numpy(), weights.numpy(), np.array(shares))


def likeliest(ran: Gathering) -> np.ndarray:
    """(F, 2) the place that the guide thinks likeliest at each frame, in [0, 1]."""
    return family.places().numpy()[ran.weights.argmax(axis=1)]


def apart(one: Gathering, other: Gathering) -> float:
    """Millimetres in the glass from the middle of one run's ring to that of another's."""
    return 1000 * GLASS * float(np.hypot(*(likeliest(one)[-1] - likeliest(other)[-1])))


def labels(frames: int = STEPS + 1) -> list[str]:
    return ["fresh water", *(f"step {step} of {STEPS}" for step in range(1, frames))]


def glass(ran: Gathering, frames: int, *, crossed: bool) -> Particles:
    """The specks. crossed: with a cross where the guide thinks the middle of the ring likeliest."""
    cross = likeliest(ran)[:, None] + CROSS[: len(CROSS) * crossed]
    groups = np.repeat([0, 1], [SPECKS, cross.shape[1]])
    return Particles("new", np.concatenate([ran.specks, cross], axis=1)[:frames], groups=groups,
                     colours=("ink", "plain"), title=f"{SPECKS} specks", alt="specks of ink in a glass", role="ink",
                     size="main", radius=9, glass=True)  # fmt: skip


def thoughts(ran: Gathering, frames: int, *, together: bool) -> Particles:
    """The map of places, drawn as large as the glass: the more ink, the likelier the guide thinks a ring there.

    The likeliest place of a frame has the most ink, and the more it has, the surer the guide. Near the walls a ring
    has no room.
    """
    weights, count = ran.weights[:frames], family.PLACES**2
    most = weights.max(axis=1, keepdims=True)
    sure = np.log(count * most) / np.log(count)
    share = weights / most * (EVEN + (1 - EVEN) * sure)
    edge = (MAP - family.PLACES) // 2
    sheet = np.zeros((len(share), MAP, MAP))
    sheet[:, edge:-edge, edge:-edge] = share.reshape(-1, family.PLACES, family.PLACES)
    title = "the guide's map" if together else "all guides' maps"
    return Particles("map", np.zeros((len(sheet), 0, 2)), shade=sheet, title=title, note="", role="ink",
                     size="medium", alt="how likely the middle of the ring is at each place")  # fmt: skip


def tally(ran: Gathering, frames: int) -> Numbers:
    rows = {"On one ring": ran.shares[:frames], "Likeliest place": 100 * ran.weights[:frames].max(axis=1)}
    patterns = {"On one ring": "{:.0f} of 100 specks", "Likeliest place": "{:.1f} % sure"}
    return Numbers("agreed", rows, formats=patterns, title="do they agree?")


def undecided(ran: Gathering) -> int:
    """The frames before any place is three times as likely as it was at first."""
    return max(2, int((ran.weights.max(axis=1) < 3 / family.PLACES**2).cumprod().sum()))
