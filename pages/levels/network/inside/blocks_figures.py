"""Level 4, inside the U-Net: what each block holds, as a sheet of the maps that show most."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from diffusion_core.data.critters import SIZE, TRAINING_COUNT, draw_alone, scene_of
from diffusion_core.networks.anatomy import Part
from diffusion_core.networks.unet import UNet
from pages.levels.network.inside.guessing import MOMENTS, asked, noisy_track, passed
from pages.server import drawing
from pages.shared.player import Pictures
from pages.shared.player.track import Track

LOOKED_FOR = ("edges", "the animal", "light and dark")
COLUMNS = 4
AT = MOMENTS.index(300)


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

    return Held(drawing.look_into(ask).half().numpy())


def held_tracks(seed: int, part: Part, which: int) -> list[Track]:
    """Map number `which` of a part, the noisy picture, and a sheet of those maps that show most."""
    maps = held(seed, part.name).maps.astype(np.float32)
    return [
        Pictures("map", _large(sheet(maps[:, which : which + 1])), title=f"map {which + 1}", note="", size="main"),
        noisy_track(asked(seed), "noisy picture"),
        Pictures("maps", sheet(maps[:, telling(seed, part.name)], columns=COLUMNS), size="main", note="",
                 title=f"{len(LOOKED_FOR)} rows of its {part.channels} maps: {', '.join(LOOKED_FOR)}"),
    ]  # fmt: skip


def telling(seed: int, name: str) -> list[int]:
    """The maps of a part that look most like something that can be seen in the picture: COLUMNS for each of LOOKED_FOR.

    By correlation, with either sign, while a fifth of what is there is noise.
    """
    best = []
    for likeness in _likeness(seed, name).values():
        best += likeness.topk(min(COLUMNS, len(likeness))).indices.tolist()
    return best


def best_likeness(seed: int, name: str) -> dict[str, float]:
    """How well the best map of a part agrees with each of LOOKED_FOR: its correlation, with either sign."""
    return {what: likeness.max().item() for what, likeness in _likeness(seed, name).items()}


def _likeness(seed: int, name: str) -> dict[str, Tensor]:
    """How well each map of a part agrees with each of LOOKED_FOR, (C,) in [0, 1]."""
    maps = torch.from_numpy(held(seed, name).maps[AT].astype(np.float32))
    side, found = maps.shape[-1], {}
    for what, drawn in _looked_for(seed).items():
        wanted = adaptive_avg_pool2d(drawn[None], side).flatten()
        both = torch.cat([wanted[None], maps.flatten(1)])
        likeness = torch.corrcoef(both + 1e-6 * torch.arange(both.shape[1]))[0, 1:].abs()
        found[what] = likeness.nan_to_num()
    return found


def _looked_for(seed: int) -> dict[str, Tensor]:
    """What can be seen in the picture, (64, 64) each, by LOOKED_FOR."""
    clean, scene = asked(seed).x0[0], scene_of(TRAINING_COUNT + seed)
    light = clean.mean(0)
    across, down = torch.gradient(light)
    animal = draw_alone([TRAINING_COUNT + seed], scenes=[scene])[0]
    there = (animal - animal[:, :1, :1]).abs().amax(0) > 0.02
    return dict(zip(LOOKED_FOR, (across.hypot(down), there.float(), light), strict=True))


def sheet(maps: np.ndarray, *, columns: int | None = None) -> np.ndarray:
    """Maps side by side, a line of dark pixels between: (F, C, H, W) to (F, R, S, 1) uint8.

    Each map is lit on its own: its mean is middle grey, two and a half standard deviations are black or white.
    """
    frames, count, height, width = maps.shape
    spread = maps.std((2, 3), keepdims=True)
    lit = (maps - maps.mean((2, 3), keepdims=True)) / np.maximum(spread, 1e-4)
    grey = np.clip(127.5 + 51 * lit, 0, 255).astype(np.uint8)
    columns = min(count, columns or COLUMNS)
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


def map_at(seed: int, part: Part, x: int, y: int) -> int:
    """Which map stands at a pixel of the sheet of `held_tracks`."""
    step, shown = part.side + 1, telling(seed, part.name)
    columns = len(shown) // len(LOOKED_FOR)
    return shown[min((y // step) * columns + min(x // step, columns - 1), len(shown) - 1)]
