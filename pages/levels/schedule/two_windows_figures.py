"""Level 3: one schedule drives a cloud of points and a picture at once."""

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.points import best_guess, cloud
from diffusion_core.process.schedules import Schedule
from pages.levels.schedule.choice import Plan
from pages.levels.schedule.legibility import legibility
from pages.levels.schedule.mixing import factors, mixture, moments
from pages.shared.page.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, Particles
from pages.shared.player.track import Track

T = 1000
FRAMES = 41
POINTS = 600
KNOWN = 400
"""So many other points tell the guesser what the cloud is like."""
_REACH = 3.2


@dataclass(frozen=True)
class Drift:
    """A cloud on its way into noise. x: (F, N, 2) float32; half: (N,) 0 or 1; right: (F,) share of points whose half
    the best guess names, where a coin gets half."""

    x: np.ndarray
    half: np.ndarray
    right: np.ndarray


def at() -> np.ndarray:
    """(F,) the t of the frames."""
    return moments(T, frames=FRAMES)


@st.cache_data(max_entries=64, show_spinner=False)
def drift(name: str, plan: Plan) -> Drift:
    """Noise a cloud of that name under a schedule, and let the best guesser guess."""
    schedule, random = plan.make(T), generator(0)
    x0, half = cloud(name, POINTS, random)
    other, other_half = cloud(name, KNOWN, random)
    eps = torch.randn(POINTS, 2, generator=random, dtype=torch.float64)
    weights = torch.from_numpy(factors(schedule, at()))
    x = weights[:, :1, None] * x0 + weights[:, 1:, None] * eps
    # the guesser knows the shape from other points: its own would give each point away
    guesses = [best_guess(other, other_half, row, schedule.log_snr(int(t))) for t, row in zip(at(), x, strict=True)]
    right = [(guess == half).double().mean().item() for guess in guesses]
    return Drift(x.float().numpy(), half.numpy(), np.array(right))


def tracks(found: Drift, picture: Picture, schedule: Schedule) -> list[Track]:
    """The cloud, the picture, and how much can still be told of each."""
    x0 = to_signed(picture.data)[0].permute(1, 2, 0).numpy()
    box = 0.5 + found.x * np.array([1, -1]) / (2 * _REACH)
    points = Particles("cloud", box, groups=found.half, colours=("ink", "guess"), radius=9, title="two numbers each",
                       role="noisy", note="", size="medium", alt="a cloud of points on its way into noise")  # fmt: skip
    return [points, mixture("picture", x0, schedule, at(), picture.words, size="medium"), _told(found, schedule)]


def _told(found: Drift, schedule: Schedule) -> Curves:
    lines = [
        Line("which shape the point came from", 100 * seen_of_points(found), "plain", "solid"),
        Line("which animal is in the picture", 100 * seen_of_picture(schedule), "clean", "dashed"),
    ]
    return Curves("told", at(), lines, title="how much can still be recognised", note="", role="plain", size="full",
                  x_label="moment t", y_label="%, from blind to certain", y_range=(0, 100), digits=0)  # fmt: skip


def seen_of_points(found: Drift) -> np.ndarray:
    """(F,) from 0, a coin's rate, to 1. Who has less luck than a coin knows as little."""
    return np.maximum(2 * found.right - 1, 0)


def seen_of_picture(schedule: Schedule) -> np.ndarray:
    """(F,) the same for the reader of critters: from 0, a blind guess, to 1, its best."""
    return np.array([legibility().sight(schedule, int(t)) for t in at()])


def lost_at(seen: np.ndarray) -> int:
    """The first t at which less than half can be told, on a line between the frames; T if there is none."""
    below = np.flatnonzero(seen < 0.5)
    if not len(below):
        return T
    pair = slice(below[0] - 1, below[0] + 1)
    return math.ceil(np.interp(-0.5, -seen[pair], at()[pair]))
