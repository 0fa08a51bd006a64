"""5.3: a drawn picture under less and less noise: where the network looks for a word, and where its thing really is."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE, Scene, caption, draw, said_words
from diffusion_core.evaluation.outlines import by_luck, outline, overlap, undressed
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.process.schedules import alpha_bar_of
from diffusion_core.sampling.listening import words_in
from pages.levels.words.way.heat import outlined, over
from pages.server import drawing
from pages.shared.player import Pictures
from pages.shared.player.track import Track

LEVELS = tuple(-5 + 0.5 * i for i in range(17))
"""The log-SNR of each frame: from 99 % noise to 5 %."""
DARK = 40
"""The grey of a map that shows nothing yet."""
ASKED = LEVELS.index(-3)
"""The frame that the bet is about: 95 % noise."""


@dataclass(frozen=True)
class Under:
    """noisy: (F, 3, 64, 64); looks: (F, side, side) and changes: (F, 64, 64), the maps of one word at each of LEVELS;
    truth: (64, 64) bool, where its thing is; fits: by the map's name, how well it lies there in each frame; luck: what
    as many pixels by chance would; bare: whether the drawing lacks the thing."""

    noisy: Tensor
    looks: Tensor
    changes: Tensor
    truth: Tensor
    fits: dict[str, list[float]]
    luck: float
    bare: bool = False


@st.cache_data(max_entries=32, show_spinner="The network looks …")
def under(seed: int, scene: Scene, field: str, *, bare: bool = False) -> Under:
    """Picture `seed` of this scene under noise, and the maps of one of its words; told of what is worn, be it or not.

    bare: drawn without what the critter wears. Raises NoWeights and Busy.
    """
    noisy, words = noised(seed, undressed(scene) if bare else scene), caption(scene)
    said = [word for word in said_words(words) if word.field == field]
    found = [words_in(x[None], level, words, drawing.look, said) for x, level in zip(noisy, LEVELS, strict=True)]
    looks = torch.cat([one[1] for one in found])
    changes = torch.cat([one[2].abs().mean(1) for one in found])
    truth = outline(seed, scene, field)
    fits = {"looks": [overlap(one, truth) for one in looks], "changes": [overlap(one, truth) for one in changes]}
    return Under(noisy, looks, changes, truth, fits, by_luck(truth), bare)


def noised(seed: int, scene: Scene) -> Tensor:
    """The drawn picture with the same noise at each of LEVELS, (F, 3, 64, 64)."""
    x0, eps = draw([seed], scenes=[scene]), Noise([seed], (3, SIZE, SIZE))()
    alpha, sigma = alpha_sigma(torch.tensor(LEVELS, dtype=torch.float64), x0)
    return alpha * x0 + sigma * eps


def before_tracks(seed: int, scene: Scene) -> list[Track]:
    """What there is before the bet: the drawn picture, the same at the moment that is asked about, and a dark map."""
    dark = np.full((SIZE, SIZE, 3), DARK, np.uint8)
    return [
        Pictures("drawn", draw([seed], scenes=[scene])[0], title="drawn by our program", role="clean", note="",
                 size="small"),
        Pictures("noisy", noised(seed, scene)[ASKED], title="the same at 95 % noise", role="noisy", note="",
                 size="small"),
        Pictures("looks", dark, title="where it looks: still dark", role="guess", note="", size="small"),
    ]  # fmt: skip


def tracks(found: Under, word: str) -> list[Track]:
    """The noisy picture, and the two maps of a word; the true outline lies over all three."""
    clear, drawn = found.noisy, "the noisy picture" if not found.bare else f"noisy, drawn without “{word}”"
    return [
        Pictures("noisy", outlined(clear, found.truth), title=drawn, role="noisy", note="", size="small"),
        Pictures("looks", over(clear, found.looks, found.truth), title=f"where it looks for “{word}”", role="guess",
                 note="", size="small"),
        Pictures("changes", over(clear, found.changes, found.truth), title=f"what “{word}” changes", role="guess",
                 note="", size="small"),
    ]  # fmt: skip


def labels(found: Under) -> list[str]:
    """One for each frame: the noise, and how well both maps lie on the truth."""
    return [
        f"noise {100 * (1 - alpha_bar_of(level)):.0f} % · fit: looks {looks:.2f}, changes {changes:.2f}, "
        f"luck {found.luck:.2f}"
        for level, looks, changes in zip(LEVELS, found.fits["looks"], found.fits["changes"], strict=True)
    ]
