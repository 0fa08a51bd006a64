"""Level 4: small trainings as they run, beside what they learn from."""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.common.files import NoWeights, read_tensors
from diffusion_core.common.randomness import generator
from diffusion_core.data.point_world import draw_points
from diffusion_core.data.small_cats import draw_small
from diffusion_core.networks.small_nets import blank_point_net
from diffusion_core.training.watched import (
    LESSONS,
    RIGHT,
    Glimpse,
    begin_critters,
    glimpse_of_critters,
    glimpse_of_points,
)
from pages.levels.network.learning.floor import by_level
from pages.levels.network.learning.recorded_run import recorded
from pages.shared.player import Curves, Line, Particles, Pictures, tile
from pages.shared.player.track import Track

_REACH = 2.6
_TRUE_POINTS = 600


@st.cache_data(max_entries=4, show_spinner=False)
def blank_glimpse(name: str) -> Glimpse:
    """What the small network of a lesson can do before its first nudge."""
    if name == "points":
        return glimpse_of_points(blank_point_net(0), 0, 0, math.nan, 0.0)._replace(seconds=0.0)
    state, _ = begin_critters(0, LESSONS[name])
    return glimpse_of_critters(state, math.nan, 0.0)._replace(seconds=0.0)


def tracks(name: str, glimpses: Sequence[Glimpse], *, latest: bool = False) -> list[Track]:
    """What stands beside what was to be learnt, a curve over the nudges; one frame a glimpse, or the latest alone."""
    return _TRACKS[name](glimpses, glimpses[-1:] if latest else glimpses)


def recorded_tracks() -> tuple[list[Track], list[str], int]:
    """How the recorded run learnt the colours, a frame a glimpse: tracks, labels, and the frame that reached the aim.

    Before the curve what it learnt from; its own pictures weren't kept.
    """
    run = recorded()["critters"]
    nudges, right = np.array(run["nudges"], np.float64), 100 * np.array(run["right"])
    lines = [
        Line("colour is right", right, "guess"),
        Line("the aim", np.full(len(right), 100 * RIGHT), "plain", "dashed"),
    ]
    taught = Pictures("taught", tile(draw_small(range(16)), columns=4), title="what it learns from", role="clean",
                      note="", size="main")  # fmt: skip
    curve = Curves("right", nudges, lines, title="right colour, in %", digits=0, trail=True, y_range=(0, 105),
                   x_label="nudges", role="guess", note="", size="medium")  # fmt: skip
    labels = [f"nudge {made:,.0f} · {share:.0f} % have their colour" for made, share in zip(nudges, right, strict=True)]
    return [taught, curve], labels, int(np.argmax(right >= 100 * RIGHT))


def _critters(glimpses: Sequence[Glimpse], shown: Sequence[Glimpse]) -> list[Track]:
    sheets = np.stack([tile(glimpse.samples, columns=4) for glimpse in shown])
    taught = tile(draw_small(range(16)), columns=4)
    return [
        Pictures("samples", sheets, title="new pictures", role="guess", note="", size="main"),
        Pictures("taught", taught, title="what it learns from", role="clean", note="", size="main"),
        *([_right(glimpses, shown)] if len(glimpses) > 1 else []),
    ]


def _right(glimpses: Sequence[Glimpse], shown: Sequence[Glimpse]) -> Curves:
    """How many pictures have the colour asked for, up to the glimpse that is shown."""
    right, wished = np.array([100 * glimpse.right for glimpse in glimpses]), np.full(len(glimpses), 100 * RIGHT)
    lines = [Line("colour is right", right, "guess"), Line("the aim", wished, "plain", "dashed")]
    return Curves("right", _at(glimpses), lines, at=_at(shown), title="right colour, in %", digits=0, trail=True,
                  y_range=(0, 105), x_label="nudges", role="guess", note="", size="full")  # fmt: skip


def _points(glimpses: Sequence[Glimpse], shown: Sequence[Glimpse]) -> list[Track]:
    boxes = np.stack([_box(glimpse.samples) for glimpse in shown])
    true = np.repeat(_box(draw_points(_TRUE_POINTS, generator(7)))[None], len(shown), 0)
    return [
        Particles("samples", boxes, colours=("guess",), radius=8, title="new points", role="guess", note="",
                  size="main", alt="points that the network made out of noise"),
        Particles("taught", true, colours=("clean",), radius=8, title="what it learns from", role="clean", note="",
                  size="main", alt="two moons of points"),
        by_level(np.stack([glimpse.by_level.numpy() for glimpse in shown])),
    ]  # fmt: skip


_TRACKS: dict[str, Callable[[Sequence[Glimpse], Sequence[Glimpse]], list[Track]]] = {
    "critters": _critters,
    "points": _points,
}


@cache
def large_nudges() -> int:
    """How often the shipped network was nudged, by its notes; 0 where they do not say, or are not there."""
    try:
        return int(read_tensors(MODEL)[0].get("steps", 0))
    except NoWeights:
        return 0


def label(name: str, glimpse: Glimpse) -> str:
    """ "nudge 300 of 960 · 9,600 examples · 11 s of processor time"."""
    nudges = f"nudge {glimpse.nudges:,} of {LESSONS[name].nudges:,}"
    return f"{nudges} · {glimpse.seen:,} examples · {glimpse.seconds:.0f} s of processor time"


def learnt_after(glimpses: Sequence[Glimpse]) -> int | None:
    """The nudges after which the colour was first right often enough, None if it never was."""
    return next((glimpse.nudges for glimpse in glimpses if glimpse.right >= RIGHT), None)


def recorded_right(nudges: int) -> float:
    """The share of right colours in the recorded run at the last glimpse up to so many nudges."""
    run = recorded()["critters"]
    return [right for made, right in zip(run["nudges"], run["right"], strict=True) if made <= nudges][-1]


def recorded_learnt_after() -> int:
    """The same in the recorded run."""
    run = recorded()["critters"]
    return next(nudges for nudges, right in zip(run["nudges"], run["right"], strict=True) if right >= RIGHT)


def _at(glimpses: Sequence[Glimpse]) -> np.ndarray:
    return np.array([glimpse.nudges for glimpse in glimpses], np.float64)


def _box(points: torch.Tensor) -> np.ndarray:
    """(N, 2) in the plane to the box of the player, y down."""
    return 0.5 + points.numpy() * np.array([1, -1]) / (2 * _REACH)
