"""Level 4: one exercise of the training, taken apart, and what one nudge does to the guess at another picture."""

import threading
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE, caption, draw, scene_of, training_seeds
from diffusion_core.networks.unet import UNet
from diffusion_core.process.schedules import make_schedule
from diffusion_core.training.one_nudge import nudge_once
from pages.server import resources
from pages.shared.player import Numbers, Pictures, to_bytes
from pages.shared.player.track import Track

T = 1000
STAGES = ("draw a picture", "draw a moment t", "draw noise", "jump to t", "guess", "compare", "nudge")
EMPTY = 128
"""The grey, in a saved film, of a picture that is not there yet."""
OTHER = 1000
"""The training picture at whose guess a nudge by another one is felt."""
HALF = 0.5**0.5
"""α and σ where half is noise; so there the guess of the picture moves by HALF of what v moves."""
_TILES = (
    ("clean", "the picture", "clean", 0, "medium"),
    ("x", "noisy picture", "noisy", 3, "medium"),
    ("eps", "the noise", "noise", 2, "small"),
    ("guess", "− guessed noise", "guess", 4, "small"),
    ("gap", "= difference", "plain", 5, "small"),
)
"""Name, title, role, the stage at which each picture appears, and its size."""
STRONGER = 50
"""How many times stronger than it is the change of another guess is shown."""
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Felt:
    """What a nudge did to the guess at another picture, half of it noise. before, after: (64, 64, 3) uint8, both
    guesses; changed: how they differ, STRONGER times; moved: root mean square, levels of 255; errors: mean squared, of
    v, before and after."""

    before: np.ndarray
    after: np.ndarray
    changed: np.ndarray
    moved: float
    errors: tuple[float, float]


@dataclass(frozen=True)
class ShownNudge:
    """One exercise. tiles: by name of _TILES (64, 64, 3) uint8; weights: (2, 3), before and after; places:
    which ones; moved: the share of all weights that the nudge moved, of `count`."""

    words: str
    tiles: dict[str, np.ndarray]
    t: float
    noise: float
    error: float
    error_after: float
    rate: float
    weights: np.ndarray
    places: list[int]
    moved: float
    count: int
    felt: Felt


@st.cache_data(max_entries=48, show_spinner="The network does one exercise …")
def shown_nudge(number: int, seed: int) -> ShownNudge:
    """Let training picture `number` nudge a copy of this server's network once. Raises NoWeights."""
    name = int(training_seeds()[number])
    words = caption(scene_of(name))
    with _one_at_a_time:
        network = resources.copy_of_network()
        earlier = _other_guess(network)
        made = nudge_once(network, draw([name]), words, seed)
        felt = _felt(earlier, _other_guess(network))
    gaps = made.guess.eps - made.given.eps
    pictures = {"clean": made.x0, "eps": made.given.eps, "x": made.given.x, "guess": made.guess.eps, "gap": gaps}
    log_snr = made.given.log_snr.item()
    apart = made.after - made.before
    places = _telling(apart)
    return ShownNudge(
        words=words,
        tiles={key: to_bytes(picture.detach())[0] for key, picture in pictures.items()},
        t=make_schedule("cosine", T).time_of(log_snr),
        noise=torch.sigmoid(-made.given.log_snr).item(),
        error=made.error,
        error_after=made.error_after,
        rate=made.rate,
        weights=torch.stack([made.before[places], made.after[places]]).numpy(),
        places=places,
        moved=(apart != 0).double().mean().item(),
        count=len(apart),
        felt=felt,
    )


def _telling(apart: Tensor) -> list[int]:
    """Places of three weights of which not all moved the same way: up, down, and one from the middle."""
    return sorted({int((apart > 0).int().argmax()), int((apart < 0).int().argmax()), len(apart) // 2})


def _other() -> tuple[Tensor, Tensor]:
    """Another picture, and a noise for it."""
    return draw([int(training_seeds()[OTHER])]), Noise([0], (3, SIZE, SIZE))()


def _felt(*answers: Tensor) -> Felt:
    """By the network's answers v to the other picture, (1, 3, 64, 64) each, before the nudge and after."""
    x0, eps = _other()
    x, v = HALF * (x0 + eps), HALF * (eps - x0)
    before, after = (HALF * (x - answer) for answer in answers)
    shown = (to_bytes(picture)[0] for picture in (before, after, STRONGER * (after - before)))
    moved = 127.5 * (after - before).square().mean().sqrt().item()
    return Felt(*shown, moved, tuple((answer - v).square().mean().item() for answer in answers))


@torch.no_grad()
def _other_guess(network: UNet) -> Tensor:
    """The network's answer v to another picture, half of it noise."""
    x0, eps = _other()
    return network(HALF * (x0 + eps), torch.zeros(1), network.reader.read([""]))


def nudge_tracks(found: ShownNudge, *, felt: bool) -> list[Track]:
    """Five pictures that appear one after the other, and the numbers; felt: before them the guess at another one."""
    # three stand in a row when all are small: so the difference stays in one with what it is made of
    order = (*_TILES[2:], *_TILES[:2]) if felt else _TILES
    shown: list[Track] = [
        Pictures(name, _from(stage, found.tiles[name]), since=stage, title=title, role=role, note="",
                 size="small" if felt else size)
        for name, title, role, stage, size in order
    ]  # fmt: skip
    rows = _rows(found)
    size = "medium" if felt else "full"  # beside the last two small pictures is room for them
    numbers = Numbers("numbers", rows, formats=dict.fromkeys(rows, "{}"), title="in numbers", size=size)
    return [*(_felt_tracks(found.felt) if felt else []), *shown, numbers]


def _felt_tracks(found: Felt) -> list[Track]:
    """The guess at another picture, and from the nudge on how it changed."""
    nudged = len(STAGES) - 1
    guesses = np.stack([found.before] * nudged + [found.after])
    return [
        Pictures("other", guesses, title="another guess", role="guess", note="", size="medium"),
        Pictures("changed", _from(nudged, found.changed), since=nudged, title=f"its change × {STRONGER}", note="",
                 size="medium"),
    ]  # fmt: skip


def _from(stage: int, picture: np.ndarray) -> np.ndarray:
    """(7, 64, 64, 3): empty before its stage."""
    frames = np.full((len(STAGES), *picture.shape), EMPTY, np.uint8)
    frames[stage:] = picture
    return frames


def _rows(found: ShownNudge) -> dict[str, np.ndarray]:
    later = {
        "moment t": (1, f"{found.t:.0f} of {T}"),
        "share of noise": (1, f"{100 * found.noise:.0f} %"),
        "error of the velocity": (5, f"{found.error:.4f}"),
        "error after the nudge": (6, f"{found.error_after:.4f}"),
    }
    rows = {
        label: np.array([text if i >= stage else "not yet" for i in range(7)]) for label, (stage, text) in later.items()
    }
    for place, (before, after) in zip(found.places, found.weights.T, strict=True):
        rows[f"weight {place + 1:,} of {found.count:,}"] = np.array([f"{before:.6f}"] * 6 + [f"{after:.6f}"])
    return rows


def nudge_labels() -> list[str]:
    """One for each stage."""
    return [f"{i} of {len(STAGES)} · {stage}" for i, stage in enumerate(STAGES, 1)]
