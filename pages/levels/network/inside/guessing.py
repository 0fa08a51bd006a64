"""What the network guesses of one picture under rising noise, whole or with parts of it cut."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import TRAINING_COUNT, caption, draw, scene_of
from diffusion_core.networks.anatomy import cut, held_by
from diffusion_core.networks.unet import UNet
from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import from_velocity
from diffusion_core.process.schedules import make_schedule
from pages.server import drawing
from pages.shared.player import Mixture, to_bytes

T = 1000
MOMENTS = tuple(range(0, T + 1, 100))


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


def guess(seed: int, with_words: bool = False, severed: tuple[str, ...] = ()) -> Guess:
    """What comes out with these parts cut, and what follows from it. Raises NoWeights, Busy."""
    return _guess(seed, with_words, severed)


@st.cache_data(max_entries=96, show_spinner="The network looks …")
def _guess(seed: int, with_words: bool, severed: tuple[str, ...]) -> Guess:
    what = asked(seed)

    def ask(network: UNet) -> Tensor:
        with cut(network, severed):
            return passed(network, what, with_words, [])[0]

    v = drawing.look_into(ask)
    found = from_velocity(what.x, v, what.log_snr)
    picture = found.x0.clamp(-1, 1)
    return Guess(to_bytes(picture), to_bytes(v), to_bytes(found.eps), off_by(picture, what.x0))


def passed(network: UNet, what: Asked, with_words: bool, names: list[str]) -> tuple[Tensor, dict[str, Tensor]]:
    """One pass on the CPU's side of things: the velocity, and by name what left each of these modules."""
    device = next(network.parameters()).device
    words = network.reader.read([what.words if with_words else ""] * len(what.x))
    v, found = held_by(network, what.x.to(device), what.log_snr.float().to(device), words, names)
    return v.float().cpu(), {name: maps.float().cpu() for name, maps in found.items()}


def off_by(picture: Tensor, x0: Tensor) -> np.ndarray:
    """How far off each picture is, in levels of 255: (F, 3, 64, 64) to (F,)."""
    return (127.5 * (picture - x0).square().mean((1, 2, 3)).sqrt()).numpy()


def labels(moments: Sequence[int] = MOMENTS) -> list[str]:
    """ "t = 300 · noise 22 %", one for each moment."""
    left = make_schedule("cosine", T).alpha_bar
    return [f"t = {t} · noise {100 * (1 - left[t].item()):.0f} %" for t in moments]


def noisy_track(what: Asked, title: str = "noisy picture") -> Mixture:
    """The picture as it goes in, at each of MOMENTS."""
    table = torch.stack([what.left.sqrt(), (1 - what.left).sqrt()], 1).float().numpy()
    return Mixture("noisy", what.x0[0], what.eps[0], table, title=title, role="noisy", note="", store="int16")
