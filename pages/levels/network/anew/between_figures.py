"""Draw anew: a walk between two noises, and the picture that each place on it leads to."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.process.prediction import clipped
from diffusion_core.process.spectrum import radial_power
from diffusion_core.sampling.interpolation import walk
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, path, run
from pages.levels.network.anew.asking import asking, cosine, last, noise
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Line, Pictures, to_bytes
from pages.shared.player.charts import Curves
from pages.shared.player.track import Track

PLACES, STEPS = 11, 12
WORDS = "an orange cat"
"""What the network is told at every place. The rest is left to the noise."""
GRAIN = 8
"""Waves that fit into the picture at least this often are its fine detail."""


@dataclass(frozen=True)
class Walk:
    """noises, pictures: (PLACES, 3, 64, 64); strength: (PLACES,) spread of each noise."""

    noises: Tensor
    pictures: Tensor
    strength: np.ndarray


def ends_of(pair: int) -> tuple[Tensor, Tensor]:
    """The two noises of a pair, (3, 64, 64) each: those of two neighbouring seeds."""
    both = noise([2 * pair, 2 * pair + 1])
    return both[0], both[1]


@st.cache_data(max_entries=32, show_spinner="The network draws the two ends …")
def ends(pair: int) -> Tensor:
    """The pictures of the two noises, (2, 3, 64, 64). Raises NoWeights and Busy."""
    return last(ddim(torch.stack(ends_of(pair)), path(cosine(), STEPS), no_chance), asking(WORDS))


def walked(pair: int, way: str) -> Work[Walk]:
    """The walk of a pair. way: of WAYS."""
    noises = walk(*ends_of(pair), PLACES, way)
    for step in run(ddim(noises, path(cosine(), STEPS), no_chance), clipped(asking(WORDS))):
        yield step.index / STEPS
    return Walk(noises, step.x.clamp(-1, 1), noises.std((1, 2, 3)).numpy())


def end_tracks(pair: int, pictures: Tensor) -> list[Track]:
    """Where the walk begins and where it ends, each noise beside its picture."""
    return [
        track
        for name, both, picture in zip(("one", "other"), ends_of(pair), pictures, strict=True)
        for track in (
            Pictures(f"noise_{name}", both, title=f"{name} noise", role="noise", note=""),
            Pictures(f"picture_{name}", picture, title="its picture", role="guess", note=""),
        )
    ]


def walk_tracks(found: Walk) -> list[Track]:
    """The walk, and how strong the noise is along it."""
    share = np.linspace(0, 100, PLACES)
    strength = Curves("strength", share, [Line("spread of the noise", found.strength, "noise")],
                      x_label="% of the way", title="how strong the noise is", y_range=(0.0, 1.2))  # fmt: skip
    one, other = (
        Pictures(f"end_{name}", picture, title=f"{name} end", role="guess", note="")
        for name, picture in zip(("one", "other"), found.pictures[[0, -1]], strict=True)
    )
    noise, picture = _tracks(found.noises, found.pictures)
    return [noise, one, picture, other, strength]


def labels() -> list[str]:
    """One for each place."""
    return [f"{100 * i / (PLACES - 1):.0f} % of the way" for i in range(PLACES)]


def detail(pictures: Tensor) -> Tensor:
    """The power of fine detail: (B, 3, 64, 64) to (B,)."""
    return radial_power(pictures)[..., GRAIN:].mean((1, 2))


def half_way(found: Walk) -> tuple[float, float]:
    """Of the picture half way: its fine detail as a share of that of the ends; and how far it is from the two ends
    faded into each other, in levels of 255."""
    middle, both = found.pictures[PLACES // 2 : PLACES // 2 + 1], found.pictures[[0, -1]]
    faded = both.mean(0, keepdim=True)
    return (detail(middle) / detail(both).mean()).item(), 127.5 * (middle - faded).abs().mean().item()


def from_the_ends(found: Walk) -> tuple[float, float, float]:
    """How far the picture half way is from the one end, from the other, and they from each other, in levels of 255."""
    one, middle, other = found.pictures[[0, PLACES // 2, -1]]
    one_off, other_off, whole = (
        127.5 * (a - b).abs().mean().item() for a, b in ((middle, one), (middle, other), (one, other))
    )
    return one_off, other_off, whole


def _tracks(noises: Tensor, pictures: Tensor) -> list[Track]:
    return [
        Pictures("noise", to_bytes(noises), title="the noise", role="noise", note=""),
        Pictures("picture", to_bytes(pictures), title="its picture", role="guess", note=""),
    ]
