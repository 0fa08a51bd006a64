"""Why not a blur: a cat that neither has seen. What a perfect memory guesses, and what the network does."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.data.critters import TRAINING_COUNT, Critter, Scene, caption, draw, scene_of
from diffusion_core.evaluation.claims.by_heart import LEVELS as COUNTED_AT
from diffusion_core.evaluation.claims.by_heart import name_of
from diffusion_core.process.perfect_memory import blend, weights
from diffusion_core.process.prediction import clip_guess
from pages.levels.network.blur.gallery import begun, gallery
from pages.levels.network.blur.levels import AXIS, EVEN, HALF, levels, noise, noisy, noisy_track, told
from pages.server import drawing
from pages.shared.numbers import percent
from pages.shared.page.recorded import figure
from pages.shared.player import Curves, Line, Pictures, to_bytes
from pages.shared.player.track import Track

SETTLED = 0.1
"""A guess is settled once no more than this share of its way is still to come."""


@dataclass(frozen=True)
class Unseen:
    """x0, eps: (3, 64, 64); memory, network: (F, 64, 64, 3) uint8, the guesses; off: (2, F), how far memory's and the
    network's are off, in shades; left: (2, F), the share of its way that each guess has still to go; words: what the
    picture shows."""

    x0: Tensor
    eps: Tensor
    memory: np.ndarray
    network: np.ndarray
    off: np.ndarray
    left: np.ndarray
    words: str


def unseen(seed: int) -> Unseen:
    """A cat in the snow, which no training picture shows. Raises NotDrawn, Full, NoWeights and Busy."""
    return _unseen(len(gallery()), seed)


@st.cache_data(max_entries=24, show_spinner="Memory and the network look …")
def _unseen(known: int, seed: int) -> Unseen:
    x0, eps, words = cat(seed)
    x = noisy(x0, eps)
    pictures = begun().pictures
    memory = blend(weights(x, levels(), pictures), pictures)
    answer = drawing.ask(x, levels(), [""] * len(x))
    network = clip_guess(x, answer, levels()).x0
    both = torch.stack([memory, network])
    return Unseen(x0, eps, to_bytes(memory), to_bytes(network), _off(both, x0), _left(both), words)


def cat(seed: int) -> tuple[Tensor, Tensor, str]:
    """The cat and its noise, (3, 64, 64) both, and in words what it looks like."""
    scene = scene_in_snow(seed)
    return draw([TRAINING_COUNT + seed], scenes=[scene])[0], noise(seed), caption(scene)


def scene_in_snow(seed: int) -> Scene:
    """What picture TRAINING_COUNT + seed would show, were it a cat by itself, in the snow."""
    one = scene_of(TRAINING_COUNT + seed).critters[0]
    return Scene("snow", (Critter("cat", one.colour, one.worn, one.expression),))


def _off(guesses: Tensor, x0: Tensor) -> np.ndarray:
    """(2, F, 3, 64, 64) to (2, F): root mean square, in shades."""
    return (127.5 * (guesses - x0).square().mean((2, 3, 4)).sqrt()).numpy()


def _left(guesses: Tensor) -> np.ndarray:
    """How far each guess is from the last one, as a share of how far the first was: (2, F, ...) to (2, F)."""
    gaps = (guesses - guesses[:, -1:]).square().mean((2, 3, 4)).sqrt()
    return (gaps / gaps[:, :1]).numpy()


def before_tracks(x0: Tensor, eps: Tensor) -> list[Track]:
    """The cat, and what is shown of it at the moment that the bet is about."""
    return [_cat(x0), noisy_track(x0, eps, frames=slice(HALF, HALF + 1))]


def tracks(found: Unseen) -> list[Track]:
    """Both guesses side by side, below them what they were shown and what is true, and how far off they are."""
    memory = Pictures("memory", found.memory, title="memory's guess", role="plain", note="", size="medium")
    network = Pictures("network", found.network, title="the network's guess", role="guess", note="", size="medium")
    return [memory, network, noisy_track(found.x0, found.eps), _cat(found.x0), _curves("off", found.off, "shades off")]


def _cat(x0: Tensor) -> Pictures:
    return Pictures("cat", x0, title="the cat that neither has seen", role="clean", note="", size="medium")


def settled_track(found: Unseen) -> Curves:
    """How much of its way each guess has still to go."""
    return _curves("left", 100 * found.left, "% of the way still to go", y_range=(0.0, 105.0))


def _curves(name: str, both: np.ndarray, title: str, **look: object) -> Curves:
    """One line each over all frames. Pure noise, which has no place on the axis, stands a step before its left end."""
    x = np.concatenate([[2 * EVEN[0] - EVEN[1]], EVEN])
    lines = [Line("memory", both[0], "plain"), Line("the network", both[1], "guess")]
    return Curves(name, x, lines, x_label=AXIS, digits=0, title=title, **look)


def labels(found: Unseen) -> list[str]:
    """One for each frame."""
    return [
        f"{noise} · memory {memory:.0f} shades off, the network {network:.0f}"
        for noise, memory, network in zip(told(), *found.off, strict=True)
    ]


def settled_at(found: Unseen) -> tuple[str, str]:
    """The share of noise at which memory's guess is settled, and that at which the network's is, in words."""
    first, second = (told()[int(np.argmax(left <= SETTLED))] for left in found.left)
    return first.removeprefix("noise "), second.removeprefix("noise ")


def table(kind: str) -> str:
    """As recorded, over all training pictures: how far off both are by noise, and who is nearer beyond chance."""
    head = "| noise | memory | the network | nearer |\n|---|---|---|---|"
    return "\n".join([head, *(_row(kind, level) for level in COUNTED_AT)])


def _row(kind: str, level: int) -> str:
    cells = [_shades(figure(name_of(who, kind, level))) for who in ("memory", "network")]
    return f"| {percent(1 / (1 + np.exp(level)))} | {cells[0]} | {cells[1]} | {nearer(kind, level)} |"


def shades(record: dict) -> float:
    """A recorded squared error as its root, in shades."""
    return max(0.0, record["value"]) ** 0.5


def _shades(record: dict) -> str:
    """A recorded squared error as its root, in shades, with its interval: "36 (34 to 38)"."""
    value, low, high = (max(0.0, number) ** 0.5 for number in (record["value"], *record["interval"]))
    return f"{value:.1f} ({low:.1f} to {high:.1f})"


def nearer(kind: str, level: int) -> str:
    """Who is nearer, by the recorded difference, picture by picture: a tie where its interval holds 0."""
    low, high = figure(name_of("gap", kind, level))["interval"]
    return "the network" if low > 0 else "memory" if high < 0 else "a tie"


def from_which_noise(kind: str) -> str:
    """The most noise at which the network is nearer, and at all levels with less noise, in words."""
    at: Callable[[int], bool] = lambda level: nearer(kind, level) == "the network"  # noqa: E731
    return percent(1 / (1 + np.exp(min(level for level in COUNTED_AT if all(map(at, _from(level)))))))


def _from(level: int) -> tuple[int, ...]:
    return tuple(one for one in COUNTED_AT if one >= level)
