"""What `make claims` measures for the break-it lab: each breakage, the sound run beside it, and the first guess."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from diffusion_core.common.randomness import Noise
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.average_picture import training_average
from diffusion_core.data.critters import Scene, caption, draw
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.distances import kernel_distance
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.sampling.breakages import BREAKAGES, SOUND, WORDS
from diffusion_core.sampling.generate import generate_as, predict
from diffusion_core.sampling.job import Job

MOST, MOST_LONG = 192, 64
"""Pictures of each run at most, however many other figures take; of a run longer than LONG steps only the second."""
LONG = 20
DRAWN = 960
"""Pictures drawn by the program that the kernel distance holds the others against."""
ALIKE = 32
"""Pictures of the same words that are held against one another."""

RUNS: dict[str, Job | None] = {
    **SOUND,
    **{name: breakage.broken for name, breakage in BREAKAGES.items()},
    "drawn": None,
}
"""Every run that is measured, by name; "drawn" are pictures that the program drew, of the same captions."""


ALIKE_RUNS: dict[str, Job] = {
    **{run: job for run in ("DDPM, 20 steps", "no fresh noise, 20 steps") if (job := RUNS[run])},
    "DDPM, 20 steps, linear": replace(SOUND["DDPM, 20 steps"], schedule="linear"),
    "no fresh noise, 20 steps, linear": replace(BREAKAGES["no fresh noise, 20 steps"].broken, schedule="linear"),
}
"""Runs of which it is measured how alike their pictures are: under linear too, where the first step keeps some of the
starting noise."""


def most(run: str) -> int:
    """How many pictures of a run are measured at most."""
    job = RUNS[run]
    return MOST_LONG if job is not None and job.steps > LONG else MOST


def right_of(run: str) -> Measure:
    """How often everything in the caption is in the picture."""

    def measure(lab: Lab, count: int) -> Share:
        scenes = _scenes(lab.first, min(count, most(run)))
        read, _ = lab.reader.read(_pictures(lab.network, lab.first, len(scenes), run))
        return share(all_right(read, scenes))

    return measure


def distance_of(run: str) -> Measure:
    """The kernel distance to drawn pictures, as `distance_to_drawn`."""

    def measure(lab: Lab, count: int) -> Mean:
        return distance_to_drawn(lab, _pictures(lab.network, lab.first, min(count, most(run)), run))

    return measure


def distance_to_drawn(lab: Lab, pictures: Tensor) -> Mean:
    """The kernel distance in the reader's 64 features to drawn pictures of other captions from the same hat.

    Each feature is shifted and scaled to mean 0 and spread 1 over the drawn pictures; 0 is no distance.
    """
    drawn, (_, features) = _drawn_features(lab.reader, lab.first), lab.reader.read(pictures)
    middle, spread = drawn.mean(0), drawn.std(0)
    return kernel_distance((features - middle) / spread, (drawn - middle) / spread)


def grain(pictures: Tensor) -> Tensor:
    """What an average over 3 × 3 pixels takes away, root mean square in levels of 255. (B, 3, H, W) to (B,)."""
    smooth = avg_pool2d(pictures, 3, stride=1, padding=1, count_include_pad=False)
    return 127.5 * (pictures - smooth).square().mean((1, 2, 3)).sqrt()


def grain_of(run: str) -> Measure:
    """How much fine detail is in the pictures, be it lines or specks, as `grain`."""

    def measure(lab: Lab, count: int) -> Mean:
        return Mean.of_values(grain(_pictures(lab.network, lab.first, min(count, most(run)), run)))

    return measure


def apart_of(run: str) -> Measure:
    """How far pictures of the same words, each from its own noise, lie from their average: rms, in levels of 255."""

    def measure(lab: Lab, count: int) -> Mean:
        seeds = range(lab.first, lab.first + min(count, ALIKE))
        made = generate_as(ALIKE_RUNS[run], lab.network, [WORDS] * len(seeds), seeds)
        return Mean.of_values(127.5 * (made - made.mean(0)).square().mean((1, 2, 3)).sqrt())

    return measure


def off_average(*, guessed: bool) -> Measure:
    """How far from the average of all training pictures, in levels of 255 (root mean square).

    guessed: the network's first guess from pure noise, told nothing; else a picture that the program drew.
    """

    def measure(lab: Lab, count: int) -> Mean:
        seeds = range(lab.first, lab.first + min(count, MOST))
        found = _first_guess(lab.network, seeds) if guessed else draw(seeds)
        return Mean.of_values(127.5 * (found - training_average()).square().mean((1, 2, 3)).sqrt())

    return measure


def _first_guess(network: UNet, seeds: range) -> Tensor:
    start = torch.full((len(seeds),), -torch.inf, dtype=torch.float64)
    return predict(network, Noise(seeds, network.config.shape)(), start, [""] * len(seeds)).x0


def _scenes(first: int, count: int) -> list[Scene]:
    return single_scenes(first, count, "seen")


@lru_cache(maxsize=4)
def _pictures(network: UNet, first: int, count: int, run: str) -> Tensor:
    scenes, seeds, job = _scenes(first, count), range(first, first + count), RUNS[run]
    if job is None:
        return draw(seeds, scenes=scenes)
    return generate_as(job, network, [caption(scene) for scene in scenes], seeds)


@lru_cache(maxsize=1)
def _drawn_features(reader: AttributeReader, first: int) -> Tensor:
    scenes = _scenes(first, MOST + DRAWN)[MOST:]
    return reader.read(draw(range(first + MOST, first + MOST + DRAWN), scenes=scenes))[1]


MEASURES: dict[str, Callable[[str], Measure]] = {"right": right_of, "distance": distance_of, "grain": grain_of}

BROKEN_CLAIMS: dict[str, Measure] = {
    **{f"lab: {what}, {run}": make(run) for run in RUNS for what, make in MEASURES.items()},
    **{f"lab: apart, {run}": apart_of(run) for run in ALIKE_RUNS},
    "lab: first guess off the average": off_average(guessed=True),
    "lab: drawn picture off the average": off_average(guessed=False),
}
"""Each number that the lab states."""

BROKEN_PAIRS: dict[str, tuple[str, str]] = {
    "One step cannot draw what was asked for": ("lab: right, one step", "lab: right, DDIM, 20 steps"),
    "One step draws another kind of picture": ("lab: distance, DDIM, 20 steps", "lab: distance, one step"),
    "Without fresh noise DDPM washes its pictures out": (
        "lab: grain, no fresh noise, 20 steps",
        "lab: grain, DDPM, 20 steps",
    ),
    "Without fresh noise DDPM's pictures are more alike": (
        "lab: apart, no fresh noise, 20 steps",
        "lab: apart, DDPM, 20 steps",
    ),
    "Under linear they stay further apart without it than under cosine": (
        "lab: apart, no fresh noise, 20 steps",
        "lab: apart, no fresh noise, 20 steps, linear",
    ),
    "Told of too much noise, the network draws grain": (
        "lab: grain, DDIM, 20 steps",
        "lab: grain, told a little more noise",
    ),
    "The first guess is the average, as far as a picture can be": (
        "lab: first guess off the average",
        "lab: drawn picture off the average",
    ),
}
"""What sentences say about two of them: the left one is smaller."""
