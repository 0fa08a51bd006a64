"""What `make claims` measures for "The pull": guidance of many strengths, and away from a worse self."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from torch import Tensor

from diffusion_core.common.assets import SNAPSHOTS_FOLDER
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import caption, draw
from diffusion_core.evaluation.claims.broken import distance_to_drawn
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.defaults import ANY_LEVEL
from diffusion_core.sampling.generate import generate_as
from diffusion_core.sampling.job import Job

MOST = 64
"""Pictures for each of these figures, however many the others take."""
END = 0.999
"""A number at least as far out is at the end of the screen's scale."""
WORSE = 87_232
"""How many pictures the worse self has seen, of which there is a snapshot."""
_ALL = Job(pull_from=-ANY_LEVEL, pull_to=ANY_LEVEL)

PULLS: dict[str, Job] = {
    "1": Job(guidance=1.0),
    "2": Job(guidance=2.0),
    "4": Job(),
    "10": Job(guidance=10.0),
    "4, all the way": _ALL,
    "10, all the way": replace(_ALL, guidance=10.0),
    "away from a worse self": replace(_ALL, guidance=1.5, worse=f"after {WORSE}"),
}
"""What is compared, by name. "1" is no pull; "4" is how the site draws."""
DRAWN = "drawn"
"""The pictures that the program drew."""


@lru_cache(maxsize=2 * len(PULLS))
def _pictures(network: UNet, first: int, count: int, pull: str) -> Tensor:
    scenes = single_scenes(first, count, "seen")
    if pull == DRAWN:
        return draw(range(first, first + count), scenes=scenes)
    job, device = PULLS[pull], next(network.parameters())
    worse = _worse().to(device) if job.worse else None
    captions = [caption(scene) for scene in scenes]
    return generate_as(job, network, captions, range(first, first + count), worse=worse)


@lru_cache(maxsize=1)
def _worse() -> UNet:
    return load_network(SNAPSHOTS_FOLDER / f"{WORSE}.safetensors")


def right(pull: str) -> Measure:
    """How often every attribute of the caption is there."""

    def measure(lab: Lab, count: int) -> Share:
        count = min(count, MOST)
        read, _ = lab.reader.read(_pictures(lab.network, lab.first, count, pull))
        return share(all_right(read, single_scenes(lab.first, count, "seen")))

    return measure


def burnt(pull: str) -> Measure:
    """The share of a picture's numbers that are at the end of the screen's scale."""

    def measure(lab: Lab, count: int) -> Mean:
        pictures = _pictures(lab.network, lab.first, min(count, MOST), pull)
        return Mean.of_values((pictures.abs() >= END).double().mean((1, 2, 3)))

    return measure


def varied(pull: str) -> Measure:
    """How far the reader's features lie about their mean, squared, in parts of what those of drawn pictures do."""

    def measure(lab: Lab, count: int) -> Mean:
        found, drawn = (_features(lab, min(count, MOST), name) for name in (pull, DRAWN))
        usual = (drawn - drawn.mean(0)).square().sum(1).mean()
        return Mean.of_values((found - found.mean(0)).square().sum(1) / usual)

    return measure


def distant(pull: str) -> Measure:
    """How far they are, all together, from drawn pictures of other sentences: the kernel distance, 0 for none."""

    def measure(lab: Lab, count: int) -> Mean:
        return distance_to_drawn(lab, _pictures(lab.network, lab.first, min(count, MOST), pull))

    return measure


def _features(lab: Lab, count: int, pull: str) -> Tensor:
    return lab.reader.read(_pictures(lab.network, lab.first, count, pull))[1].double()


MEASURES: dict[str, Callable[[str], Measure]] = {
    "right": right,
    "burnt": burnt,
    "varied": varied,
    "distance": distant,
}

PULL_CLAIMS: dict[str, Measure] = {
    f"pull: {what}, {pull}": make(pull)
    for pull in (*PULLS, DRAWN)
    for what, make in MEASURES.items()
    if not (pull == DRAWN and what in ("right", "varied"))
}
"""Each number that 5.5 states."""

PULL_PAIRS: dict[str, tuple[str, str]] = {
    "With no pull they are further from drawn pictures than with ours": ("pull: distance, 4", "pull: distance, 1"),
    "Ten times the pull, all the way, burns": ("pull: burnt, 4", "pull: burnt, 10, all the way"),
}
"""What sentences say about two of them: the left one is smaller."""
