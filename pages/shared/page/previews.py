"""Pictures that come at once: drawn in four steps by the network's student."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from diffusion_core.sampling.few_steps import quick
from diffusion_core.sampling.job import Job
from pages.server import resources

if TYPE_CHECKING:
    from diffusion_core.serving.engine import Running

ENLARGED = 4


CAPTIONS = (
    "a happy red cat with a hat at night",
    "a sleepy blue rabbit in the snow",
    "a surprised yellow dog with a crown at the beach",
    "a white mouse and a pink pig in the city",
    "",
)
ROWS = ("the student in 1 step", "in 2", "in 4", "the network in 4 steps of DDIM", "the network in 20")


@st.cache_data(max_entries=1, show_spinner="The student draws …")
def side_by_side() -> np.ndarray:
    """One row of ROWS under another, one of CAPTIONS beside another, from the same noise: (328, 328, 3) uint8.

    Imports torch. Raises NoWeights and Busy.
    """
    from pages.shared.player import tile

    engine, numbered = resources.engine(), list(enumerate(CAPTIONS))
    jobs = [quick(words, seed, steps=steps) for steps in (1, 2, 4) for seed, words in numbered]
    jobs += [Job(caption=words, seed=seed, steps=steps) for steps in (4, 20) for seed, words in numbered]
    runs = [engine.submit(job) for job in jobs]
    return tile(np.stack([_last(run) for run in runs]), columns=len(CAPTIONS), gap=2)


def previews(captions: Sequence[str], seeds: Sequence[int]) -> np.ndarray | None:
    """One picture for each caption and seed, (n, 256, 256, 3) uint8; None where there is no student. Imports torch."""
    from diffusion_core.common.files import NoWeights
    from diffusion_core.serving.engine import Busy

    if not resources.has_student():
        return None
    try:
        return _drawn(tuple(captions), tuple(seeds))
    except (NoWeights, Busy):
        return None


@st.cache_data(max_entries=32, show_spinner=False)
def _drawn(captions: tuple[str, ...], seeds: tuple[int, ...]) -> np.ndarray:
    engine = resources.engine()
    runs = [engine.submit(quick(caption, seed)) for caption, seed in zip(captions, seeds, strict=True)]
    return np.stack([_last(run) for run in runs]).repeat(ENLARGED, 1).repeat(ENLARGED, 2)


def _last(run: "Running") -> np.ndarray:
    from pages.shared.player import to_bytes

    *_, step = run
    return to_bytes(step.x)[0]
