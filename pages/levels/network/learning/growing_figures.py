"""Level 4: the network from blank to finished, asked for the same picture out of the same noise."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.data.critters import TRAINING_COUNT, Critter, Scene, caption, draw
from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import log_snr_of
from diffusion_core.sampling.job import Job
from diffusion_core.training.snapshots import BLANK
from pages.levels.network.asking import noise
from pages.server import drawing, resources
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

SCENE = Scene("meadow", (Critter("cat", "orange", "bow", "happy"),))
CAPTION = caption(SCENE)
LEFT = 0.35
"""What is left of the noised picture that each network guesses at."""


@dataclass(frozen=True)
class Growth:
    """F networks, the least trained first. seen: pictures that each learnt from; drawn, guess: (F, 64, 64, 3) uint8,
    new pictures out of one noise, and guesses at one noisy picture; noise, noisy, clean: (64, 64, 3) uint8, the noisy
    one noised by this noise; off: (F,) how far off the guess is, in levels of 255."""

    seen: tuple[int, ...]
    drawn: np.ndarray
    guess: np.ndarray
    noise: np.ndarray
    noisy: np.ndarray
    clean: np.ndarray
    off: np.ndarray


@st.cache_data(max_entries=24, show_spinner="The networks draw …")
def growth(seed: int) -> Growth:
    """Ask each network of this server. Raises NoWeights and Busy."""
    known = resources.training_stages()
    runs = drawing.last_steps([Job(weights=name, caption=CAPTION, seed=seed) for name in known.values()])
    number = TRAINING_COUNT + seed
    x0, eps = draw([number], scenes=[SCENE]), noise([seed])
    x = add_noise(x0, eps, LEFT)
    level = torch.tensor([log_snr_of(LEFT)], dtype=torch.float64)
    guesses = torch.cat([drawing.ask(x, level, [CAPTION], weights=name).x0.clamp(-1, 1) for name in known.values()])
    drawn = torch.cat([run.x.clamp(-1, 1) for run in runs])
    off = 127.5 * (guesses - x0).square().mean((1, 2, 3)).sqrt()
    pictures = (to_bytes(each) for each in (drawn, guesses, eps, x, x0))
    drawn_bytes, guess_bytes, start, noisy, clean = pictures
    return Growth(tuple(known), drawn_bytes, guess_bytes, start[0], noisy[0], clean[0], off.numpy())


def growth_tracks(found: Growth) -> list[Track]:
    """The new picture and the guess; below, the noise that both share, the noisy picture and the truth."""
    return [
        Pictures("drawn", found.drawn, title="a new picture", role="guess", note=""),
        Pictures("guess", found.guess, title="its guess at the noisy picture", role="guess", note=""),
        Pictures("noise", found.noise, title="the noise it starts from", role="noise", note="", size="small"),
        Pictures("noisy", found.noisy, title="the noisy picture", role="noisy", note="", size="small"),
        Pictures("clean", found.clean, title="what lies under it", role="clean", note="", size="small"),
    ]


def growth_labels(found: Growth) -> list[str]:
    """One for each network."""
    named = [BLANK if seen == 0 else f"after {seen:,} pictures" for seen in found.seen]
    return [f"{name} · guess off by {off:.0f} shades" for name, off in zip(named, found.off, strict=True)]
