"""Pictures that the network's student draws in few steps, beside the network's own."""

import numpy as np
import streamlit as st

from diffusion_core.sampling.few_steps import quick
from diffusion_core.sampling.job import Job
from pages.server import drawing

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
    from pages.shared.player import tile, to_bytes

    numbered = list(enumerate(CAPTIONS))
    jobs = [quick(words, seed, steps=steps) for steps in (1, 2, 4) for seed, words in numbered]
    jobs += [Job(caption=words, seed=seed, steps=steps) for steps in (4, 20) for seed, words in numbered]
    return tile(np.stack([to_bytes(step.x)[0] for step in drawing.last_steps(jobs)]), columns=len(CAPTIONS), gap=2)
