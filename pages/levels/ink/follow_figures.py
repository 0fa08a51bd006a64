"""Level 1: one speck let go in the middle of a glass, a few times and five thousand times."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink.films import REMEMBERED
from pages.shared.player import Line, MovingCurves, Particles

FPS = 8
SOON, LATER = 12, 48
"""Hours; the second is four times the first, and the last that is shown."""
FRAMES = LATER + 1
WATER = 20
FEW, RUNS = 6, 5000
SHOWN = 400
"""Of the runs, how many are drawn as specks."""
HIGHEST = {1: 1, FEW: 4, RUNS: 500}
"""Of so many runs, how many in one strip reach the top of their chart; more are there in the first half day at most."""
BARS = 48
MILLIMETRES = 1000 * ink.GLASS
MIDDLES = MILLIMETRES * (ink.middles(BARS).numpy() - 0.5)


@dataclass(frozen=True)
class Walks:
    """places: (FRAMES, RUNS, 2) float32 in [0, 1], all from the middle of the glass, an hour from frame to frame."""

    places: np.ndarray

    def widths(self) -> np.ndarray:
        """(FRAMES,) millimetres to the left or right of the middle within which two of three runs are."""
        # among sorted numbers NumPy finds it three times as fast, sorting included
        away = np.sort(np.abs(self.places[..., 0] - 0.5), axis=1)
        return MILLIMETRES * np.quantile(away, 2 / 3, axis=1)

    def counts(self, runs: int = RUNS) -> np.ndarray:
        """(FRAMES, BARS) how many of the first runs are in each strip of the glass, from left to right."""
        strips = np.clip((self.places[:, :runs, 0] * BARS).astype(int), 0, BARS - 1)
        return np.stack([np.bincount(frame, minlength=BARS) for frame in strips])


def spreads() -> torch.Tensor:
    """(FRAMES,) D·t."""
    return ink.diffusion(WATER) * 3600 / ink.SPEED_UP * torch.arange(FRAMES, dtype=torch.float64)


def labels() -> list[str]:
    return [f"after {hour} hours" if hour != 1 else "after 1 hour" for hour in range(FRAMES)]


@st.cache_data(max_entries=REMEMBERED // 8, show_spinner=False)
def walks(seed: int) -> Walks:
    start = torch.full((RUNS, 2), 0.5)
    return Walks(ink.stumble(start, spreads(), generator(seed)).numpy())


def expected() -> np.ndarray:
    """(FRAMES, BARS) how many of the runs should be in each strip, exactly."""
    edges = torch.linspace(0, 1, BARS + 1, dtype=torch.float64)
    return RUNS * ink.cell_shares(edges, torch.tensor([0.5], dtype=torch.float64), spreads())[:, 0].numpy()


def glass(walked: Walks, runs: int) -> Particles:
    """The specks of the first runs; the paths of one, or of the first six."""
    title = "one speck" if runs == 1 else f"one speck, {runs:,} times"
    note = f"{SHOWN} of them drawn" if runs > SHOWN else ""
    alt = f"{title}, with the path of {'it' if runs == 1 else f'{FEW} of them'}"
    return Particles("walks", walked.places[:, : min(runs, SHOWN)], title=title, note=note, alt=alt, role="ink",
                     size="main", radius=6, opacity=0.7, glass=True, haze=runs > FEW, followed=min(runs, FEW),
                     trail=FRAMES)  # fmt: skip


def heap(walked: Walks, runs: int) -> MovingCurves:
    """How many of the first runs are how far to the left or right. With all of them, beside the exact count, and how
    many were at SOON: until then nothing tells of the hill that comes."""
    counts = walked.counts(runs)
    lines = [Line("counted", counts, role="ink")]
    if runs == RUNS:
        lines += [
            Line("said beforehand", expected(), role="plain", dash="dashed"),
            Line(f"as it was after {SOON} hours", counts[None, SOON], role="guess"),
        ]
    title = "how far to the side it is" if runs == 1 else f"how far to the side all {runs:,} are"
    return MovingCurves("heap", MIDDLES, lines, title=title, y_range=(0, HIGHEST[runs]), filled=True,
                        x_label="mm from the middle", size="main",
                        alt="how many of the runs are how far from the middle")  # fmt: skip
