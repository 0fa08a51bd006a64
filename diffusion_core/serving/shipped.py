"""The networks that are served, by name: the one that draws, what it came from, and what came from it."""

from functools import partial
from pathlib import Path

from diffusion_core.common.assets import FEW_STEPS
from diffusion_core.common.files import NoWeights, read_notes
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import card_sha256, is_shipped, load_network
from diffusion_core.networks.words_apart import APART, with_words_apart
from diffusion_core.sampling import few_steps
from diffusion_core.sampling.job import Job
from diffusion_core.serving.networks import Loader
from diffusion_core.training import snapshots

TEACHER = "teacher"
"""The note of a student's file: which network it learnt from."""


def loaders(weights: Path) -> dict[str, Loader]:
    """For the engine: how to get each. weights: the file of the one that draws."""
    found: dict[str, Loader] = {Job.weights: partial(load, weights), few_steps.NAME: partial(load_network, FEW_STEPS)}
    return found | snapshots.loaders(weights) | {APART: partial(_with_words_apart, weights)}


def load(weights: Path) -> UNet:
    """The network in a file. Raises NoWeights, also for one of another kind, which would draw nothing."""
    network = load_network(weights, card_sha256() if is_shipped(weights) else None)
    if TEACHER in read_notes(weights) or network.config.vocabulary != VOCABULARY:
        raise NoWeights(f"The trained network is missing: {weights.name} holds one of another kind.")
    return network


def _with_words_apart(weights: Path) -> UNet:
    return with_words_apart(load(weights))
