"""The small pictures on the doors of the home page, each computed by what its level explains."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from pages.server import resources

ENLARGED = 4
PAPER, INK = np.array([241.0, 245, 249]), np.array([30.0, 58, 138])


@st.cache_data(max_entries=8, show_spinner=False)
def door_picture(name: str) -> np.ndarray:
    """(256, 256, 3) uint8 of DOORS[name]; imports torch."""
    pixels = DOORS[name]()
    return pixels.repeat(ENLARGED, 0).repeat(ENLARGED, 1)


def _critter():  # a tensor (1, 3, 64, 64); torch is not loaded yet when this line is read
    from diffusion_core.data.critters import Critter, Scene, draw

    return draw([1], scenes=[Scene("meadow", (Critter("cat", "orange", "bow"),))])


def _noised(shares: np.ndarray) -> np.ndarray:
    """The critter with a share of noise for each column of pixels. shares: (64,) in [0, 1]."""
    import torch

    from diffusion_core.common.randomness import Noise
    from pages.shared.player import to_bytes

    left = torch.from_numpy(1 - shares).float()
    return to_bytes(left.sqrt() * _critter()[0] + (1 - left).sqrt() * Noise([4], (3, 64, 64))()[0])


def _ink() -> np.ndarray:
    """The exact shade of a drop after a while: (64, 64, 3)."""
    import torch

    from diffusion_core import ink

    shade = ink.concentration(ink.ink_of("drop"), torch.tensor([0.0, 0.012], dtype=torch.float64), cells=64)[-1]
    share = (shade / shade.max()).numpy()[..., None]
    return np.rint(PAPER + (INK - PAPER) * share).astype(np.uint8)


def _network() -> np.ndarray:
    """A noised critter on the left, what the network guesses of it on the right; the critter alone without weights."""
    import torch

    from diffusion_core.common.files import NoWeights
    from diffusion_core.process.schedules import log_snr_of
    from pages.shared.player import to_bytes

    noised = _noised(np.full(64, 0.8))
    x = torch.from_numpy(noised).permute(2, 0, 1)[None] / 127.5 - 1
    try:
        level = torch.tensor([log_snr_of(0.2)], dtype=torch.float64)
        guess = to_bytes(resources.engine().ask(resources.NETWORK, x, level, [""]).x0)[0]
    except NoWeights:
        return to_bytes(_critter())[0]
    return np.concatenate([noised[:, :32], guess[:, 32:]], axis=1)


DOORS: dict[str, Callable[[], np.ndarray]] = {
    "ink": _ink,
    "noise": lambda: _noised(np.full(64, 0.6)),
    "schedule": lambda: _noised(np.linspace(0, 1, 64)),
    "network": _network,
}
