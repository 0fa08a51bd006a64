"""Level 4, inside the U-Net: what goes in and comes out, what each block holds, and what a cut costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE, TRAINING_COUNT, caption, draw, scene_of
from diffusion_core.networks.anatomy import Part, cut, look, plan, skips
from diffusion_core.networks.layers import LevelEmbedding
from diffusion_core.networks.unet import UNet
from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import from_velocity
from diffusion_core.process.schedules import make_schedule
from pages.levels.network.see.seeing_figures import signed
from pages.server import resources
from pages.shared.player import Mixture, Numbers, Pictures, to_bytes
from pages.shared.player.track import Track

T = 1000
MOMENTS = tuple(range(0, T + 1, 100))
LEVEL = "in: log signal-to-noise"


@dataclass(frozen=True)
class Plan:
    """The shipped network's parts in the order of a pass, and by each merge the block whose maps it is handed."""

    parts: tuple[Part, ...]
    skips: dict[str, str]
    parameters: int

    def part(self, name: str) -> Part:
        """The part of that name. Raises KeyError."""
        return {part.name: part for part in self.parts}[name]

    def merges(self, grid: int) -> list[str]:
        """The ends of the skip connections of a grid."""
        return [part.name for part in self.parts if part.kind == "merge" and part.grid == grid]


@dataclass(frozen=True)
class Asked:
    """One picture under rising noise, at some moments. x0, eps: (1, 3, 64, 64); x: (F, 3, 64, 64); log_snr: (F,)."""

    words: str
    x0: Tensor
    eps: Tensor
    x: Tensor
    log_snr: Tensor
    left: Tensor


@dataclass(frozen=True)
class Held:
    """What one part holds at each of MOMENTS: maps (F, C, H, W) float16."""

    maps: np.ndarray


@dataclass(frozen=True)
class Guess:
    """frames: (F, 64, 64, 3) uint8, the guessed picture; v: (F, 64, 64, 3) uint8, what came out; off: (F,), levels."""

    frames: np.ndarray
    v: np.ndarray
    noise: np.ndarray
    off: np.ndarray


def asked(seed: int, moments: Sequence[int] = MOMENTS) -> Asked:
    """Picture TRAINING_COUNT + seed, which was in no training, noised to each moment of the cosine schedule."""
    x0, eps = draw([TRAINING_COUNT + seed]), Noise([seed], (3, 64, 64))()
    schedule = make_schedule("cosine", T)
    left = schedule.alpha_bar[list(moments)]
    levels = torch.tensor([schedule.log_snr(t) for t in moments], dtype=torch.float64)
    x = add_noise(x0.expand(len(moments), -1, -1, -1), eps, left)
    return Asked(caption(scene_of(TRAINING_COUNT + seed)), x0, eps, x, levels, left)


@st.cache_data(max_entries=2, show_spinner=False)
def network_plan() -> Plan:
    """Read off the network that this server has loaded. Raises NoWeights and Busy."""

    def read(network: UNet) -> Plan:
        return Plan(plan(network), skips(network), sum(p.numel() for p in network.parameters()))

    return resources.engine().visit(resources.NETWORK, read)


@st.cache_data(max_entries=48, show_spinner="The network looks …")
def held(seed: int, name: str) -> Held:
    """The maps that leave one part, when the network is told nothing. Raises NoWeights, Busy."""
    what = asked(seed)

    def look_in(network: UNet) -> Tensor:
        return passed(network, what, False, [name])[1][name]

    return Held(resources.engine().visit(resources.NETWORK, look_in).half().numpy())


def guess(seed: int, with_words: bool = False, severed: tuple[str, ...] = ()) -> Guess:
    """What comes out with these parts cut, and what follows from it. Raises NoWeights, Busy."""
    return _guess(seed, with_words, severed)


@st.cache_data(max_entries=96, show_spinner="The network looks …")
def _guess(seed: int, with_words: bool, severed: tuple[str, ...]) -> Guess:
    what = asked(seed)

    def ask(network: UNet) -> Tensor:
        with cut(network, severed):
            return passed(network, what, with_words, [])[0]

    v = resources.engine().visit(resources.NETWORK, ask)
    found = from_velocity(what.x, v, what.log_snr)
    picture = found.x0.clamp(-1, 1)
    return Guess(to_bytes(picture), to_bytes(v), to_bytes(found.eps), off_by(picture, what.x0))


def passed(network: UNet, what: Asked, with_words: bool, names: list[str]) -> tuple[Tensor, dict[str, Tensor]]:
    """One pass on the CPU's side of things: the velocity, and by name what left each of these modules."""
    device = next(network.parameters()).device
    words = network.reader.read([what.words if with_words else ""] * len(what.x))
    v, found = look(network, what.x.to(device), what.log_snr.float().to(device), words, names)
    return v.float().cpu(), {name: maps.float().cpu() for name, maps in found.items()}


def off_by(picture: Tensor, x0: Tensor) -> np.ndarray:
    """How far off each picture is, in levels of 255: (F, 3, 64, 64) to (F,)."""
    return (127.5 * (picture - x0).square().mean((1, 2, 3)).sqrt()).numpy()


# --- what is drawn


def labels(moments: Sequence[int] = MOMENTS) -> list[str]:
    """ "t = 300 · noise 22 %", one for each moment."""
    left = make_schedule("cosine", T).alpha_bar
    return [f"t = {t} · noise {100 * (1 - left[t].item()):.0f} %" for t in moments]


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


def noisy_track(what: Asked, title: str = "noisy picture") -> Mixture:
    """The picture as it goes in, at each of MOMENTS."""
    table = torch.stack([what.left.sqrt(), (1 - what.left).sqrt()], 1).float().numpy()
    return Mixture("noisy", what.x0[0], what.eps[0], table, title=title, role="noisy", note="", store="int16")


def in_out_tracks(seed: int, with_words: bool) -> list[Track]:
    """What goes in, what comes out, and the two that follow, with the numbers that lead there."""
    what, found = asked(seed), guess(seed, with_words)
    alpha, sigma = what.left.sqrt().numpy(), (1 - what.left).sqrt().numpy()
    level = what.log_snr.clamp(-LevelEmbedding.LIMIT, LevelEmbedding.LIMIT).numpy()
    pairs = list(zip(alpha, sigma, strict=True))
    rows = {
        LEVEL: [signed(value, 1) for value in level],
        "picture guess": [f"{a:.2f} · in − {s:.2f} · out" for a, s in pairs],
        "noise guess": [f"{s:.2f} · in + {a:.2f} · out" for a, s in pairs],
    }
    roles = {LEVEL: "noisy", "picture guess": "guess", "noise guess": "guess"}
    return [
        noisy_track(what, "in"),
        Pictures("out", found.v, title="out", role="guess", note="velocity v"),
        Pictures("guess", found.frames, title="picture guess", role="guess", note=""),
        Pictures("guessed_noise", found.noise, title="noise guess", role="guess", note=""),
        Numbers("factors", rows, title="in numbers", size="full", roles=roles, formats=dict.fromkeys(rows, "{}")),
    ]


def held_tracks(seed: int, part: Part, which: int) -> list[Track]:
    """The noisy picture, the guess, map number `which` of a part, and the sheet of all its maps."""
    maps = held(seed, part.name).maps.astype(np.float32)
    name = f"all {part.channels} maps of {part.side} × {part.side}"
    return [
        replace(noisy_track(asked(seed), "noisy picture"), size="small"),
        Pictures("map", _large(sheet(maps[:, which : which + 1])), title=f"map {which + 1}", note="", size="small"),
        Pictures("guess", guess(seed).frames, title="guess", role="guess", note="", size="small"),
        Pictures("maps", sheet(maps), title=name, note="", size="full"),
    ]


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


def likeness(seed: int) -> dict[str, float]:
    """How the raw answer to pure noise correlates with that noise, and with the picture guessed from it."""
    what, found = asked(seed), guess(seed)
    v = found.v[-1].ravel().astype(np.float64)
    noise = what.eps[0].permute(1, 2, 0).numpy().ravel()
    picture = found.frames[-1].ravel().astype(np.float64)
    return {"noise": float(np.corrcoef(v, noise)[0, 1]), "picture": float(np.corrcoef(v, picture)[0, 1])}
