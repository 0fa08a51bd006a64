"""Draw anew: a picture noised by chance and along the network's own path run backwards, and both brought back."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.data.critters import TRAINING_COUNT, caption, draw, scene_of
from diffusion_core.evaluation.claims.drawn_anew import COARSE, FINE
from diffusion_core.evaluation.claims.drawn_anew import STEPS as RECORDED
from diffusion_core.process.spectrum import radial_power
from diffusion_core.sampling.inversion import homeward, outward
from diffusion_core.sampling.samplers import run
from pages.levels.network.asking import OTHER_CHANCE, asking, cosine, noise
from pages.levels.network.side_by_side import side_by_side
from pages.shared.keeping.with_progress import Work
from pages.shared.page.recorded import figure
from pages.shared.player import Curves, Line, Pictures
from pages.shared.player.track import Track

FRAMES = 21
RINGS = np.arange(1, 33)
WHITE_RUNS = 64


@dataclass(frozen=True)
class Noised:
    """clean: (1, 3, 64, 64), the picture; words: what it shows; ends: (2, 3, 64, 64), the noise that chance made of it
    and the one to which the path leads."""

    clean: Tensor
    words: str
    ends: Tensor


class Place(NamedTuple):
    """A moment of the way back: t, and both on it, (2, 3, 64, 64)."""

    t: float
    x: Tensor


@st.cache_data(max_entries=32, show_spinner="The network's path is run backwards …")
def noised(seed: int, steps: int) -> Noised:
    """Picture number TRAINING_COUNT + seed, noised in both ways. Raises NoWeights and Busy."""
    number = TRAINING_COUNT + seed
    clean, words = draw([number]), caption(scene_of(number))
    *_, step = run(outward(clean, noise([seed]), cosine(), steps), asking(words))
    # of the whole way by chance nothing is left of the picture but its noise
    return Noised(clean, words, torch.cat([noise([seed + OTHER_CHANCE]), step.x]))


def brought_back(found: Noised, steps: int) -> Work[list[Place]]:
    """Both ends on their way back by DDIM, told the picture's words; first the noise, last the pictures."""
    x, t = found.ends, float(cosine().steps)
    way = []
    for step in run(homeward(x, cosine(), steps), asking(found.words)):
        way.append(Place(t, x))
        x, t = step.x, step.t
        yield step.index / (steps + 1)
    return [*way, Place(t, x)]


def way_tracks(found: Noised, way: list[Place]) -> list[Track]:
    """The two on their way back, below each how far it is off, and the picture."""
    shown = torch.stack([way[i].x.clamp(-1, 1) for i in _shown(len(way))])
    whole = torch.cat([shown, (shown - found.clean) / 2], dim=1)
    sheets = np.stack([side_by_side(four) for four in whole])
    return [
        Pictures("noises", sheets, title="by chance · by the path", role="noisy", note="below: how far off",
                 size="main"),
        _clean(found, "main"),
    ]  # fmt: skip


def labels(way: list[Place]) -> list[str]:
    """One for each frame of `way_tracks`."""
    shares = [100 * (1 - cosine().alpha_bar_at(place.t)) for place in way]
    return [f"t = {way[i].t:.0f} · noise {shares[i]:.0f} %" for i in _shown(len(way))]


def off_by(found: Noised, way: list[Place]) -> tuple[float, float]:
    """How far the picture is from what came back, in levels of 255: out of chance's noise, and out of the path's."""
    gaps = 127.5 * (way[-1].x.clamp(-1, 1) - found.clean).abs().mean((1, 2, 3))
    return gaps[0].item(), gaps[1].item()


def likeness(found: Noised) -> tuple[float, float]:
    """The correlation of the picture with the noise that chance made of it, and with the one of the path."""
    clean = found.clean.flatten()
    chance, pathed = (torch.corrcoef(torch.stack([clean, end.flatten()]))[0, 1].item() for end in found.ends)
    return chance, pathed


def by_steps(steps: int) -> list[Track]:
    """How far off the path's picture comes back, by the number of steps, as recorded."""
    gaps = np.array([figure(f"path: off by, {count} steps")["value"] for count in RECORDED])
    line = Line("shades off", gaps, "guess")
    return [
        Curves(
            "gaps",
            np.array(RECORDED, dtype=np.float64),
            [line],
            at=np.array([float(steps)]),
            x_label="steps each way",
            digits=1,
            y_range=(0, 1.1 * gaps.max()),
            title=f"out of the path's noise, mean of {figure('path: off by, 20 steps')['n']} pictures",
        )
    ]


def spectra(found: Noised) -> list[Track]:
    """The power of coarse and fine waves in both noises, beside that of much real noise."""
    many = radial_power(_many()).mean((0, 1))
    chance, pathed = radial_power(found.ends).mean(1)
    lines = [
        Line("white noise", many.numpy(), "plain", "solid"),
        Line("by chance", chance.numpy(), "noise"),
        Line("by the path", pathed.numpy(), "guess"),
    ]
    return [Curves("spectrum", RINGS.astype(np.float64), lines, at=RINGS[3:4], y_range=(0.0, 1.4),
                   x_label="waves across the picture (in numbers: 4)",
                   title="power of coarse and fine waves")]  # fmt: skip


def powers(found: Noised) -> tuple[float, float]:
    """The power of coarse and of fine waves in the path's noise; 1 in white noise."""
    power = radial_power(found.ends[1:]).mean((0, 1))
    return power[COARSE].mean().item(), power[FINE].mean().item()


@st.cache_resource(show_spinner=False)
def _many() -> Tensor:
    return noise(range(WHITE_RUNS))


def _shown(moments: int) -> list[int]:
    """Which of the moments are shown: as many as FRAMES, the first and the last among them."""
    return sorted({round(i * (moments - 1) / (FRAMES - 1)) for i in range(FRAMES)})


def _clean(found: Noised, size: str) -> Track:
    return Pictures("clean", found.clean[0], title="the picture", role="clean", note="", size=size)
