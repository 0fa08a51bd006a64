"""Level 4: one backward step, whole. Every step of one run, as a sum of pictures and in the numbers of one pixel."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.breakages import WORDS
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Moment, path, posterior
from pages.levels.network.sums import parted, weighed
from pages.server import drawing
from pages.shared.player import Curves, Line, Numbers, Pictures
from pages.shared.player.track import Track

STEPS = 12
LATER = slice(STEPS - 5, STEPS)
"""The steps that are shown before the bet, which is about the first."""
WHOLE = slice(0, STEPS)
NEXT = "next = trust · picture guess + keep · noisy + shake · fresh noise"
GUESS = "picture guess = (noisy − σ · noise guess) ÷ α"
WEIGHTS = {"trust, of the picture guess": "guess", "keep, of the noisy one": "noisy", "shake, of fresh noise": "noise"}
"""The three weights of a step and their roles, as the curves name them."""
TERMS = (
    ("x0", "picture guess", "guess", "the picture that the network guesses"),
    ("before", "noisy", "noisy", "what there is before the step"),
    ("draw", "fresh noise", "noise", "a new draw for every number"),
)
"""Name, title, role and meaning of each term of the next picture, in the order of WEIGHTS."""


@dataclass(frozen=True)
class Backward:
    """A whole run. tiles: by name (STEPS, 3, 64, 64): before, eps, x0, draw, after; weights: (STEPS, 3), of the guessed
    picture, the noisy picture and the fresh noise; times: (STEPS + 1,) t; left: (STEPS,) alpha_bar before each step."""

    tiles: dict[str, Tensor]
    weights: np.ndarray
    times: np.ndarray
    left: np.ndarray


@st.cache_data(max_entries=12, show_spinner="The network takes twelve steps …")
def backward(seed: int) -> Backward:
    """Draw one picture by DDPM and keep all that each step was made of. Raises NoWeights and Busy."""
    job = Job(caption=WORDS, seed=seed, sampler="ddpm", steps=STEPS)
    steps = list(drawing.steps(job))
    moments = _moments(STEPS)
    start = Noise([seed], (3, SIZE, SIZE))()
    nothing = torch.zeros_like(start)
    made = {
        "before": [start, *(step.x for step in steps[:-1])],
        "eps": [step.eps for step in steps],
        "x0": [step.x0 for step in steps],
        "draw": [nothing if step.noise is None else step.noise for step in steps],
        "after": [step.x for step in steps],
    }
    weights = [posterior(here, there) for here, there in zip(moments, moments[1:], strict=False)]
    times = np.array([moment.t for moment in moments])
    left = np.array([moment.alpha**2 for moment in moments[:-1]])
    return Backward({name: torch.cat(parts) for name, parts in made.items()}, np.array(weights), times, left)


def _moments(steps: int, schedule: str = "") -> list[Moment]:
    usual = Job()
    return path(make_schedule(schedule or usual.schedule, usual.T), steps)


def kept_first(schedule: str) -> float:
    """How much of the starting noise the first of STEPS steps keeps under a schedule."""
    return posterior(*_moments(STEPS, schedule)[:2])[1]


def labels(found: Backward, shown: slice) -> list[str]:
    """One for each step shown."""
    times = found.times.round().astype(int)
    return [f"step {i + 1} of {STEPS} · from t = {times[i]} to {times[i + 1]}" for i in range(STEPS)[shown]]


def tracks(found: Backward, pixel: tuple[int, int], shown: slice) -> list[Track]:
    """The next picture, and beside it the three terms that make it.

    Once the whole way is shown: the factors too, their curves, and the sum for red at pixel (column, row).
    """
    told = shown == WHOLE
    after = _pictures(found, "after", pixel, shown, title="the next picture", role="noisy", size="main")
    terms = [
        _pictures(found, name, pixel, shown, title=title, role=role, alt=meaning, size="main",
                  sign="+" if i else "=", times=[f"{w:.2f} ×" if told else "? ×" for w in found.weights[shown, i]])
        for i, (name, title, role, meaning) in enumerate(TERMS)
    ]  # fmt: skip
    return [after, *terms, *([_sum(found, pixel), _weights(found)] if told else [])]


def _pictures(found: Backward, name: str, pixel: tuple[int, int], shown: slice, **look: object) -> Pictures:
    x, y = pixel
    tile = found.tiles[name][shown]
    return Pictures(name, tile, note="", exact=(pixel, tile[:, :, y, x]), **look)


def _weights(found: Backward) -> Curves:
    lines = [Line(name, row.round(3), role) for (name, role), row in zip(WEIGHTS.items(), found.weights.T, strict=True)]
    return Curves("weights", np.arange(1.0, STEPS + 1), lines, x_label="step", digits=3, y_range=(0, 1), size="full",
                  title="trust, keep and shake", note="")  # fmt: skip


def guess_tracks(found: Backward, pixel: tuple[int, int]) -> list[Track]:
    """How the guessed picture follows from the guessed noise: three pictures, and one pixel of them in numbers."""
    x, y = pixel
    values = (found.tiles[name][:, 0, y, x].numpy() for name in ("before", "eps"))
    rows = {GUESS: [_parted(*parts) for parts in zip(*values, found.left, strict=True)]}
    return [
        _pictures(found, "x0", pixel, WHOLE, title="picture guess", role="guess", size="main"),
        _pictures(found, "before", pixel, WHOLE, title="noisy", role="noisy", size="main", sign="=",
                  times=[""] * STEPS),
        _pictures(found, "eps", pixel, WHOLE, title="noise guess", role="guess", size="main", sign="−",
                  times=[f"{(1 - left) ** 0.5:.2f} ×" for left in found.left]),
        Numbers("guessed", rows, formats={GUESS: "{}"}, roles={GUESS: "guess"}, size="full",
                title=f"then divided by α: red of pixel {x}, {y}"),
    ]  # fmt: skip


def _sum(found: Backward, pixel: tuple[int, int]) -> Numbers:
    column, row = pixel
    value = {name: tile[:, 0, row, column].numpy() for name, tile in found.tiles.items()}
    texts = [
        weighed([("+", a, x0), ("+", b, x), ("+", c, z)])
        for (a, b, c), x0, x, z in zip(found.weights, value["x0"], value["before"], value["draw"], strict=True)
    ]
    return Numbers("sum", {NEXT: texts}, formats={NEXT: "{}"}, roles={NEXT: "noisy"}, size="full",
                   title=f"red of pixel {column}, {row}, in numbers")  # fmt: skip


def _parted(x: float, eps: float, left: float) -> str:
    return "α = 0: from v̂ alone, as in 4.2" if left < 1e-4 else parted(x, (1 - left) ** 0.5, eps, left**0.5)


def first_share(found: Backward) -> float:
    """The weight of the guessed picture in the first step, in [0, 1]."""
    return float(found.weights[0, 0])
