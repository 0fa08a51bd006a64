"""What `make claims` measures for "New, or copied?": does the network know its training pictures from new ones?

Two ways to see that something was learnt by heart: a guess that is better at pictures that were seen, and a drawing
that is far nearer to one training picture than to all others.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import caption, draw, training_seeds
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.evaluation.claims.by_heart import squared_off, training_pictures
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.copying import is_copy, nearest_two
from diffusion_core.evaluation.scenes import free_seeds, single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import alpha_sigma, clip_guess
from diffusion_core.sampling.defaults import STRENGTH
from diffusion_core.sampling.generate import TOGETHER, generate, predict

LEVELS = (-6, -3, 0, 3)
"""Noise levels, as log(alpha² / sigma²): 99.8 %, 95 %, 50 % and 5 % noise."""
SHIFT = 2
"""By so many pixels a copy is shifted, to see whether it's still found."""
CHUNK = 2048


def _seen(first: int, count: int) -> Tensor:
    """An even choice of the training pictures, each of which the network practised on some twenty times."""
    seeds = training_seeds()
    return draw(seeds[torch.linspace(0, len(seeds) - 1, count).long()])


def _new(first: int, count: int) -> Tensor:
    """Pictures of the same kinds, none of which it saw."""
    return draw(free_seeds(count, first=first))


KINDS: dict[str, Callable[[int, int], Tensor]] = {"seen": _seen, "new": _new}


@lru_cache(maxsize=2 * len(LEVELS))
def _off(network: UNet, first: int, count: int, kind: str, level: int) -> Tensor:
    """How far off the network's guesses are, told nothing, in shades (levels of 255) squared: (count,)."""
    x0 = KINDS[kind](first, count)
    levels = torch.full((count,), float(level), dtype=torch.float64)
    alpha, sigma = alpha_sigma(levels, x0)
    x = alpha * x0 + sigma * Noise(range(first, first + count), x0.shape[1:])()
    parts = zip(x.split(TOGETHER), levels.split(TOGETHER), strict=True)
    guesses = [clip_guess(some, predict(network, some, at, [""] * len(some)), at).x0 for some, at in parts]
    return squared_off(torch.cat(guesses), x0)


def off(kind: str, level: int) -> Measure:
    """The squared error of its guess at pictures of this kind."""
    return lambda lab, count: Mean.of_values(_off(lab.network, lab.first, count, kind, level))


def more(level: int) -> Measure:
    """By how much it is larger at new pictures than at seen ones: nothing is known by heart where this holds 0."""

    def measure(lab: Lab, count: int) -> Mean:
        new, seen = (_off(lab.network, lab.first, count, kind, level) for kind in ("new", "seen"))
        return Mean.of_values(new - seen)

    return measure


@lru_cache(maxsize=2)
def _drawn(network: UNet, first: int, count: int) -> Tensor:
    """What the network draws of captions with one critter, of pairs that it was taught."""
    captions = [caption(scene) for scene in single_scenes(first, count, "seen")]
    return generate(network, captions, range(first, first + count), steps=20, guidance=STRENGTH, sampler="ddim")


CROWDS: dict[str, Callable[[Lab, int], Tensor]] = {
    "drawn": lambda lab, count: _drawn(lab.network, lab.first, count),
    "fresh": lambda lab, count: _new(lab.first, count),
    "copied": lambda lab, count: _seen(lab.first, count),
    "shifted": lambda lab, count: _seen(lab.first, count).roll(SHIFT, dims=3),
}
"""Whose nearest training pictures are looked for: the network's drawings, our program's, and two kinds of copies."""


def by_pixels(lab: Lab, pictures: Tensor) -> Tensor:
    """(B, ...) what is compared: the pictures themselves."""
    return pictures


def by_features(lab: Lab, pictures: Tensor) -> Tensor:
    """(B, D) what the reader takes note of, which hardly moves when a picture is shifted."""
    return torch.cat([lab.reader.read(some)[1].float().cpu() for some in pictures.split(256)])


EYES = {"pixels": by_pixels, "features": by_features}


@lru_cache(maxsize=1)
def _trained_features(reader: AttributeReader) -> Tensor:
    parts = np.array_split(training_pictures(), max(1, len(training_pictures()) // CHUNK))
    return torch.cat([reader.read(_signed(part))[1].float().cpu() for part in parts])


def _trained(lab: Lab, eye: str) -> Iterator[Tensor]:
    """All training pictures, as they are compared, part by part."""
    if eye == "features":
        yield _trained_features(lab.reader)
        return
    for start in range(0, len(training_pictures()), CHUNK):
        yield _signed(training_pictures()[start : start + CHUNK])


def _signed(pixels: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(pixels)).float() / 127.5 - 1


def standing_out(crowd: str, eye: str) -> Measure:
    """The share whose nearest training picture is less than a third as far off as the second nearest (Yoon 2023)."""

    def measure(lab: Lab, count: int) -> Share:
        pictures = EYES[eye](lab, CROWDS[crowd](lab, count))
        gaps = torch.cat([nearest_two(pictures, part)[1] for part in _trained(lab, eye)], dim=1)
        return share(is_copy(gaps.sort(dim=1).values[:, :2]))

    return measure


def name_of(what: str, level: int) -> str:
    """The name of a claim: "seen or new: more, 0"."""
    return f"seen or new: {what}, {level}"


KEPT_CLAIMS: dict[str, Measure] = {
    **{name_of(kind, level): off(kind, level) for level in LEVELS for kind in KINDS},
    **{name_of("more", level): more(level) for level in LEVELS},
    **{f"copies: {crowd}, by {eye}": standing_out(crowd, eye) for crowd in CROWDS for eye in EYES},
}
"""Each number that "New, or copied?" states of copies, and "A cat that neither has seen" of what was learnt."""

KEPT_PAIRS: dict[str, tuple[str, str]] = {
    "A copy gives itself away, and the network's drawings don't": (
        "copies: drawn, by pixels",
        "copies: copied, by pixels",
    ),
    "A shifted copy slips through": ("copies: shifted, by pixels", "copies: copied, by pixels"),
}
"""What sentences say about two of them: the left one is smaller."""
