"""Why not a blur: the safest guess while the noise falls, and a wall of the pictures that it is blended of."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import draw_bytes, training_seeds
from diffusion_core.process.perfect_memory import blend, effective_number, weights
from pages.levels.network.blur.gallery import begun, gallery, signed, so_far
from pages.levels.network.blur.levels import levels, noise, noisy, noisy_track, told
from pages.shared.player import Pictures, Windows, place_of_picture, to_bytes
from pages.shared.player.track import Track

WINDOWS = 48
SURVIVORS = WINDOWS // 2
"""So many of the windows are those that are lit the longest; the others stand for all the rest."""
LIT = "; the brighter, the bigger its part in the guess"
SIDE = 22
"""Pixels of a window's side."""
ALONE = 1.05
"""Below this effective number one picture has all the say, but for a rest that nobody sees."""


@dataclass(frozen=True)
class Choosing:
    """x0, eps: (3, 64, 64), a training picture and its noise; guesses: (F, 64, 64, 3) uint8, the blend at each level;
    sharing: (F,) how many pictures have a say in it; windows: (WINDOWS, 22, 22, 3) uint8, light: (F, WINDOWS) uint8,
    what the wall shows; known: of how many pictures."""

    x0: Tensor
    eps: Tensor
    guesses: np.ndarray
    sharing: np.ndarray
    windows: np.ndarray
    light: np.ndarray
    known: int


@dataclass(frozen=True)
class Costs:
    """By how much a guess at pure noise is off, in shades (root mean square over all pictures that could be meant)."""

    picture: float
    blend: float
    noise: float


def choosing(number: int) -> Choosing:
    """Memory's guesses at picture `number` of the gallery, round and round, under noise of that seed."""
    return _choosing(len(gallery()), number)


@st.cache_data(max_entries=24, show_spinner=False)
def _choosing(known: int, number: int) -> Choosing:
    pictures = begun().pictures
    x0, eps = signed(pictures[number % known]), noise(number)
    chances = weights(noisy(x0, eps), levels(), pictures)
    light = chances / chances.amax(dim=1, keepdim=True)
    shown = _shown(light, number)
    return Choosing(
        x0, eps, to_bytes(blend(chances, pictures)), effective_number(chances).numpy(),
        _small(pictures[shown.numpy()]), (255 * light[:, shown]).round().to(torch.uint8).numpy(), known,
    )  # fmt: skip


def _shown(light: Tensor, seed: int) -> Tensor:
    """Which pictures the wall shows: those that are lit the longest, and an even choice of the others, shuffled."""
    order = light.sum(dim=0).argsort(descending=True)
    others = order[SURVIVORS:]
    even = torch.linspace(0, len(others) - 1, WINDOWS - SURVIVORS).round().long()
    found = torch.cat([order[:SURVIVORS], others[even]])
    return found[torch.randperm(WINDOWS, generator=generator(seed))]


@st.cache_data(max_entries=24, show_spinner=False)
def costs(known: int, number: int) -> Costs:
    """What each answer to the bet costs: one of the pictures, drawn blindly; the blend of all; the noise itself."""
    middle, square = _middle(known)
    shown = noise(number).clamp(-1, 1)
    spread = square - middle.square().mean().item()
    off_noise = shown.square().mean().item() - 2 * (shown * middle).mean().item() + square
    return Costs(*(127.5 * cost**0.5 for cost in (2 * spread, spread, off_noise)))


@st.cache_data(max_entries=2, show_spinner=False)
def _middle(known: int) -> tuple[Tensor, float]:
    """The average of the gallery, (3, 64, 64), and the average square of a number in it."""
    middle, square = torch.zeros(3, 64, 64), 0.0
    for part in np.array_split(begun().pictures, max(1, known // 500)):
        some = signed(part)
        middle += some.sum(0) / known
        square += some.square().mean((1, 2, 3)).sum().item() / known
    return middle, square


def before_tracks(number: int, *, filling: bool = False) -> list[Track]:
    """What there is before the bet: pure noise, the place of the guess, and all windows lit.

    It waits for no gallery: until that is complete the windows are an even choice of it. filling: lit are only those
    whose pictures are drawn. Raises Full.
    """
    eps, drawn = noise(number), begun()
    windows = _choosing(len(drawn), number).windows if drawn.errand.finished else _first_windows(len(drawn))
    light = np.where(_first(len(drawn)) < so_far(), 255, 0) if filling else np.full(WINDOWS, 255)
    blank = place_of_picture("guess", title="your picture: still blank", size="medium")
    # of pure noise any picture could be under it
    shown = noisy_track(torch.zeros_like(eps), eps, frames=slice(1))
    return [shown, blank, _wall(windows, light[None].astype(np.uint8), len(drawn), "")]


def _first(known: int) -> np.ndarray:
    """(WINDOWS,) an even choice of so many pictures, by their place."""
    return np.linspace(0, known - 1, WINDOWS).astype(int)


@st.cache_data(max_entries=2, show_spinner=False)
def _first_windows(known: int) -> np.ndarray:
    return _small(draw_bytes(training_seeds()[_first(known)]).numpy())


def _small(pictures: np.ndarray) -> np.ndarray:
    return to_bytes(adaptive_avg_pool2d(signed(pictures), SIDE)).copy()


def tracks(found: Choosing) -> list[Track]:
    """The noisy picture, the safest guess at what lies under it, and below them the wall."""
    guess = Pictures("guess", found.guesses, title="the safest guess", role="guess", note="", size="medium")
    return [noisy_track(found.x0, found.eps), guess, _wall(found.windows, found.light, found.known, LIT)]


def _wall(windows: np.ndarray, light: np.ndarray, known: int, told: str) -> Windows:
    return Windows("wall", windows, light, title=f"{WINDOWS} of the pictures in memory",
                   note=f"and {known - WINDOWS:,} more{told}",
                   alt="a wall of training pictures, each as bright as its weight in the guess")  # fmt: skip


def labels(found: Choosing) -> list[str]:
    """One for each frame: the noise, how many pictures have a say, and how far off the guess is."""
    off = 127.5 * (signed(found.guesses).permute(0, 3, 1, 2) - found.x0).square().mean((1, 2, 3)).sqrt()
    return [
        f"{noise} · {many(number)} · {shades:.0f} shades off"
        for noise, number, shades in zip(told(), found.sharing, off.tolist(), strict=True)
    ]


def many(number: float) -> str:
    """How many pictures have a say, in words."""
    if number < ALONE:
        return "one picture is left"
    return f"{number:,.0f} pictures blended" if number >= 10 else f"{number:.1f} pictures blended"
