"""Level 1: out of fresh water a ring at a place of its own, and what the guide thinks meanwhile."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.ink import GLASS, family
from diffusion_core.ink.rings import RADIUS
from pages.levels.ink.films import REMEMBERED
from pages.shared.page.controls import MOST_SEEDS
from pages.shared.player import Numbers, Particles

SPECKS = 250
STEPS = 60
FPS = 15
MAP = 23
"""Pixels along the map of places, which is as large as the glass; at first a place to a pixel."""
CROSS = np.array([(x, y) for reach in np.linspace(-0.03, 0.03, 13) for x, y in ((reach, 0), (0, reach))])
"""(26, 2) points of a cross, around its middle."""
EVEN = 0.3
"""How much ink a place has while all are as likely."""
NEAR = 0.02
"""Specks that miss a ring by less, in widths of the glass, lie on it."""


@dataclass(frozen=True)
class Gathering:
    """A ring that forms out of fresh water.

    specks: (F, N, 2) in [0, 1]; places: (F, M, 2) where the guide looks; weights: (F, M), sum 1, of each.
    """

    specks: np.ndarray
    places: np.ndarray
    weights: np.ndarray


@st.cache_data(max_entries=REMEMBERED // 2, show_spinner=False)
def gathering(water: int, shoves: int) -> Gathering:
    """STEPS + 1 frames. water: number of the glass that chance has filled; shoves: of those on the way."""
    start = torch.rand(SPECKS, 2, dtype=torch.float64, generator=generator(water))
    steps = list(family.new_drop(start, family.way_back(STEPS), generator(MOST_SEEDS + shoves)))
    return Gathering(*(torch.stack([getattr(step, name) for step in steps]).numpy() for name in NAMES))


NAMES = ("specks", "places", "weights")


def swapped() -> dict[str, Gathering]:
    """Three runs: the first; the same water with other shoves; other water with the same shoves.

    A usual case: their rings are about as far apart as such rings are on average (docs/measurements.md).
    """
    return {"first": gathering(1, 0), "shoves": gathering(1, 2), "water": gathering(2, 0)}


def likeliest(ran: Gathering) -> np.ndarray:
    """(F, 2) the place that the guide thinks likeliest at each frame, in [0, 1]."""
    return np.take_along_axis(ran.places, ran.weights.argmax(axis=1)[:, None, None], axis=1)[:, 0]


def shares(ran: Gathering) -> np.ndarray:
    """(F,) the share of the specks that lie on the ring where it comes out."""
    away = np.linalg.norm(ran.specks - likeliest(ran)[-1], axis=2)
    return (abs(away - RADIUS) < NEAR).mean(axis=1)


def on_ring(ran: Gathering) -> int:
    """How many specks end on one ring."""
    return round(SPECKS * shares(ran)[-1])


def unsure(ran: Gathering) -> np.ndarray:
    """(F,) millimetres by which the guide may be off when it says where the middle is (root mean square)."""
    believed = (ran.weights[..., None] * ran.places).sum(axis=1, keepdims=True)
    return 1000 * GLASS * np.sqrt((ran.weights * ((ran.places - believed) ** 2).sum(axis=2)).sum(axis=1))


def apart(one: Gathering, other: Gathering) -> float:
    """Millimetres in the glass from the middle of one run's ring to that of another's."""
    return 1000 * GLASS * float(np.hypot(*(likeliest(one)[-1] - likeliest(other)[-1])))


def labels(frames: int = STEPS + 1) -> list[str]:
    return ["fresh water", *(f"step {step} of {STEPS}" for step in range(1, frames))]


def glass(ran: Gathering, frames: int, *, crossed: bool, name: str = "new", title: str = f"{SPECKS} specks",
          size: str = "main") -> Particles:  # fmt: skip
    """The specks. crossed: with a cross where the guide thinks the middle of the ring likeliest."""
    cross = likeliest(ran)[:, None] + CROSS[: len(CROSS) * crossed]
    groups = np.repeat([0, 1], [SPECKS, cross.shape[1]])
    return Particles(name, np.concatenate([ran.specks, cross], axis=1)[:frames], groups=groups,
                     colours=("ink", "plain"), title=title, note="", alt=f"specks of ink in a glass: {title}", role=""
                     "ink",
                     size=size, radius=9 if size == "main" else 12, glass=True)  # fmt: skip


def glasses(runs: dict[str, Gathering], *, started: bool) -> list[Particles]:
    """The runs of `swapped` side by side; before they have started, their water. The ring of the first is marked."""
    titles = {"first": "the first", "shoves": "same water, other shoves", "water": "other water, same shoves"}
    frames = STEPS + 1 if started else 1
    return [
        glass(ran, frames, crossed=started, name=name, title=titles[name], size="small") for name, ran in runs.items()
    ]


def cells(ran: Gathering) -> np.ndarray:
    """(F, MAP, MAP) how likely the middle is in each cell of the glass, by row and column."""
    column, row = np.moveaxis((ran.places * MAP).astype(int), -1, 0)
    return np.stack([
        np.bincount(where, weights, minlength=MAP**2).reshape(MAP, MAP)
        for where, weights in zip(row * MAP + column, ran.weights, strict=True)
    ])  # fmt: skip


def thoughts(ran: Gathering, frames: int) -> Particles:
    """The map of places, drawn as large as the glass: the more ink, the likelier the guide thinks a ring there.

    The likeliest cell of a frame has the most ink, and the more it has, the surer the guide. Near the walls a ring has
    no room.
    """
    likely, count = cells(ran)[:frames], family.PLACES**2
    most = likely.max(axis=(1, 2), keepdims=True)
    sure = np.log(count * most) / np.log(count)
    sheet = likely / most * (EVEN + (1 - EVEN) * sure)
    return Particles("map", np.zeros((len(sheet), 0, 2)), shade=sheet, title="the guide's map", note="", role="ink",
                     size="medium", alt="how likely the middle of the ring is at each place")  # fmt: skip


def tally(ran: Gathering, frames: int) -> Numbers:
    rows = {"On one ring": SPECKS * shares(ran)[:frames], "The guide is sure of its place to": unsure(ran)[:frames]}
    patterns = dict(zip(rows, (f"{{:.0f}} of {SPECKS} specks", "{:.1f} mm"), strict=True))
    return Numbers("agreed", rows, formats=patterns, title="do they agree?")


def undecided(ran: Gathering) -> int:
    """The frames before any cell is three times as likely as it was at first."""
    return max(2, int((cells(ran).max(axis=(1, 2)) < 3 / family.PLACES**2).cumprod().sum()))
