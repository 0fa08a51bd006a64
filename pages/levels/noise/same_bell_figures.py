"""Level 2: a black and a white pixel, a thousand runs each: two hills of values that walk into one bell."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import small_steps
from pages.levels.noise.scales import STEPS, bell, heights, schedule, to_levels
from pages.shared.player import Line, MovingCurves, Numbers
from pages.shared.player.track import Track

RUNS = 1000
BEGINNING = 31
"""Frames on arrival: the hills have set out, and it is not yet seen where they go."""
_EDGES = np.linspace(-4, 4, 65)
_MIDDLES = (_EDGES[1:] + _EDGES[:-1]) / 2


@dataclass(frozen=True)
class Heaps:
    """Values of a pixel's number that began at -1 and at 1.

    black, white: (T + 1, 1000); black_counts, white_counts: (T + 1, K) how densely they lie.
    """

    black: np.ndarray
    white: np.ndarray
    black_counts: np.ndarray
    white_counts: np.ndarray


@st.cache_data(max_entries=8, show_spinner=False)
def heaps(seed: int) -> Heaps:
    """A thousand runs of each, all with draws of their own."""
    x0 = torch.tensor([-1.0, 1.0]).repeat_interleave(RUNS)
    x = torch.stack([x0, *small_steps(x0, schedule(), generator(seed))]).numpy()
    black, white = x[:, :RUNS], x[:, RUNS:]
    return Heaps(black, white, heights(black, _EDGES), heights(white, _EDGES))


def tracks(both: Heaps, *, revealed: bool) -> list[Track]:
    """The two histograms, and where the middle of each hill is. revealed: all of the way, with the bell at its end."""
    until = STEPS + 1 if revealed else BEGINNING
    lines = [
        Line("black at first", both.black_counts[:until], "noisy", "solid"),
        Line("white at first", both.white_counts[:until], "noisy"),
    ]
    if revealed:
        lines.append(Line("the bell at the end", bell(_MIDDLES)[None], "noise"))
    return [
        MovingCurves("heaps", to_levels(_MIDDLES), lines, title="a thousand runs each", note="", role="noisy",
                     x_label="number; a screen shows 0 to 255", filled=True, y_range=(0, 0.75),
                     alt="two histograms that walk into one bell"),
        _middles(both, until),
    ]  # fmt: skip


def _middles(both: Heaps, until: int) -> Numbers:
    """On the scale of 0 to 255."""
    black, white = (to_levels(values[:until]).mean(1) for values in (both.black, both.white))
    rows = {"black's middle": black, "white's middle": white, "apart": white - black}
    formats = dict.fromkeys(rows, "{:.0f}") | {"apart": "{:.1f}"}
    return Numbers("middles", rows, formats=formats, roles=dict.fromkeys(rows, "noisy"),
                   title="on average; a screen shows 0 to 255")  # fmt: skip
