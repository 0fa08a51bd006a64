"""Level 4, inside the U-Net: what each block holds, as sheets of maps."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from torch import Tensor

from diffusion_core.data.critters import SIZE
from diffusion_core.networks.anatomy import Part
from diffusion_core.networks.unet import UNet
from pages.levels.network.inside.guessing import asked, noisy_track, passed
from pages.server import resources
from pages.shared.player import Pictures
from pages.shared.player.track import Track


@dataclass(frozen=True)
class Held:
    """What one part holds at each of MOMENTS: maps (F, C, H, W) float16."""

    maps: np.ndarray


@st.cache_data(max_entries=48, show_spinner="The network looks …")
def held(seed: int, name: str) -> Held:
    """The maps that leave one part, when the network is told nothing. Raises NoWeights, Busy."""
    what = asked(seed)

    def ask(network: UNet) -> Tensor:
        return passed(network, what, False, [name])[1][name]

    return Held(resources.engine().visit(resources.NETWORK, ask).half().numpy())


def held_tracks(seed: int, part: Part, which: int) -> list[Track]:
    """Map number `which` of a part, the noisy picture, and the sheet of all maps of the part."""
    maps = held(seed, part.name).maps.astype(np.float32)
    name = f"all {part.channels} maps of {part.side} × {part.side}"
    return [
        Pictures("map", _large(sheet(maps[:, which : which + 1])), title=f"map {which + 1}", note="", size="main"),
        noisy_track(asked(seed), "noisy picture"),
        Pictures("maps", sheet(maps), title=name, note="", size="full"),
    ]


def sheet(maps: np.ndarray) -> np.ndarray:
    """All maps of a part side by side, a line of dark pixels between: (F, C, H, W) to (F, R, S, 1) uint8.

    Each map is lit on its own: its mean is middle grey, two and a half standard deviations are black or white.
    """
    frames, count, height, width = maps.shape
    spread = maps.std((2, 3), keepdims=True)
    lit = (maps - maps.mean((2, 3), keepdims=True)) / np.maximum(spread, 1e-4)
    grey = np.clip(127.5 + 51 * lit, 0, 255).astype(np.uint8)
    columns = columns_of(count)
    rows = -(-count // columns)
    made = np.zeros((frames, rows * (height + 1) - 1, columns * (width + 1) - 1, 1), np.uint8)
    for i in range(count):
        top, left = (i // columns) * (height + 1), (i % columns) * (width + 1)
        made[:, top : top + height, left : left + width, 0] = grey[:, i]
    return made


def _large(frames: np.ndarray) -> np.ndarray:
    """Each place of a map as a square, so that it covers the same pixels of the picture: to (F, 64, 64, 1)."""
    times = SIZE // frames.shape[1]
    return frames.repeat(times, axis=1).repeat(times, axis=2)


def map_at(part: Part, x: int, y: int) -> int:
    """Which map of its sheet stands at a pixel of it."""
    step = part.side + 1
    return min((y // step) * columns_of(part.channels) + x // step, part.channels - 1)


def columns_of(count: int) -> int:
    """How many maps stand side by side in a sheet."""
    return min(count, 16 if count > 64 else 8)
