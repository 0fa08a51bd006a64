"""Each number that the pages' prose states, what sentences say about them, and where they are recorded."""

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

import torch
from torch import Tensor

from diffusion_core.common.assets import CLAIMS_FILE
from diffusion_core.common.randomness import Noise
from diffusion_core.common.records import record_if_any, write_record
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import PLACES, caption, draw, scenes_of, training_seeds
from diffusion_core.evaluation.claims.broken import BROKEN_CLAIMS, BROKEN_PAIRS
from diffusion_core.evaluation.claims.by_heart import HEART_CLAIMS, HEART_PAIRS
from diffusion_core.evaluation.claims.drawn_anew import NEW_CLAIMS, NEW_PAIRS
from diffusion_core.evaluation.claims.kept import KEPT_CLAIMS, KEPT_PAIRS
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.claims.order import ORDER_CLAIMS, ORDER_PAIRS
from diffusion_core.evaluation.claims.other_words import OTHER_WORDS_CLAIMS, OTHER_WORDS_PAIRS
from diffusion_core.evaluation.claims.reach import REACH_CLAIMS, REACH_PAIRS
from diffusion_core.evaluation.claims.settled import SETTLED_CLAIMS, SETTLED_PAIRS
from diffusion_core.evaluation.claims.words_pull import PULL_CLAIMS, PULL_PAIRS
from diffusion_core.evaluation.claims.words_score import SCORE_CLAIMS, SCORE_PAIRS
from diffusion_core.evaluation.claims.words_until import UNTIL_CLAIMS, UNTIL_PAIRS
from diffusion_core.evaluation.claims.words_where import WHERE_CLAIMS, WHERE_PAIRS
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.process.unfinished import ENDS
from diffusion_core.process.unfinished import STEPS as START_STEPS
from diffusion_core.sampling.defaults import STRENGTH
from diffusion_core.sampling.generate import generate, predict


def right(*, steps: int = 20, guidance: float = STRENGTH, sampler: str = "ddim", wanted: str = "seen") -> Measure:
    """How often every attribute of the caption is in the picture, single critters, n captions."""

    def measure(lab: Lab, count: int) -> Share:
        scenes = single_scenes(lab.first, count, wanted)
        captions, seeds = [caption(scene) for scene in scenes], range(lab.first, lab.first + count)
        pictures = generate(lab.network, captions, seeds, steps=steps, guidance=guidance, sampler=sampler)
        read, _ = lab.reader.read(pictures)
        return share(all_right(read, scenes))

    return measure


def guess_error(noise: float) -> Measure:
    """Mean squared error of the guessed noise, at this share of noise in [0, 1]; a blind 0 gets 1."""

    def measure(lab: Lab, count: int) -> Mean:
        seeds = range(lab.first, lab.first + count)
        x0, eps = draw(seeds), Noise(seeds, lab.network.config.shape)()
        level = torch.logit(torch.full((count,), 1 - noise, dtype=torch.float64))
        alpha, sigma = alpha_sigma(level, x0)
        captions = [caption(scene) for scene in scenes_of(seeds)]
        guess = predict(lab.network, alpha * x0 + sigma * eps, level, captions)
        return Mean.of_values((guess.eps - eps).square().flatten(1).mean(dim=1))

    return measure


def in_training_set(animal: str, colour: str) -> Measure:
    """How many training pictures hold this pair, counted over all of them."""

    def measure(lab: Lab, count: int) -> Share:
        scenes = scenes_of(training_seeds())
        pairs = [{(critter.animal, critter.colour) for critter in scene.critters} for scene in scenes]
        return share(Tensor([(animal, colour) in pair for pair in pairs]) > 0)

    return measure


def brightness_from_grey(pictures: Tensor) -> Tensor:
    """How far the mean of each picture lies from middle grey, in levels of 255. (B, 3, 64, 64) to (B,)."""
    return 127.5 * pictures.mean((1, 2, 3)).abs()


def brightness_spread(pictures: Tensor) -> Tensor:
    """How far the mean of each lies from that of all, in levels of 255. (B, 3, 64, 64) to (B,)."""
    means = 127.5 * pictures.mean((1, 2, 3))
    return (means - means.mean()).abs()


def started(of: Callable[[Tensor], Tensor], believed: str) -> Measure:
    """A figure of pictures that the network draws, told nothing, from noise in which it believes a rest of a picture.

    of: (B, 3, 64, 64) to (B,); believed: of ENDS, or "drawn" for pictures that the program drew.
    """

    def measure(lab: Lab, count: int) -> Mean:
        return Mean.of_values(of(_started(lab.network, lab.first, count, believed)))

    return measure


def nights(believed: str) -> Measure:
    """The share of them that the reader takes for night. As `started`."""

    def measure(lab: Lab, count: int) -> Share:
        read, _ = lab.reader.read(_started(lab.network, lab.first, count, believed))
        return share(read[:, 0] == PLACES.index("night"))

    return measure


@lru_cache(maxsize=8)
def _started(network: UNet, first: int, count: int, believed: str) -> Tensor:
    seeds = range(first, first + count)
    if believed == "drawn":
        return draw(seeds)
    return generate(network, [""] * count, seeds, steps=START_STEPS, believed=ENDS[believed])


STARTS: dict[str, Callable[[str], Measure]] = {
    "from grey": partial(started, brightness_from_grey),
    "spread": partial(started, brightness_spread),
    "night": nights,
}

CLAIMS: dict[str, Measure] = {
    "right in 1 step": right(steps=1),
    "right in 2 steps": right(steps=2),
    "right in 5 steps": right(steps=5),
    "right in 20 steps": right(),
    "right in 20 steps, ddpm": right(sampler="ddpm"),
    "right in 20 steps, dpmpp_2m": right(sampler="dpmpp_2m"),
    "right without guidance": right(guidance=1.0),
    "right held out": right(wanted="held out"),
    "right green rabbit": right(wanted="green rabbit"),
    "green rabbits in training": in_training_set("rabbit", "green"),
    "noise error at 5 % noise": guess_error(0.05),
    "noise error at 50 % noise": guess_error(0.5),
    "noise error at 95 % noise": guess_error(0.95),
    **{f"start: {name}, believed {end}": make(end) for end in (*ENDS, "drawn") for name, make in STARTS.items()},
    **NEW_CLAIMS,
    **BROKEN_CLAIMS,
    **HEART_CLAIMS,
    **SETTLED_CLAIMS,
    **KEPT_CLAIMS,
    **OTHER_WORDS_CLAIMS,
    **REACH_CLAIMS,
    **SCORE_CLAIMS,
    **WHERE_CLAIMS,
    **UNTIL_CLAIMS,
    **PULL_CLAIMS,
    **ORDER_CLAIMS,
}
"""Each number that a page states, by the name by which the page asks for it."""

_PAIRS = (
    NEW_PAIRS
    | BROKEN_PAIRS
    | HEART_PAIRS
    | KEPT_PAIRS
    | REACH_PAIRS
    | SETTLED_PAIRS
    | OTHER_WORDS_PAIRS
    | WHERE_PAIRS
    | SCORE_PAIRS
    | UNTIL_PAIRS
    | PULL_PAIRS
    | ORDER_PAIRS
)

RELATIONS: dict[str, tuple[str, Callable[[float, float], bool], str]] = {
    "One step is not enough": ("right in 1 step", operator.lt, "right in 20 steps"),
    "A second step is worth a lot": ("right in 1 step", operator.lt, "right in 2 steps"),
    "Guidance makes the caption count": ("right without guidance", operator.lt, "right in 20 steps"),
    "The less noise, the harder the noise is to see": (
        "noise error at 5 % noise",
        operator.gt,
        "noise error at 95 % noise",
    ),
    "A network that believes in a third of a picture draws grey": (
        "start: from grey, believed not rescaled",
        operator.lt,
        "start: from grey, believed none",
    ),
    **{name: (less, operator.lt, more) for name, (less, more) in _PAIRS.items()},
}
"""What sentences and quiz keys say about two of these numbers: left, relation, right."""


def holds(relation: str, values: Mapping[str, float]) -> bool:
    """Whether a relation holds for these values. Raises KeyError for an unknown one."""
    left, compare, other = RELATIONS[relation]
    return compare(values[left], values[other])


def kept_figures() -> dict[str, dict]:
    """What was recorded so far, each with the SHA-256 of the weights that it is about."""
    return record_if_any(CLAIMS_FILE).get("claims", {})


def keep_figures(figures: Mapping[str, dict]) -> None:
    """Write them in the order of CLAIMS, without those that are no claims any more."""
    record = {"command": "make claims", "claims": {name: figures[name] for name in CLAIMS if name in figures}}
    write_record(CLAIMS_FILE, record)
