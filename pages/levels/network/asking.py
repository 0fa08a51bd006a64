"""Level 4: the server's network as a denoiser, and starting noise."""

from collections.abc import Sequence

import streamlit as st
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.process.prediction import Denoiser, Prediction, clipped
from diffusion_core.process.schedules import Schedule, make_schedule
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Sampler, run
from pages.server import drawing

SHAPE = (3, SIZE, SIZE)
OTHER_CHANCE = 10_000_000
"""Added to a seed where chance comes in beside the starting noise: no seed of a visitor is as large."""


def asking(caption: str = "") -> Denoiser:
    """The network, told the same of each picture, as a denoiser: not guided, not clipped. Raises NoWeights and Busy."""

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        return drawing.ask(x, log_snr, [caption] * len(x))

    return answer


def last(sampler: Sampler, denoiser: Denoiser) -> Tensor:
    """Where a sampler arrives, clipped to [-1, 1]: (B, 3, 64, 64)."""
    *_, step = run(sampler, clipped(denoiser))
    return step.x.clamp(-1, 1)


def noise(seeds: Sequence[int]) -> Tensor:
    """The starting noise of these seeds, the same from which a Job begins: (B, 3, 64, 64)."""
    return Noise(seeds, SHAPE)()


def cosine() -> Schedule:
    """The schedule of all these experiments."""
    return make_schedule("cosine", 1000)


def picture_of(job: Job) -> Tensor:
    """The finished picture of a job, (1, 3, 64, 64) in [-1, 1]. Raises NoWeights and Busy."""
    (step,) = drawing.last_steps([job])
    return step.x.clamp(-1, 1)


@st.cache_data(max_entries=64, show_spinner=False)
def kept_picture_of(job: Job) -> Tensor:
    """The same, remembered for whoever asks for it."""
    return picture_of(job)
