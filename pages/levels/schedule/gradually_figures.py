"""Level 3: one step back in one dimension, and the whole way back in steps of a visitor's choice."""

from functools import cache, lru_cache

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.one_dimension import (
    average_gap,
    backward,
    bell_log_density,
    chain_back,
    gap,
    noised,
    off_the_data,
    two_heaps,
)
from diffusion_core.process.schedules import make_schedule
from pages.shared.numbers import percent
from pages.shared.player import Bars, Curves, Line, MovingCurves, Numbers
from pages.shared.player.track import Track

FRAMES = 81
NEAR = 0.1
DRAWS = 4000
WIDTH = 0.2
"""Of each heap, as the page shows it."""
_X_T = torch.linspace(-2, 2, FRAMES, dtype=torch.float64)
_X = torch.linspace(-2.2, 2.2, 221, dtype=torch.float64)
_BETAS = tuple((np.linspace(0.1, 1, 28) ** 2).round(4).tolist())
_EDGES = np.linspace(-3, 3, 61)
_SHOWN = 41


@lru_cache(maxsize=32)
def step_tracks(width: float, left: float, beta: float) -> list[Track]:
    """Where x_t came from, the best bell beside it, both in numbers, and the gap against β.

    width: of the heaps; left: ᾱ of x_{t-1}; beta: of the step.
    """
    before = noised(two_heaps(width), left)
    back = backward(before, beta, _X_T)
    true = back.log_density(_X.expand(FRAMES, -1)).exp()
    bell = bell_log_density(*back.best_bell(), _X.expand(FRAMES, -1)).exp()
    lines = [Line("all values before the step", before.log_density(_X).exp().numpy()[None], "plain", "solid"),
             Line("where xₜ truly came from", true.numpy(), "clean", "solid"),
             Line("the best bell", bell.numpy(), "guess", "dashed")]  # fmt: skip
    shown = MovingCurves("back", _X.numpy(), lines, at=_X_T.numpy(),
                         title="where it came from", note="", size="full",
                         at_name="xₜ, the value after the step", x_label="value", filled=True)  # fmt: skip
    return [shown, _gap_curve(width, left, beta), _numbers(width, left, beta, gap(back).numpy())]


def _numbers(width: float, left: float, beta: float, gaps: np.ndarray) -> Numbers:
    rows = {
        "gap here": [small(value) for value in gaps],
        "gap on average": [small(mean_gap(width, left, beta))] * FRAMES,
    }
    formats = dict.fromkeys(rows, "{}")
    roles = dict.fromkeys(rows, "guess")
    return Numbers("numbers", rows, formats=formats, roles=roles, title="between curve and bell", size="medium")


def small(gap: float) -> str:
    """A gap in words that round no rest away: "0.81", "0.0004", "below 0.0001"."""
    return f"{gap:.2f}" if gap >= 0.1 else f"{gap:.4f}" if gap >= 0.0001 else "below 0.0001"


def how_many(width: float, left: float, beta: float) -> np.ndarray:
    """(F,) of 1,000 values x_t, how many fall within NEAR of each frame's."""
    after = noised(noised(two_heaps(width), left), 1 - beta)
    offsets = torch.linspace(-NEAR, NEAR, 21, dtype=torch.float64)
    around = after.log_density(_X_T[:, None] + offsets).exp()
    return (1000 * torch.trapezoid(around, offsets, dim=1)).numpy()


def _in_words(number: float) -> str:
    return f"{number:.0f}" if number >= 1 else "fewer than 1"


@lru_cache(maxsize=32)
def step_labels(width: float, left: float, beta: float) -> list[str]:
    """One for each x_t: its value, and how rare it is."""
    counts = how_many(width, left, beta)
    values = [f"{x:+.2f}".replace("-", "−") for x in (_X_T.round(decimals=2) + 0.0).tolist()]
    return [
        f"xₜ = {x} · of 1,000 values {_in_words(n)} come within {NEAR}" for x, n in zip(values, counts, strict=True)
    ]


@st.cache_data(max_entries=500, show_spinner=False)
def mean_gap(width: float, left: float, beta: float) -> float:
    """The gap of a step, averaged over all x_t as often as each occurs."""
    return average_gap(noised(two_heaps(width), left), beta)


@st.cache_data(max_entries=64, show_spinner=False)
def _gaps(width: float, left: float) -> list[float]:
    return [average_gap(noised(two_heaps(width), left), beta) for beta in _BETAS]


def _gap_curve(width: float, left: float, beta: float) -> Curves:
    lines = [Line("this step", _gaps(width, left), "guess", "solid")]
    if left < 1:
        lines.append(Line("with no noise before it", _gaps(width, 1.0), "plain", "dashed"))
    return Curves("gaps", np.array(_BETAS), lines, at=np.full(FRAMES, beta), title="the gap by size of step",
                  note="", size="medium", role="guess", x_label="β of the step", y_range=(0, 1), digits=3,
                  y_label="average gap; 0: the bell fits")  # fmt: skip


@lru_cache(maxsize=16)
def chain(width: float, steps: int) -> np.ndarray:
    """(F, N) draws on their way back from noise, F the moments of `chain_moments`."""
    whole = list(chain_back(two_heaps(width), make_schedule("cosine", steps), DRAWS, generator(0)))
    return torch.stack([whole[at] for at in chain_moments(steps)]).float().numpy()


def chain_moments(steps: int) -> list[int]:
    """After how many steps back there is a frame: all, or 41 evenly."""
    return np.unique(np.linspace(0, steps, min(_SHOWN, steps + 1)).round().astype(int)).tolist()


@lru_cache(maxsize=64)
def off(width: float, steps: int) -> float:
    """The share of finished draws that lie further than two widths from both heaps, measured."""
    return off_the_data(two_heaps(width), torch.from_numpy(chain(width, steps)[-1]))


@cache
def off_of_data() -> float:
    """The same share of the data themselves: it does not depend on the width."""
    data = two_heaps(0.2)
    return off_the_data(data, data.draw(100_000, generator(1)))


def heights(width: float, steps: int) -> np.ndarray:
    """(F, B) how densely the draws lie in each of B boxes along the line, at the moments of `chain`."""
    counts = np.stack([np.histogram(row, _EDGES)[0] for row in chain(width, steps)])
    return counts / (DRAWS * (_EDGES[1] - _EDGES[0]))


@lru_cache(maxsize=64)
def chain_tracks(width: float, steps: int, *, revealed: bool) -> list[Track]:
    """The draws as a histogram that walks back to the data; before it is `revealed`, the noise alone."""
    found = heights(width, steps)[: None if revealed else 1]
    x = torch.linspace(-3, 3, 241, dtype=torch.float64)
    data = two_heaps(width).log_density(x).exp().numpy()
    return [Bars("draws", found, _EDGES, reference=(x.numpy(), data), reference_label="the two heaps",
                 x_label="value", top=1.15 * float(data.max()), title=f"{DRAWS:,} values on their way back",
                 role="noisy", note="", size="full")]  # fmt: skip


@lru_cache(maxsize=64)
def chain_labels(width: float, steps: int) -> list[str]:
    """One for each frame."""
    data = two_heaps(width)
    shares = [off_the_data(data, torch.from_numpy(row)) for row in chain(width, steps)]
    return [
        f"step {k} of {steps}{'' if k else ', pure noise'} · miss both heaps: {percent(s)}"
        for k, s in zip(chain_moments(steps), shares, strict=True)
    ]
