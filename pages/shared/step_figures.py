"""Level 4: one backward step, whole. Every step of one run, in six pictures and in the numbers of one pixel."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.critters import SIZE
from diffusion_core.job import Job
from diffusion_core.randomness import Noise
from diffusion_core.samplers import path, posterior
from diffusion_core.schedules import make_schedule
from pages.shared import resources
from pages.shared.player import Numbers, Pictures
from pages.shared.player.track import Track
from pages.shared.seeing_figures import bracketed, signed

STEPS = 12
CAPTION = "a happy red cat with a hat at night"
TILES = (
    ("before", "noisy", "noisy", "what there is"),
    ("eps", "noise guess", "guess", "the noise that the network guesses"),
    ("x0", "picture guess", "guess", "the picture that the network guesses"),
    ("mean", "mixed", "noisy", "the guessed picture mixed into the noisy one"),
    ("draw", "fresh noise", "noise", "a new draw for every number"),
    ("after", "next", "noisy", "the next picture, a little cleaner"),
)
"""Name, title, role and meaning of each picture, in the order in which a step makes them."""
MIXED, NEXT = "mixed = share · picture guess + share · noisy", "next = mixed + share · fresh noise"


@dataclass(frozen=True)
class Backward:
    """A whole run. tiles: by name of TILES (STEPS, 3, 64, 64) half precision; weights: (STEPS, 3), of the guessed
    picture, the noisy picture and the fresh noise; times: (STEPS + 1,) t."""

    tiles: dict[str, Tensor]
    weights: np.ndarray
    times: np.ndarray


@st.cache_data(max_entries=12, show_spinner="The network takes twelve steps …")
def backward(seed: int) -> Backward:
    """Draw one picture by DDPM and keep all that each step was made of. Raises NoWeights and Busy."""
    job = Job(caption=CAPTION, seed=seed, sampler="ddpm", steps=STEPS)
    steps = list(resources.engine().submit(job))
    moments = path(make_schedule(job.schedule, job.T), STEPS)
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
    return Backward({name: torch.cat(parts).half() for name, parts in made.items()}, np.array(weights), times)


def labels(found: Backward) -> list[str]:
    """One for each step."""
    times = found.times.round().astype(int)
    return [f"step {i + 1} of {STEPS} · from t = {times[i]} to {times[i + 1]}" for i in range(STEPS)]


def tracks(found: Backward, pixel: tuple[int, int]) -> list[Track]:
    """The six pictures, and the sums that made one number of the last: red at pixel (column, row)."""
    shown: list[Track] = [
        Pictures(name, found.tiles[name].float(), title=title, role=role, note="", alt=meaning)
        for name, title, role, meaning in TILES
    ]
    return [*shown, _sum(found, pixel)]


def _sum(found: Backward, pixel: tuple[int, int]) -> Numbers:
    value = {name: tile[:, 0, pixel[1], pixel[0]].float().numpy() for name, tile in found.tiles.items()}
    picture, noisy, spread = found.weights.T
    mixed = zip(picture, value["x0"], noisy, value["before"], value["mean"], strict=True)
    after = zip(value["mean"], spread, value["draw"], value["after"], strict=True)
    rows = {
        MIXED: [f"{a:.2f} · {bracketed(x0)} + {b:.2f} · {bracketed(x)} = {signed(m)}" for a, x0, b, x, m in mixed],
        NEXT: [f"{signed(m)} + {c:.2f} · {bracketed(z)} = {signed(x)}" for m, c, z, x in after],
    }
    return Numbers("sum", rows, formats=dict.fromkeys(rows, "{}"), roles=dict.fromkeys(rows, "noisy"), size="full",
                   title=f"red of pixel {pixel[0]}, {pixel[1]}, in numbers")  # fmt: skip


def first_share(found: Backward) -> float:
    """The weight of the guessed picture in the first step, in [0, 1]."""
    return float(found.weights[0, 0])
