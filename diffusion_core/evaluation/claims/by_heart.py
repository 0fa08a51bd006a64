"""What `make claims` measures for "Why not a blur": who guesses better, a perfect memory or the network?

Memory knows all training pictures, and guesses exactly what is best over them. Both are told nothing, and both see the
same noisy pictures, none of which is a training picture.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.statistics import Mean
from diffusion_core.data.critters import draw
from diffusion_core.data.training_set import load_training_set
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.scenes import free_seeds, single_scenes
from diffusion_core.process.perfect_memory import blend, effective_number, weights
from diffusion_core.process.prediction import alpha_sigma, clip_guess
from diffusion_core.sampling.generate import TOGETHER, predict

FOLDER = Path("runs/critters")
LEVELS = (-10, -8, -7, -6, -5, -4, -3, -1, 1, 3)
"""Noise levels, as log(alpha² / sigma²)."""


def _never_taught(first: int, count: int) -> Tensor:
    """Single critters with a colour, a thing worn or a place that their animal never has in training."""
    return draw(range(first, first + count), scenes=single_scenes(first, count, "held out"))


def _new(first: int, count: int) -> Tensor:
    """Pictures like those of the training, though none of them."""
    return draw(free_seeds(count, first=first))


KINDS: dict[str, Callable[[int, int], Tensor]] = {"never taught": _never_taught, "new": _new}
"""The pictures under the noise, by kind: (first picture number, count) to (count, 3, 64, 64)."""


@cache
def training_pictures() -> np.ndarray:
    """(N, 3, 64, 64) uint8: all of them, mapped from a file of 790 MB that is drawn on first use."""
    return load_training_set(FOLDER).pictures


@lru_cache(maxsize=2 * len(LEVELS))
def _noisy(first: int, count: int, kind: str, level: int) -> tuple[Tensor, Tensor, Tensor]:
    """Clean and noisy pictures, and the noise levels; the same noise at each level."""
    x0 = KINDS[kind](first, count)
    levels = torch.full((count,), float(level), dtype=torch.float64)
    alpha, sigma = alpha_sigma(levels, x0)
    return x0, alpha * x0 + sigma * Noise(range(first, first + count), x0.shape[1:])(), levels


def squared_off(guess: Tensor, x0: Tensor) -> Tensor:
    """The mean squared error of each guess, in shades (levels of 255) squared: (B,)."""
    return (127.5 * (guess - x0)).square().mean((1, 2, 3))


@lru_cache(maxsize=2 * len(LEVELS))
def _of_memory(first: int, count: int, kind: str, level: int) -> tuple[Tensor, Tensor]:
    """How far off memory's guesses are, and how many pictures have a say in each; (B,) both."""
    x0, x, levels = _noisy(first, count, kind, level)
    shares = weights(x, levels, training_pictures())
    return squared_off(blend(shares, training_pictures()), x0), effective_number(shares)


@lru_cache(maxsize=2 * len(LEVELS))
def _of_network(lab: Lab, count: int, kind: str, level: int) -> Tensor:
    x0, x, levels = _noisy(lab.first, count, kind, level)
    parts = zip(x.split(TOGETHER), levels.split(TOGETHER), strict=True)
    guesses = [clip_guess(some, predict(lab.network, some, at, [""] * len(some)), at) for some, at in parts]
    return squared_off(torch.cat([guess.x0 for guess in guesses]), x0)


def memory(kind: str, level: int) -> Measure:
    """The squared error of the exact best guess over all training pictures."""
    return lambda lab, count: Mean.of_values(_of_memory(lab.first, count, kind, level)[0])


def network(kind: str, level: int) -> Measure:
    """The squared error of the network's guess, told nothing, cut back to what a picture can hold."""
    return lambda lab, count: Mean.of_values(_of_network(lab, count, kind, level))


def gap(kind: str, level: int) -> Measure:
    """By how much memory's squared error is larger, picture by picture: a tie where the interval holds 0."""

    def measure(lab: Lab, count: int) -> Mean:
        return Mean.of_values(_of_memory(lab.first, count, kind, level)[0] - _of_network(lab, count, kind, level))

    return measure


def sharing(kind: str, level: int) -> Measure:
    """How many training pictures have a say in memory's guess, on average."""
    return lambda lab, count: Mean.of_values(_of_memory(lab.first, count, kind, level)[1])


MEASURES = {"memory": memory, "network": network, "gap": gap, "sharing": sharing}


def name_of(what: str, kind: str, level: int) -> str:
    """The name of a claim: "by heart: gap, never taught, -5"."""
    return f"by heart: {what}, {kind}, {level}"


HEART_CLAIMS: dict[str, Measure] = {
    name_of(what, kind, level): measure(kind, level)
    for kind in KINDS
    for level in LEVELS
    for what, measure in MEASURES.items()
}
"""Each number that "Why not a blur" states."""

HEART_PAIRS: dict[str, tuple[str, str]] = {
    "Of a critter that nobody saw, the network's guess is nearer once the noise has thinned": (
        name_of("network", "never taught", -1),
        name_of("memory", "never taught", -1),
    ),
    "Of a new picture of a kind that it practised, too": (
        name_of("network", "new", -1),
        name_of("memory", "new", -1),
    ),
    "Memory makes up its mind while almost all is noise": (
        name_of("sharing", "never taught", -3),
        name_of("sharing", "never taught", -8),
    ),
}
"""What sentences say about two of them: the left one is smaller."""
