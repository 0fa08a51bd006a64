"""Level 4's first figure: what one small filter, sixty of them and the whole network make of one noisy picture."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import TRAINING_COUNT, draw, training_seeds
from diffusion_core.networks.filters import (
    IDENTITY,
    BentFilters,
    best_filter,
    blank_filters,
    convolve,
    learn_filter,
    off_by,
    teach_filters,
)
from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import log_snr_of
from pages.server import drawing
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

LEFT = 0.5
"""What is left of the picture under the noise: half, so that the noise counts as much as the picture."""
LESSONS = 40
TAUGHT_ON, TAUGHT_STEPS = 64, 300
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


@st.cache_resource(max_entries=1, show_spinner="Ten filters are learning …")
def ten_filters() -> BentFilters:
    """Ten filters and a bend, taught once by this server, in a few seconds."""
    network = blank_filters(0)
    for _ in teach_filters(network, draw(training_seeds()[:TAUGHT_ON]), alpha_bar=LEFT, steps=TAUGHT_STEPS):
        pass
    return network.eval()


@st.cache_data(max_entries=48, show_spinner=False)
def ladder(seed: int) -> dict[str, tuple[np.ndarray, float]]:
    """By name: what each guesser makes of the noisy picture, (64, 64, 3) uint8, and how far off that is.

    The noisy picture itself comes first. Raises NoWeights and Busy.
    """
    x, x0 = pair(seed)
    network = ten_filters()
    with torch.inference_mode():
        ten = network(x)
    level = torch.tensor([log_snr_of(LEFT)], dtype=torch.float64)
    whole = drawing.ask(x, level, [""]).x0
    answers = {
        "the noisy picture": x,
        "nine numbers": convolve(x, best_filter(x, x0)),
        f"{size_of(network):,} numbers": ten,
        "our network, millions of numbers": whole,
    }
    return {name: (to_bytes(made)[0], off_by(made, x0).item()) for name, made in answers.items()}


def filters() -> int:
    """How many filters ten_filters has: one for each picture, or map, in and out."""
    blank = blank_filters(0)
    return sum(layer.in_channels * layer.out_channels for layer in (blank.first, blank.second))


def size_of(network: torch.nn.Module) -> int:
    """How many numbers it learns."""
    return sum(part.numel() for part in network.parameters())


def ladder_tracks(seed: int) -> list[Track]:
    """What each guesser makes of the noisy picture, one after the other, beside the true one. Raises as `ladder`."""
    made = np.stack([picture for picture, _ in ladder(seed).values()])
    _, x0 = pair(seed)
    return [
        Pictures("made", made, title="the guessed picture", role="guess", note="", size="main"),
        Pictures("wanted", x0[0], title="the picture under the noise", role="clean", note="", size="main"),
    ]


def ladder_labels(seed: int) -> list[str]:
    """One for each guesser."""
    return [f"{name} · {off:.0f} shades off" for name, (_, off) in ladder(seed).items()]
