"""Level 4: small trainings as they run, beside what they learn from."""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.common.files import read_tensors
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
def blank_look(name: str) -> Glimpse:
    """What the small network of a lesson can do before its first nudge."""
    if name == "points":
        return glimpse_of_points(blank_point_net(0), 0, 0, math.nan, 0.0)._replace(seconds=0.0)
    state, _ = begin_critters(0, LESSONS[name])
    return glimpse_of_critters(state, math.nan, 0.0)._replace(seconds=0.0)


def tracks(name: str, looks: Sequence[Glimpse], *, latest: bool = False) -> list[Track]:
    """What stands beside what was to be learnt, and a curve over the nudges; one frame a look, or the latest alone."""
    return _TRACKS[name](looks, looks[-1:] if latest else looks)


def _critters(looks: Sequence[Glimpse], shown: Sequence[Glimpse]) -> list[Track]:
    sheets = np.stack([tile(look.samples, columns=4) for look in shown])
    taught = tile(draw_small(range(16)), columns=4)
    return [
        Pictures("samples", sheets, title="new pictures", role="guess", note="", size="medium"),
        Pictures("taught", taught, title="what it learns from", role="clean", note="", size="medium"),
        *([_right(looks, shown)] if len(looks) > 1 else []),
    ]


def _right(looks: Sequence[Glimpse], shown: Sequence[Glimpse]) -> Curves:
    """How many pictures have the colour asked for, up to the look that is shown."""
    right, wished = np.array([100 * look.right for look in looks]), np.full(len(looks), 100 * RIGHT)
    lines = [Line("colour is right", right, "guess"), Line("the aim", wished, "plain", "dashed")]
    return Curves("right", _at(looks), lines, at=_at(shown), title="right colour, in %", digits=0, trail=True,
                  y_range=(0, 105), x_label="nudges", role="guess", note="", size="full")  # fmt: skip


def _points(looks: Sequence[Glimpse], shown: Sequence[Glimpse]) -> list[Track]:
    boxes = np.stack([_box(look.samples) for look in shown])
    true = np.repeat(_box(draw_points(_TRUE_POINTS, generator(7)))[None], len(shown), 0)
    return [
        Particles("samples", boxes, colours=("guess",), radius=8, title="new points", role="guess", note="",
                  size="medium", alt="points that the network made out of noise"),
        Particles("taught", true, colours=("clean",), radius=8, title="what it learns from", role="clean", note="",
                  size="medium", alt="two moons of points"),
        by_level(np.stack([look.by_level.numpy() for look in shown])),
    ]  # fmt: skip


_TRACKS: dict[str, Callable[[Sequence[Glimpse], Sequence[Glimpse]], list[Track]]] = {
    "critters": _critters,
    "points": _points,
}


@cache
def large_nudges() -> int:
    """How often the shipped network was nudged, by its notes; 0 where they do not say. Raises NoWeights."""
    return int(read_tensors(MODEL)[0].get("steps", 0))


def label(name: str, look: Glimpse) -> str:
    """ "nudge 300 of 960 · 9,600 examples · 11 s of processor time"."""
    nudges = f"nudge {look.nudges:,} of {LESSONS[name].nudges:,}"
    return f"{nudges} · {look.seen:,} examples · {look.seconds:.0f} s of processor time"


def learnt_after(looks: Sequence[Glimpse]) -> int | None:
    """The nudges after which the colour was first right often enough, None if it never was."""
    return next((look.nudges for look in looks if look.right >= RIGHT), None)


def recorded_right(nudges: int) -> float:
    """The share of right colours in the recorded run at the last look up to so many nudges."""
    run = recorded()["critters"]
    return [right for made, right in zip(run["nudges"], run["right"], strict=True) if made <= nudges][-1]


def recorded_learnt_after() -> int:
    """The same in the recorded run."""
    run = recorded()["critters"]
    return next(nudges for nudges, right in zip(run["nudges"], run["right"], strict=True) if right >= RIGHT)


def _at(looks: Sequence[Glimpse]) -> np.ndarray:
    return np.array([look.nudges for look in looks], np.float64)


def _box(points: torch.Tensor) -> np.ndarray:
    """(N, 2) in the plane to the box of the player, y down."""
    return 0.5 + points.numpy() * np.array([1, -1]) / (2 * _REACH)
