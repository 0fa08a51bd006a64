"""The figures of a network that may have copied: of what it draws, and of how far off its guesses are."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.records import Record
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.lone_critters import SIDE, to_bytes, to_floats
from diffusion_core.evaluation.copying import cosines, errors_by_level, is_copy, mean_by_picture, nearest_two
from diffusion_core.evaluation.lone_reader import LoneReader, named
from diffusion_core.networks.lone_net import picture_denoiser
from diffusion_core.networks.unet import UNet
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import Denoiser
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.samplers import Step, ddim, path, run

STEPS, TOGETHER = 25, 128
NOISE = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
"""Shares of noise at which guesses are compared with the truth."""
LOOK_SEEDS = 700_000
"""From which seed on the noise comes through which a network looks at pictures."""


@dataclass(frozen=True)
class World:
    """Pictures (N, 3, 32, 32) in [-1, 1], and how the reader sees them, (N, 64)."""

    pictures: Tensor
    features: Tensor


def world_of(pictures: Tensor, reader: LoneReader) -> World:
    """From bytes."""
    floats = to_floats(pictures)
    return World(floats, reader.read(floats)[1])


@torch.inference_mode()
def draw_from_noise(network: UNet, seeds: Sequence[int]) -> Tensor:
    """What a network draws, DDIM in 25 steps, out of the noise of each seed: (B, 3, 32, 32) bytes."""
    parts = [seeds[start : start + TOGETHER] for start in range(0, len(seeds), TOGETHER)]
    return torch.cat([_drawn(network, part) for part in parts])


def _drawn(network: UNet, seeds: Sequence[int]) -> Tensor:
    start = Noise(seeds, (3, SIDE, SIDE))()
    steps: deque[Step] = deque(maxlen=1)
    steps.extend(run(ddim(start, path(make_schedule("cosine"), STEPS), lambda: start), picture_denoiser(network)))
    return to_bytes(steps[-1].x)


def copies(pictures: World, trained: World) -> dict[str, Share]:
    """How many are copies by the rule of a third: in pixels, and in what the reader sees."""
    return {
        "pixels": share(is_copy(nearest_two(pictures.pictures, trained.pictures)[1])),
        "features": share(is_copy(nearest_two(pictures.features, trained.features)[1])),
    }


def drawn_figures(pictures: Tensor, trained: World, never_seen: World, reader: LoneReader) -> Record:
    """Of a network's drawings, (B, 3, 32, 32) bytes: named, and copies of its own and of its twin's pictures.

    It never saw its twin's pictures: whatever the rule takes for copies of those is its false alarm.
    """
    mine = world_of(pictures, reader)
    return {
        "named": share(named(reader.read(mine.pictures)[0])).record(),
        "copies": records(copies(mine, trained)),
        "copies_of_the_twins": records(copies(mine, never_seen)),
    }


def twin_figures(a: Tensor, b: Tensor, drawn: World, reader: LoneReader) -> Record:
    """Of two twins' drawings from the same seeds, (B, 3, 32, 32) bytes each: how alike they are, noise by noise.

    drawn: pictures of the world, at least B, that neither was taught on.
    """
    first, second, middle = to_floats(a), to_floats(b), drawn.pictures.mean(0)
    codes = [reader.read(pictures)[0] for pictures in (first, second)]
    return {
        "same_noise": Mean.of_values(cosines(first, second, middle)).record(),
        "other_noise": Mean.of_values(cosines(first, second.roll(1, 0), middle)).record(),
        "beside_drawn": Mean.of_values(cosines(first, drawn.pictures[: len(a)], middle)).record(),
        "same_name": share((codes[0] == codes[1]).all(1) & named(codes[0])).record(),
        "same_name_other_noise": share((codes[0] == codes[1].roll(1, 0)).all(1) & named(codes[0])).record(),
    }


@torch.inference_mode()
def guess_figures(denoiser: Denoiser, seen: Tensor, unseen: Tensor) -> Record:
    """How far off the guessed picture is by share of noise, on seen and on unseen pictures, and the gap between.

    unseen: (B, 3, 32, 32) in [-1, 1]; seen: (N, 3, 32, 32), of which the first B are looked at, again and again where
    there are fewer. Root mean square in levels of 255; intervals over pictures; the gap is unseen less seen.
    """
    rows = torch.arange(len(unseen)) % len(seen)
    eps = Noise(range(LOOK_SEEDS, LOOK_SEEDS + len(unseen)), unseen.shape[1:])()
    each = torch.arange(len(unseen))
    known = [mean_by_picture(v, rows) for v in errors_by_level(denoiser, seen[rows], eps, NOISE)]
    new = [mean_by_picture(v, each) for v in errors_by_level(denoiser, unseen, eps, NOISE)]
    return {
        "seen": [mean.record() for mean in known],
        "unseen": [mean.record() for mean in new],
        "gap": [less(b, a).record() for a, b in zip(known, new, strict=True)],
    }


def network_guesses(network: UNet, seen: Tensor, unseen: Tensor) -> Record:
    """`guess_figures` of a network."""
    return guess_figures(picture_denoiser(network), seen, unseen)


def exact_guesses(seen: Tensor, unseen: Tensor) -> Record:
    """`guess_figures` of the exact guesser, who knows all pictures of the training set and takes nothing else for
    possible (mixture_denoiser with spread 0): what a network would answer that had learnt its set by heart."""
    return guess_figures(mixture_denoiser(seen), seen, unseen)


def less(a: Mean, b: Mean) -> Mean:
    """a - b of two independent means; `of` is the smaller sample's."""
    value = a.value - b.value
    half = math.hypot(*((mean.interval[1] - mean.interval[0]) / 2 for mean in (a, b)))
    return Mean(value, (value - half, value + half), min(a.of, b.of))


def records(shares: dict[str, Share]) -> Record:
    """For JSON."""
    return {name: value.record() for name, value in shares.items()}
