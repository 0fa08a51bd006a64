"""Level 2: the whole picture at once: the film, the field of draws, and their histogram against the bell."""

import numpy as np

from pages.levels.noise.films import EACH, EDGES, NUMBERS, STEPS, Film, bell
from pages.shared.player import Bars, Pictures
from pages.shared.player.track import Track

FEW = tuple(range(0, STEPS + 1, 15))
"""Frames on arrival: they tell neither which numbers one step changes nor by how much."""
_BELL = np.linspace(-4, 4, 161)


def tracks(film: Film, words: str, *, revealed: bool) -> list[Track]:
    """The noisy picture; revealed: with the draws of each step as a picture and as a histogram."""
    frames = film.frames if revealed else film.frames[[EACH.index(t) for t in FEW]]
    shown = Pictures("picture", frames, title="the noisy picture", role="noisy", alt=words,
                     size="large" if revealed else "auto")  # fmt: skip
    return [shown, _field(film.fields), _histogram(film.counts)] if revealed else [shown]


def _field(fields: np.ndarray) -> Pictures:
    return Pictures("draws", fields, title="this step's draws", role="noise", note="", size="small",
                    alt="the draws of this step, one for each number")  # fmt: skip


def _histogram(counts: np.ndarray) -> Bars:
    return Bars("bars", counts, EDGES, reference=(_BELL, bell(_BELL)), reference_label="the bell", x_label="draw",
                top=0.45, title=f"all {NUMBERS:,} draws of this step, counted", note="", role="noise", size="full",
                alt="a histogram of the draws, which fills the bell")  # fmt: skip
