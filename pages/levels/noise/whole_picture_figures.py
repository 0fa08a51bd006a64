"""Level 2: the whole picture at once: the film, what each step adds, and its histogram against the bell."""

from dataclasses import dataclass

import numpy as np
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import walk
from pages.levels.noise.scales import NUMBERS, STEPS, bell, heights, on_screen, schedule
from pages.shared.keeping.remembered import remembered
from pages.shared.page.pictures import to_signed
from pages.shared.player import Bars, Pictures, place_of_picture
from pages.shared.player.track import Track

EACH = tuple(range(0, STEPS + 1, 3))
"""The t of the frames, evenly, so that the bar is as far as the way."""
EDGES = np.linspace(-4, 4, 65)
FEW = tuple(range(0, 31, 6))
"""Frames on arrival: they tell neither which numbers one step changes nor by how much. The cat can still be seen."""
BEGUN = EACH.index(FEW[-1])
"""The frame of EACH at which they end."""
ADDED = "what chance adds in this step"
_BELL = np.linspace(-4, 4, 161)


@dataclass(frozen=True)
class Film:
    """A whole run, and what the step that led to each frame added; none led to the first.

    Of the moments EACH: frames: (E, 64, 64, 3) uint8, clipped for the screen; fields: (E, 64, 64, 3) uint8, what was
    added, as strong as it was, grey where that is nothing; counts: (E, K) how densely the draws lie between EDGES;
    changed, different: how many numbers the step to frame BEGUN changed, and by how many different draws.
    """

    frames: np.ndarray
    fields: np.ndarray
    counts: np.ndarray
    changed: int
    different: int


def noised(data: bytes, seed: int) -> Film:
    """Noise a picture step by step. data: as Picture.data; seed: of the draws."""
    x0 = to_signed(data)
    steps = list(walk(x0, schedule(), generator(seed)))
    shown = [steps[t - 1] for t in EACH[1:]]
    frames = on_screen(torch.cat([x0, *(step.x for step in shown)]))
    draws = torch.cat([torch.zeros_like(x0), *(step.draw for step in shown)])
    added = torch.cat([torch.zeros_like(x0), *(step.beta**0.5 * step.draw for step in shown)])
    counts = heights(draws.numpy(), EDGES)
    counts[0] = 0
    one = steps[EACH[BEGUN] - 1]
    changed, different = int((one.x != one.before).sum()), np.unique(one.draw.numpy()).size
    return Film(frames, on_screen(added), counts.astype(np.float32), changed, different)


film = remembered(noised, most=16)


def tracks(film: Film, words: str, *, revealed: bool) -> list[Track]:
    """The noisy picture, and beside it what the step that led to each frame added; before it is revealed its place."""
    frames = film.frames if revealed else film.frames[[EACH.index(t) for t in FEW]]
    shown = Pictures("picture", frames, title="the picture", role="noisy", note="", alt=words, size="medium")
    return [shown, _field(film.fields) if revealed else place_of_picture("added", title=ADDED, size="medium")]


def _field(fields: np.ndarray) -> Pictures:
    return Pictures("added", fields, title=ADDED, role="noise", note="", size="medium",
                    alt="the pushes of this step, one for each number")  # fmt: skip


def histogram(counts: np.ndarray) -> Bars:
    """The draws of each frame's step against the bell. counts: those of a Film."""
    return Bars("bars", counts, EDGES, reference=(_BELL, bell(_BELL)), reference_label="the bell", top=0.45,
                x_label="push; 1 is the spread of this step's", title=f"all {NUMBERS:,} pushes of this step, counted",
                note="", role="noise", size="full", alt="a histogram of the pushes, which fills the bell")  # fmt: skip
