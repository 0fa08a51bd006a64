"""Level 4: one backward step, whole. Every step of one run, in six pictures and in the numbers of one pixel."""

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
from pages.server import resources
from pages.shared.numbers import bracketed, signed
from pages.shared.player import Curves, Line, Numbers, Pictures
from pages.shared.player.track import Track

STEPS = 12
TILES = (
    ("before", "noisy", "noisy", "what there is"),
    ("eps", "noise guess", "guess", "the noise that the network guesses"),
    ("x0", "picture guess", "guess", "the picture that the network guesses"),
    ("mean", "mixed", "noisy", "the guessed picture mixed into the noisy one"),
    ("draw", "fresh noise", "noise", "a new draw for every number"),
    ("after", "next", "noisy", "the next picture, a little cleaner"),
)
"""Name, title, role and meaning of each picture, in the order in which a step makes them."""
GUESS = "picture guess = (noisy − σ · noise guess) ÷ α"
MIXED, NEXT = "mixed = trust · picture guess + keep · noisy", "next = mixed + shake · fresh noise"
WEIGHTS = {"trust, of the picture guess": "guess", "keep, of the noisy one": "noisy", "shake, of fresh noise": "noise"}
"""The three weights of a step and their roles, as the curves name them."""
SMALL_STEPS = 1000


@dataclass(frozen=True)
class Backward:
    """A whole run. tiles: by name of TILES (STEPS, 3, 64, 64); weights: (STEPS, 3), of the guessed
    picture, the noisy picture and the fresh noise; times: (STEPS + 1,) t; left: (STEPS,) alpha_bar before each step."""

    tiles: dict[str, Tensor]
    weights: np.ndarray
    times: np.ndarray
    left: np.ndarray


@st.cache_data(max_entries=12, show_spinner="The network takes twelve steps …")
def backward(seed: int) -> Backward:
    """Draw one picture by DDPM and keep all that each step was made of. Raises NoWeights and Busy."""
    job = Job(caption=WORDS, seed=seed, sampler="ddpm", steps=STEPS)
    steps = list(resources.engine().submit(job))
    moments = _moments(STEPS)
    start = Noise([seed], (3, SIZE, SIZE))()
    nothing = torch.zeros_like(start)
    made = {
        "before": [start, *(step.x for step in steps[:-1])],
        "eps": [step.eps for step in steps],
        "x0": [step.x0 for step in steps],
        "mean": [step.mean for step in steps],
        "draw": [nothing if step.noise is None else step.noise for step in steps],
        "after": [step.x for step in steps],
    }
    weights = [posterior(here, there) for here, there in zip(moments, moments[1:], strict=False)]
    times = np.array([moment.t for moment in moments])
    left = np.array([moment.alpha**2 for moment in moments[:-1]])
    return Backward({name: torch.cat(parts) for name, parts in made.items()}, np.array(weights), times, left)


def _moments(steps: int) -> list[Moment]:
    usual = Job()
    return path(make_schedule(usual.schedule, usual.T), steps)


def kept_halfway(steps: int) -> float:
    """How much of the noisy picture the step from t = T / 2 keeps, on a way of so many (an even number)."""
    return posterior(*_moments(steps)[steps // 2 : steps // 2 + 2])[1]


def labels(found: Backward) -> list[str]:
    """One for each step."""
    times = found.times.round().astype(int)
    return [f"step {i + 1} of {STEPS} · from t = {times[i]} to {times[i + 1]}" for i in range(STEPS)]


def tracks(found: Backward, pixel: tuple[int, int], *, weights: bool) -> list[Track]:
    """The six pictures, and the sums that made one number of the last: red at pixel (column, row).

    weights: with the curves of the three weights over the steps.
    """
    x, y = pixel
    shown: list[Track] = [
        Pictures(name, found.tiles[name], title=title, role=role, note="", alt=meaning,
                 exact=(pixel, found.tiles[name][:, :, y, x]))
        for name, title, role, meaning in TILES
    ]  # fmt: skip
    return [*shown, _sum(found, pixel), *([_weights(found)] if weights else [])]


def _weights(found: Backward) -> Curves:
    lines = [Line(name, row.round(3), role) for (name, role), row in zip(WEIGHTS.items(), found.weights.T, strict=True)]
    return Curves("weights", np.arange(1.0, STEPS + 1), lines, x_label="step", digits=3, y_range=(0, 1), size="full",
                  title="trust, keep and shake", note="")  # fmt: skip


def _sum(found: Backward, pixel: tuple[int, int]) -> Numbers:
    value = {name: tile[:, 0, pixel[1], pixel[0]].numpy() for name, tile in found.tiles.items()}
    picture, noisy, spread = found.weights.T
    parted = zip(value["before"], value["eps"], value["x0"], found.left, strict=True)
    mixed = zip(picture, value["x0"], noisy, value["before"], value["mean"], strict=True)
    after = zip(value["mean"], spread, value["draw"], value["after"], strict=True)
    rows = {
        GUESS: [_parted(*parts) for parts in parted],
        MIXED: [f"{a:.3f} · {_three(x0)} + {b:.3f} · {_three(x)} = {signed(m, 3)}" for a, x0, b, x, m in mixed],
        NEXT: [f"{signed(m, 3)} + {c:.3f} · {_three(z)} = {signed(x, 3)}" for m, c, z, x in after],
    }
    roles = {GUESS: "guess", MIXED: "noisy", NEXT: "noisy"}
    return Numbers("sum", rows, formats=dict.fromkeys(rows, "{}"), roles=roles, size="full",
                   title=f"red of pixel {pixel[0]}, {pixel[1]}, in numbers")  # fmt: skip


def _parted(x: float, eps: float, x0: float, left: float) -> str:
    """What is left of the noisy picture without the guessed noise, as large as a picture is."""
    if left < 1e-4:
        return "α = 0: from v̂ alone, as in 4.2"
    alpha, sigma = left**0.5, (1 - left) ** 0.5
    # dividing by a small number makes what rounding leaves out larger
    digits = 3 if alpha > 0.5 else 4
    noise = f"{sigma:.{digits}f} · {bracketed(eps, digits)}"
    return f"({signed(x, digits)} − {noise}) ÷ {alpha:.{digits}f} = {signed(x0, 3)}"


def _three(value: float) -> str:
    return bracketed(value, 3)


def first_share(found: Backward) -> float:
    """The weight of the guessed picture in the first step, in [0, 1]."""
    return float(found.weights[0, 0])
