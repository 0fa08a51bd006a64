"""Level 4, inside the U-Net: two small networks, one of which never had skip connections."""

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.files import read_tensors
from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import TRAINING_COUNT, draw
from diffusion_core.networks.unet import UNet
from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.generate import predict
from diffusion_core.training.without_skips import FILES, SIDE, load_small, off_by_level, shrunk
from pages.shared.player import Curves, Line, Mixture, Pictures, to_bytes
from pages.shared.player.track import Track

MOMENTS = tuple(range(50, 1000, 50))
NAMES = {"with": "with skips", "without": "never had skips"}
EXAM = 64
"""New pictures over which the two are compared."""


@st.cache_resource(max_entries=2, show_spinner=False)
def small(which: str) -> UNet:
    """The network "with" or "without" skips; nothing ever changes it, so any thread may ask it. Raises NoWeights."""
    return load_small(which)


@st.cache_data(max_entries=2, show_spinner=False)
def how_taught(which: str) -> dict[str, int]:
    """What was recorded at its training: pictures seen, steps, parameters, and taught_on, the pictures there were."""
    notes, _ = read_tensors(FILES[which])
    return {name: int(notes[name]) for name in ("pictures", "steps", "parameters", "taught_on")}


def new_pictures(first: int, count: int) -> tuple[Tensor, Tensor]:
    """Small pictures that neither network was taught, and a noise for each: (count, 3, 16, 16) both."""
    seeds = range(TRAINING_COUNT + first, TRAINING_COUNT + first + count)
    return shrunk(draw(seeds)), Noise(range(first, first + count), (3, SIDE, SIDE))()


@st.cache_data(max_entries=1, show_spinner="Both networks look at new pictures …")
def errors() -> dict[str, np.ndarray]:
    """By "with" and "without": how far off it is at each of MOMENTS, on average over EXAM new pictures, levels of 255.

    Raises NoWeights.
    """
    schedule, (x0, eps) = make_schedule("cosine"), new_pictures(1000, EXAM)
    return {which: off_by_level(small(which), x0, eps, schedule, MOMENTS).mean(1).numpy() for which in FILES}


@st.cache_data(max_entries=48, show_spinner=False)
def guessed(seed: int) -> dict[str, np.ndarray]:
    """What both guess of one new picture at each of MOMENTS: (F, 16, 16, 3) uint8 each. Raises NoWeights."""
    schedule, (x0, eps) = make_schedule("cosine"), new_pictures(seed, 1)
    x = add_noise(x0.expand(len(MOMENTS), -1, -1, -1), eps, schedule.alpha_bar[list(MOMENTS)])
    levels = torch.tensor([schedule.log_snr(t) for t in MOMENTS], dtype=torch.float64)
    words = [""] * len(MOMENTS)
    return {which: to_bytes(predict(small(which), x, levels, words).x0.clamp(-1, 1)) for which in FILES}


def times_as_far(found: dict[str, np.ndarray]) -> np.ndarray:
    """How many times as far off the one without skips is, at each of MOMENTS."""
    return found["without"] / found["with"]


def labels() -> list[str]:
    """ "t = 400 · noise 35 %", one for each of MOMENTS."""
    left = make_schedule("cosine").alpha_bar
    return [f"t = {t} · noise {100 * (1 - left[t].item()):.0f} %" for t in MOMENTS]


def tracks(seed: int) -> list[Track]:
    """What both make of a new small picture, and their errors over many.

    Raises NoWeights.
    """
    (x0, eps), found, made = new_pictures(seed, 1), errors(), guessed(seed)
    left = make_schedule("cosine").alpha_bar[list(MOMENTS)]
    table = torch.stack([left.sqrt(), (1 - left).sqrt()], 1).float().numpy()
    dashes = {"with": ("guess", "solid"), "without": ("plain", "dashed")}
    lines = [Line(NAMES[which], found[which], *dashes[which]) for which in FILES]
    guesses = [
        Pictures(which, made[which], title=NAMES[which], role="guess", note="", size="medium")
        for which in reversed(FILES)
    ]
    title = f"off by, in shades, over {EXAM} new pictures"
    return [
        *guesses,
        Mixture("noisy", x0[0], eps[0], table, title="what they see", role="noisy", note=""),
        Pictures("clean", to_bytes(x0)[0], title="the picture", role="clean", note=""),
        Curves("off", np.array(MOMENTS, dtype=np.float64), lines, x_label="moment t", digits=0, title=title,
               y_range=(0.0, float(max(found["with"].max(), found["without"].max()))), size="full"),
    ]  # fmt: skip
