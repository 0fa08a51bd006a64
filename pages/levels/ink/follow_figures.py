"""Level 1: one speck let go in the middle of a glass, a few times and five thousand times."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink.films import REMEMBERED, along, spot
from pages.shared.player import Line, MovingCurves, Numbers, Particles

FPS = 10
HOURS_A_FRAME = 2
FRAMES = 73
SOON, LATER = 12, 48
"""Hours; the second is four times the first."""
WATER = 20
RUNS = 5000
SHOWN = 300
"""Of the runs, how many are drawn as specks."""
PIECES = 4
"""Points of a path that are drawn for each frame."""
BARS = 48
MILLIMETRES = 1000 * ink.GLASS
MIDDLES = MILLIMETRES * (ink.middles(BARS).numpy() - 0.5)


@dataclass(frozen=True)
class Walks:
    """places: (FRAMES, RUNS, 2) float32 in [0, 1], all from the middle of the glass."""

    places: np.ndarray

    def widths(self) -> np.ndarray:
        """(FRAMES,) millimetres to the left or right of the middle within which two of three runs are."""
        # among sorted numbers NumPy finds it three times as fast, sorting included
        away = np.sort(np.abs(self.places[..., 0] - 0.5), axis=1)
        return MILLIMETRES * np.quantile(away, 2 / 3, axis=1)

    def counts(self) -> np.ndarray:
        """(FRAMES, BARS) how many runs are in each strip of the glass, from left to right."""
        strips = np.clip((self.places[..., 0] * BARS).astype(int), 0, BARS - 1)
        return np.stack([np.bincount(frame, minlength=BARS) for frame in strips])


def spreads() -> torch.Tensor:
    """(FRAMES,) D·t."""
    hours = HOURS_A_FRAME * torch.arange(FRAMES, dtype=torch.float64)
    return ink.diffusion(WATER) * 3600 / ink.SPEED_UP * hours


def frame_at(hours: int) -> int:
    return hours // HOURS_A_FRAME


def labels(frames: int = FRAMES) -> list[str]:
    hours = [HOURS_A_FRAME * frame for frame in range(frames)]
    return [f"after {hour} hours" + (f" · {hour / 24:.1f} days" if hour >= 24 else "") for hour in hours]


@st.cache_data(max_entries=REMEMBERED // 8, show_spinner=False)
def walks(seed: int) -> Walks:
    start = torch.full((RUNS, 2), 0.5)
    return Walks(ink.stumble(start, spreads(), generator(seed)).numpy())


def expected() -> np.ndarray:
    """(FRAMES, BARS) how many of the runs should be in each strip, exactly."""
    edges = torch.linspace(0, 1, BARS + 1, dtype=torch.float64)
    return RUNS * ink.cell_shares(edges, torch.tensor([0.5], dtype=torch.float64), spreads())[:, 0].numpy()


def glass(walked: Walks, runs: int, *, frames: int = FRAMES) -> Particles:
    """The specks of the first runs, and the whole path of the very first one."""
    places = 65_535 * walked.places[:frames].astype(np.float64)
    path, shown = _path(places[:, 0]), min(runs, SHOWN)
    positions = np.concatenate([places[:, 1:shown], path], axis=1)
    groups = np.repeat([0, 1], [shown - 1, path.shape[1]])
    title = "one speck" if runs == 1 else f"one speck, {runs:,} times"
    note = f"{shown} of them drawn" if runs > shown else ""
    return Particles("walks", np.clip(positions, 0, 65_535).round().astype(np.uint16), groups=groups,
                     colours=("ink", "plain"), title=title, note=note, alt=f"{title}, with the path of the first",
                     role="ink", size="main", radius=9 if runs < SHOWN else 7, opacity=0.8)  # fmt: skip


def heap(walked: Walks, *, frames: int = FRAMES) -> MovingCurves:
    """How many of all runs are how far to the left or right, beside the exact count."""
    lines = [
        Line("counted", walked.counts()[:frames], role="ink"),
        Line("said beforehand", expected()[:frames], role="plain", dash="dashed"),
    ]
    return MovingCurves("heap", MIDDLES, lines, title=f"where all {RUNS:,} are", y_range=(0, 500), filled=True,
                        x_label="mm from the middle", size="large",
                        alt="how many of the runs are how far from the middle")  # fmt: skip


def width(widths: np.ndarray) -> Numbers:
    """widths: (FRAMES,), of `Walks`."""
    label = "2 of 3 are at most this far to the left or right"
    return Numbers("width", {label: widths}, formats={label: "{:.1f} mm"}, title="how wide is the heap?")


def _path(path: np.ndarray) -> np.ndarray:
    """(F, P, 2) points along a path (F, 2) up to each frame, the rest of them where the speck is now."""
    now = np.arange(len(path))[:, None]
    past = np.minimum(np.linspace(0, len(path) - 1, (len(path) - 1) * PIECES + 1), now)
    return np.concatenate([along(path, past), path[:, None] + spot()], axis=1)
