"""Level 4, the lesson: a denoiser with one knob, which is turned downhill by one nudge after another."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import TRAINING_COUNT, draw
from diffusion_core.networks.filters import convolve, off_by
from diffusion_core.process.forward import add_noise
from pages.shared.player import Curves, Line, Pictures, place_of_chart, to_bytes
from pages.shared.player.track import Track

LEFT = 0.96
"""What is left of the picture: a little noise, so that the knob can be turned too far."""
NUDGES, RATE, HAIR = 16, 0.4, 0.001
"""How often it is turned; how far for a slope of 1; and how far to find out which way is down."""
AVERAGE = (1 / 9,) * 9
SETTINGS = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class Turning:
    """knob: (NUDGES + 1,) where it stands; errors: (101,) at all SETTINGS, in levels of 255; made: (NUDGES + 1, 3, 64,
    64), what comes out; noisy, clean: (1, 3, 64, 64)."""

    knob: np.ndarray
    errors: np.ndarray
    made: Tensor
    noisy: Tensor
    clean: Tensor

    @property
    def best(self) -> float:
        """The best of all SETTINGS."""
        return float(SETTINGS[self.errors.argmin()])


@st.cache_data(max_entries=24, show_spinner=False)
def turned(seed: int) -> Turning:
    """Picture number TRAINING_COUNT + seed with a little noise, and the knob from 0 on, each time a little downhill."""
    clean = draw([TRAINING_COUNT + seed])
    noisy = add_noise(clean, Noise([seed], (3, 64, 64))(), LEFT)
    mixed = convolve(noisy, torch.tensor(AVERAGE))

    def made(knob: float) -> Tensor:
        return (1 - knob) * noisy + knob * mixed

    def error(knob: float) -> float:
        return off_by(made(knob), clean).item()

    knob = [0.0]
    for _ in range(NUDGES):
        slope = (error(knob[-1] + HAIR) - error(knob[-1])) / HAIR
        knob.append(min(1.0, max(0.0, knob[-1] - RATE * slope / error(0.0))))
    errors = np.array([error(float(setting)) for setting in SETTINGS])
    return Turning(np.array(knob), errors, torch.cat([made(one) for one in knob]), noisy, clean)


def tracks(found: Turning, *, whole: bool) -> list[Track]:
    """What comes out, beside it the error at each setting and where the knob stands, and what goes in.

    whole: the whole film, else its first frame, and the place of the chart.
    """
    frames = slice(None) if whole else slice(1)
    made = Pictures("made", to_bytes(found.made[frames]), title="what comes out", role="guess", note="", size="main")
    noisy = Pictures("noisy", found.noisy[0], title="what goes in", role="noisy", note="", size="medium")
    line = Line("off by, in shades", found.errors, "guess", "solid")
    error = Curves("error", SETTINGS, [line], at=found.knob, x_label="the knob", digits=1, size="medium",
                   title="how far off, at each setting of the knob")  # fmt: skip
    return [made, error if whole else place_of_chart(error), noisy]


def labels(found: Turning, *, whole: bool) -> list[str]:
    """One for each frame."""
    said = [f"nudge {i} · the knob stands at {knob:.2f}" for i, knob in enumerate(found.knob)]
    return said if whole else said[:1]
