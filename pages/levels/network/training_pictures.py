"""Level 4: the pictures that the network was trained on, as the numbers that they are drawn from."""

import numpy as np
import streamlit as st
import torch

from diffusion_core.data.critters import training_seeds
from diffusion_core.data.critters.scenes import codes_of


def known() -> int:
    """How many there are."""
    return len(codes())


@st.cache_resource(show_spinner=False)
def codes() -> np.ndarray:
    """What each shows: (known(), 10) int8, as `codes_of`."""
    return codes_of(training_seeds()).to(torch.int8).numpy()
