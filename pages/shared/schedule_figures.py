"""Level 3: one picture and one noise under two schedules, at the same moments."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.critters import SIZE
from diffusion_core.randomness import generator
from diffusion_core.schedules import Schedule, make_schedule
from pages.shared.noise_figures import percent
from pages.shared.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, Mixture, Numbers
from pages.shared.player.track import Track

LEAST, MOST, USUAL, GRAIN = 10, 1000, 1000, 10
NAMES = ("linear", "cosine")
DASHES = {"linear": "solid", "cosine": "dashed"}
FOG = 0.95
BEGINNING = 0.05
_FRAMES = 101


@dataclass(frozen=True)
class Facts:
    """What a schedule does, measured on its table. All in [0, 1].

    left_half, left_end: the share of the picture left at t = T/2 and at t = T; fog: the share of the steps that begin
    when over 95 % is noise.
    """

    left_half: float
    left_end: float
    fog: float


def facts(schedule: Schedule) -> Facts:
    """Measure a schedule."""
    before = schedule.alpha_bar[:-1]
    return Facts(
        left_half=schedule.alpha_bar_at(schedule.steps / 2),
        left_end=schedule.alpha_bar[-1].item(),
        fog=(1 - before > FOG).double().mean().item(),
    )


def moments(steps: int, *, beginning: bool = False) -> np.ndarray:
    """The whole t that have a frame: all where there are few, else 101, evenly from 0 to T.

    beginning: only those of the first twentieth of the way, two at least.
    """
    every = np.unique(np.linspace(0, steps, min(_FRAMES, steps + 1)).round().astype(int))
    return every[: max(2, int((every <= BEGINNING * steps).sum()))] if beginning else every


@st.cache_data(max_entries=1, show_spinner=False)
def noise() -> np.ndarray:
    """The one noise that both schedules use: (64, 64, 3) float32, standard normal."""
    return torch.randn(SIZE, SIZE, 3, generator=generator(0)).numpy()


def labels(steps: int, at: np.ndarray) -> list[str]:
    """One for each frame: the moment, and the share of noise under both. at: (F,) whole t."""
    shares = {name: 1 - make_schedule(name, steps).alpha_bar.numpy() for name in NAMES}
    return [
        f"t = {t} of {steps} · noise: " + ", ".join(f"{name} {percent(shares[name][t])}" for name in NAMES) for t in at
    ]


def tracks(picture: Picture, steps: int, close: str, at: np.ndarray, *, left: bool) -> list[Track]:
    """The two noisy pictures, the share that is left, the size of the steps, and one schedule in numbers.

    close: the schedule of NAMES whose numbers are written out; at: (F,) whole t, one for each frame; left: whether
    the share that is left is shown.
    """
    schedules = [make_schedule(name, steps) for name in NAMES]
    x0 = to_signed(picture.data)[0].permute(1, 2, 0).numpy()
    shown: list[Track] = [_picture(x0, schedule, at, picture.words) for schedule in schedules]
    shown += [_left(schedules, at)] if left else []
    return [*shown, _betas(schedules, at), _numbers(make_schedule(close, steps), at)]


def _factors(schedule: Schedule, at: np.ndarray) -> np.ndarray:
    """(F, 2): how much of the picture and how much of the noise stands in each frame."""
    left = schedule.alpha_bar.numpy()[at]
    return np.stack([np.sqrt(left), np.sqrt(1 - left)], axis=1)


def _picture(x0: np.ndarray, schedule: Schedule, at: np.ndarray, words: str) -> Mixture:
    name = schedule.name
    return Mixture(name, x0, noise(), _factors(schedule, at), title=f"under {name}", role="noisy",
                   alt=f"{words}, noised under the {name} schedule")  # fmt: skip


def _left(schedules: list[Schedule], at: np.ndarray) -> Curves:
    x = moments(schedules[0].steps)
    lines = [Line(s.name, 100 * s.alpha_bar.numpy()[x], "clean", DASHES[s.name]) for s in schedules]
    return Curves("left", x, lines, at=at, title="how much picture is left", note="", role="clean", size="large",
                  x_label="moment t", y_label="% of the picture, ᾱ", y_range=(0, 100), digits=0)  # fmt: skip


def _betas(schedules: list[Schedule], at: np.ndarray) -> Curves:
    """A step's size stands at the moment it leads to; t = 0 has none, and takes that of the first step."""
    x = moments(schedules[0].steps)
    lines = [Line(s.name, s.betas.numpy()[np.maximum(x, 1) - 1], "noise", DASHES[s.name]) for s in schedules]
    return Curves("betas", x, lines, at=at, title="how much noise one step adds", note="", role="noise", size="large",
                  x_label="moment t", y_label="β of the step", log_y=True, digits=3)  # fmt: skip


def _numbers(schedule: Schedule, at: np.ndarray) -> Numbers:
    factors = _factors(schedule, at)
    shares = [percent(1 - left) for left in schedule.alpha_bar.numpy()[at]]
    rows = {"picture ×": factors[:, 0], "noise ×": factors[:, 1], "share of noise": shares}
    roles = {"picture ×": "clean", "noise ×": "noise", "share of noise": "noise"}
    return Numbers("numbers", rows, formats={"share of noise": "{}", "picture ×": "{:.3f}", "noise ×": "{:.3f}"},
                   roles=roles, title=f"{schedule.name} at this moment", size="full")  # fmt: skip
