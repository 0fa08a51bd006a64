"""Level 2: a picture noised in small steps, and one number of it followed through the same run."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import streamlit as st
import torch

from diffusion_core.critters import SIZE
from diffusion_core.forward import walk
from diffusion_core.randomness import generator
from diffusion_core.schedules import Schedule, make_schedule
from pages.shared.pictures import Picture, to_signed
from pages.shared.player import Bars, Curves, Line, Numbers, Pictures, to_bytes
from pages.shared.player.track import Track

STEPS = 75
CHANNELS = ("red", "green", "blue")
NUMBERS = SIZE * SIZE * len(CHANNELS)
PIXEL = (12, 8)
LOWEST_BAR = 0.05
_BELL = np.linspace(-4, 4, 161)
_EDGES = np.linspace(-4, 4, 41)

Made = TypeVar("Made")


@dataclass(frozen=True)
class Film:
    """A whole run. frames: (T + 1, 64, 64, 3) uint8, clipped for the screen; changed: how many numbers step 1 changed;
    draws: how many different draws it used."""

    frames: np.ndarray
    changed: int
    draws: int


@dataclass(frozen=True)
class Thread:
    """One number of the run. values: (T + 1,), where -1 is black and 1 white; draws: (T,), one for each step."""

    values: np.ndarray
    draws: np.ndarray


def schedule() -> Schedule:
    """The linear schedule in so few steps that each has a frame of its own."""
    return make_schedule("linear", STEPS)


def noised(data: bytes, seed: int) -> Film:
    """Noise a picture step by step. data: as Picture.data; seed: of the draws."""
    x0 = to_signed(data)
    frames, changed, draws = [to_bytes(x0)[0]], 0, 0
    for step in walk(x0, schedule(), generator(seed)):
        if len(frames) == 1:
            changed, draws = int((step.x != step.before).sum()), step.draw.unique().numel()
        frames.append(to_bytes(step.x)[0])
    return Film(np.stack(frames), changed, draws)


def followed(data: bytes, seed: int, pixel: tuple[int, int], channel: int) -> Thread:
    """One number of the same run. pixel: (column, row) from the top left; channel: index into CHANNELS."""
    x0, here = to_signed(data), (0, channel, pixel[1], pixel[0])
    values, draws = [x0[here]], []
    for step in walk(x0, schedule(), generator(seed)):
        values.append(step.x[here])
        draws.append(step.draw[here])
    return Thread(torch.stack(values).numpy(), torch.stack(draws).numpy())


def kept(make: Callable[..., Made], *, most: int) -> Callable[..., Made]:
    """`make`, remembered: for everybody, or for this visit alone where the picture is the visitor's own.

    The result takes the picture first, then plain values. most: how many results are kept for everybody.
    """
    shared = st.cache_data(make, max_entries=most, show_spinner=False)
    private = st.cache_data(make, max_entries=4, show_spinner=False, scope="session")

    def remembered(picture: Picture, *settings: object) -> Made:
        return (private if picture.private else shared)(picture.data, *settings)

    return remembered


film = kept(noised, most=32)
thread = kept(followed, most=500)


def percent(share: float) -> str:
    """A share in [0, 1] in words that never round a rest away: "0 %", "0.4 %", "37 %", "99.6 %", "over 99.99 %"."""
    if share > 0.9999:
        return "over 99.99 %"
    for least, digits in ((0.999, 2), (0.99, 1), (0.1, 0), (0.001, 1)):
        if share >= least:
            return f"{100 * share:.{digits}f} %"
    return f"{100 * share:.2f} %" if share > 0 else "0 %"


def labels() -> list[str]:
    """One for each frame: the moment, and the share of noise there."""
    left = schedule().alpha_bar.tolist()
    return [f"t = {t} of {STEPS} · noise {percent(1 - left[t])}" for t in range(STEPS + 1)]


def to_levels(values: np.ndarray) -> np.ndarray:
    """From the scale of -1 to 1 to that of 0 to 255, unclipped."""
    return (values + 1) * 127.5


def tracks(picture: Picture, run: Film, one: Thread, *, name: str) -> list[Track]:
    """The picture, the path of one number, the bell of its draws, and each step as a sum.

    name: of that number ("red 201", say), for the titles.
    """
    return [
        Pictures("picture", run.frames, title="the noisy picture", role="noisy", size="large", alt=picture.words),
        _path(one, name),
        _bell(one),
        _sum(one),
    ]


def _path(one: Thread, name: str) -> Curves:
    left = schedule().alpha_bar.sqrt().numpy()
    lines = [
        Line("this number", to_levels(one.values), "noisy"),
        Line("what is left of the picture in it", to_levels(left * one.values[0]), "clean"),
    ]
    t = np.arange(STEPS + 1.0)
    return Curves("path", t, lines, title=name, trail=True, size="large", y_range=_range(one), x_label="step t",
                  y_label="on the scale of 0 to 255", digits=0)  # fmt: skip


def _range(one: Thread) -> tuple[float, float]:
    levels = to_levels(one.values)
    return min(0.0, float(levels.min()) - 10), max(255.0, float(levels.max()) + 10)


def _bell(one: Thread) -> Bars:
    """The bell that every draw comes from, and a bar where the draw of each step fell."""
    counts = np.zeros((STEPS + 1, len(_EDGES) - 1))
    places = np.clip(np.searchsorted(_EDGES, one.draws) - 1, 0, len(_EDGES) - 2)
    middles = (_EDGES[places] + _EDGES[places + 1]) / 2
    # far out the bell is so low that a bar beneath it could not be seen
    counts[np.arange(1, STEPS + 1), places] = np.maximum(_density(middles), LOWEST_BAR)
    return Bars("bell", counts, _EDGES, reference=(_BELL, _density(_BELL)), x_label="draw", top=0.42, role="noise",
                title="its draw, and the bell", note="", size="medium", alt="the bell of all draws")  # fmt: skip


def _density(x: np.ndarray) -> np.ndarray:
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def _sum(one: Thread) -> Numbers:
    """now = kept · before + noise · draw. Before the first step nothing was drawn."""
    betas = schedule().betas.numpy()
    levels = to_levels(one.values)
    rows = {
        "before": np.append(one.values[0], one.values[:-1]),
        "is kept ×": np.append(1.0, np.sqrt(1 - betas)),
        "plus draw": np.append(0.0, one.draws),
        "times": np.append(0.0, np.sqrt(betas)),
        "is now": one.values,
        "on 0 to 255": [_on_screen(level) for level in levels.tolist()],
    }
    formats = {"is kept ×": "{:.3f}", "plus draw": "{:+.2f}", "times": "{:.3f}", "on 0 to 255": "{}"}
    roles = {"before": "noisy", "plus draw": "noise", "times": "noise", "is now": "noisy", "on 0 to 255": "noisy"}
    return Numbers("sum", rows, formats=formats, roles=roles, title="this step, on −1 to 1", size="medium")


def _on_screen(level: float) -> str:
    """A level, and what the screen shows of it where it lies outside 0 to 255."""
    return f"{level:.0f}" if 0 <= round(level) <= 255 else f"{level:.0f}, shown as {min(max(round(level), 0), 255)}"


def pixel_of(text: str) -> tuple[int, int]:
    """The pixel that an address names ("12.8": column and row), else the one that is followed on arrival."""
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text, re.ASCII)
    pixel = (int(match[1]), int(match[2])) if match else PIXEL
    return pixel if max(pixel) < SIZE else PIXEL
