"""Level 1: a speck on a line from dark to bright, the pixel that copies it, and a picture of such pixels."""

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.shared.page.doors import cat_with_bow
from pages.shared.player import Particles, Pictures

SIDE = 32
"""Pixels along each side of the picture."""
FRAMES, FPS = 61, 10
FARTHEST = 0.35
"""The D·t by which nothing is left to be seen, in square lengths of the line."""
MARKED = (16, 25)
"""Column and row of the pixel whose line is shown: it lies on the cat's chest."""
SHADES = 32
"""Steps from dark to bright that are drawn along the line."""
FRAME = np.array([171, 77, 6], np.uint8)


def cat() -> torch.Tensor:
    """(SIDE, SIDE) from 0, dark, to 1, bright."""
    grey = (cat_with_bow().mean(dim=1, keepdim=True) + 1) / 2
    return torch.nn.functional.avg_pool2d(grey, 64 // SIDE)[0, 0]


@st.cache_data(show_spinner=False)
def walks() -> np.ndarray:
    """(FRAMES, SIDE, SIDE): each speck's place on its line, slow at first; the two ends of a line are walls."""
    start = torch.stack([cat().flatten(), torch.zeros(SIDE**2)], dim=1)
    spreads = FARTHEST * (torch.arange(FRAMES, dtype=torch.float64) / (FRAMES - 1)) ** 3
    return ink.stumble(start, spreads, generator(0))[..., 0].view(FRAMES, SIDE, SIDE).numpy()


def line(places: np.ndarray) -> Particles:
    """The marked pixel's speck on its line, above; the pixel itself, as bright as the place, below."""
    along = places[:, MARKED[1], MARKED[0]]
    shade = np.empty((FRAMES, 8, SHADES, 3), np.uint8)
    shade[:, :4] = np.linspace(0, 255, SHADES).round()[:, None]
    shade[:, 4:] = (255 * along).round()[:, None, None, None]
    speck = np.stack([along, np.full(FRAMES, 0.25)], axis=1)[:, None]
    return Particles("line", speck, colours=("guess",), shade=shade, role="plain", size="medium", radius=28, opacity=1,
                     title="a speck on its line, and its pixel", note="", aspect=1.0,
                     alt="a speck walks along a line from dark to bright; below, a pixel as bright")  # fmt: skip


def pixels() -> np.ndarray:
    """(FRAMES, SIDE, SIDE, 3) uint8: all pixels, the marked one in a frame."""
    return framed(walks())


def framed(places: np.ndarray) -> np.ndarray:
    """The pixels of `walks`."""
    bytes_ = (255 * places).round().astype(np.uint8)
    pixels = np.repeat(bytes_[..., None], 3, axis=-1)
    x, y = MARKED
    own = pixels[:, y, x].copy()
    pixels[:, y - 1 : y + 2, x - 1 : x + 2] = FRAME
    pixels[:, y, x] = own
    return pixels


def picture(places: np.ndarray) -> Pictures:
    """All pixels, the marked one in a frame."""
    return Pictures("cat", framed(places), title=f"{SIDE**2:,} pixels, a speck for each", role="plain", size="main",
                    note="", alt="a cat with a bow, whose pixels follow their specks")  # fmt: skip


def labels() -> list[str]:
    return ["no shove yet", *(f"shove {shove}" for shove in range(1, FRAMES))]
