"""Level 4's first figure: what one small filter and the whole network make of one noisy picture."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import TRAINING_COUNT, draw
from diffusion_core.networks.filters import (
    IDENTITY,
    best_filter,
    convolve,
    learn_filter,
    off_by,
)
from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import log_snr_of
from pages.server import drawing
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

LEFT = 0.5
"""What is left of the picture under the noise: half, so that the noise counts as much as the picture."""
LESSONS = 40
AVERAGE = (1 / 9,) * 9
SHARPEN = (0.0, -0.25, 0.0, -0.25, 1.0, -0.25, 0.0, -0.25, 0.0)
PRESETS = {"leave it as it is": IDENTITY, "the average of nine": AVERAGE, "find edges": SHARPEN}


@dataclass(frozen=True)
class Learning:
    """Nine numbers as they are learnt. nine: (F, 9); errors: (F,) in levels of 255."""

    nine: np.ndarray
    errors: np.ndarray


def pair(seed: int) -> tuple[Tensor, Tensor]:
    """Picture TRAINING_COUNT + seed, noisy and clean: (1, 3, 64, 64) each."""
    x0 = draw([TRAINING_COUNT + seed])
    return add_noise(x0, torch.randn(x0.shape, generator=generator(seed)), LEFT), x0


def for_board(x: Tensor) -> np.ndarray:
    """(1, 3, S, S) to (S, S, 3)."""
    return x[0].permute(1, 2, 0).numpy()


@st.cache_data(max_entries=24, show_spinner=False)
def learning(seed: int, start: tuple[float, ...]) -> Learning:
    """Learn the nine numbers from `start` on this one picture."""
    x, x0 = pair(seed)
    lessons = list(learn_filter(x, x0, start=torch.tensor(start), steps=LESSONS))
    nine = torch.stack([lesson.nine for lesson in lessons]).numpy()
    return Learning(nine, np.array([lesson.error for lesson in lessons]))


@st.cache_data(max_entries=48, show_spinner=False)
def ladder(seed: int) -> dict[str, tuple[np.ndarray, float]]:
    """By name: what each guesser makes of the noisy picture, (64, 64, 3) uint8, and how far off that is.

    The noisy picture itself comes first. Raises NoWeights and Busy.
    """
    x, x0 = pair(seed)
    level = torch.tensor([log_snr_of(LEFT)], dtype=torch.float64)
    whole = drawing.ask(x, level, [""]).x0
    answers = {
        "the noisy picture": x,
        "nine numbers": convolve(x, best_filter(x, x0)),
        "our network, millions of numbers": whole,
    }
    return {name: (to_bytes(made)[0], off_by(made, x0).item()) for name, made in answers.items()}


def ladder_tracks(seed: int) -> list[Track]:
    """What each guesser makes of the noisy picture, one after the other, beside the true one. Raises as `ladder`."""
    made = np.stack([picture for picture, _ in ladder(seed).values()])
    _, x0 = pair(seed)
    return [
        Pictures("made", made, title="noisy picture, then two guesses", role="guess", note=""),
        Pictures("wanted", x0[0], title="the picture under the noise", role="clean", note=""),
    ]


def ladder_labels(seed: int) -> list[str]:
    """One for each guesser."""
    return [f"{name} · {off:.0f} shades off" for name, (_, off) in ladder(seed).items()]
