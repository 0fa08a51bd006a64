"""Level 4's figures: what the network sees in a noisy picture, and what its training pictures held."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from diffusion_core.critters import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    PLACES,
    TRAINING_COUNT,
    WORN,
    Critter,
    Scene,
    caption,
    draw,
    partial_caption,
    scene_of,
    training_seeds,
)
from diffusion_core.critters.scenes import codes_of
from diffusion_core.forward import add_noise
from diffusion_core.randomness import Noise
from diffusion_core.schedules import make_schedule
from pages.shared import resources
from pages.shared.player import Curves, Line, Mixture, Pictures, Still, to_bytes
from pages.shared.player.track import Track

T = 1000
STRIDE = 50
MOMENTS = tuple(range(0, T + 1, STRIDE))
ANY = "any"
BLUR, SAME, OTHER = "A blur, an average of many", "The same picture", "Another, sharp picture"


@dataclass(frozen=True)
class Guesses:
    """One picture under rising noise, and the network's answers at each of MOMENTS (F of them).

    clean, noise: (64, 64, 3) float32; table: (F, 2), the factors of the two; guess, guessed_noise: (F, 64, 64, 3)
    uint8; off: (F,) mean distance of the guess from the picture, in levels of 255; contrast: (F,) of the guess, the
    picture's being 1.
    """

    words: str
    clean: np.ndarray
    noise: np.ndarray
    table: np.ndarray
    guess: np.ndarray
    guessed_noise: np.ndarray
    off: np.ndarray
    contrast: np.ndarray


@st.cache_data(max_entries=48, show_spinner="The network looks …")
def guesses(seed: int, told: bool) -> Guesses:
    """Noise picture number TRAINING_COUNT + seed, which was in no training, and ask the network at all MOMENTS.

    told: whether it is given the picture's words. Raises NoWeights and Busy.
    """
    number = TRAINING_COUNT + seed
    words = caption(scene_of(number))
    x0, eps = draw([number]), Noise([seed], (3, 64, 64))()
    schedule = make_schedule("cosine", T)
    left = schedule.alpha_bar[list(MOMENTS)]
    x = add_noise(x0.expand(len(MOMENTS), -1, -1, -1), eps, left)
    levels = torch.tensor([schedule.log_snr(t) for t in MOMENTS], dtype=torch.float64)
    answer = resources.engine().ask(resources.NETWORK, x, levels, [words if told else ""] * len(MOMENTS))
    guess = answer.x0.clamp(-1, 1)
    return Guesses(
        words=words,
        clean=_last(x0[0]),
        noise=_last(eps[0]),
        table=torch.stack([left.sqrt(), (1 - left).sqrt()], 1).float().numpy(),
        guess=to_bytes(guess),
        guessed_noise=to_bytes(answer.eps),
        off=(127.5 * (guess - x0).abs().mean((1, 2, 3))).numpy(),
        contrast=(contrast(guess) / contrast(x0)).numpy(),
    )


def contrast(pictures: Tensor) -> Tensor:
    """The spread of the means of 8·8 pixels, which fine noise does not touch: (B, 3, 64, 64) to (B,).

    The average of many pictures has less of it than each of them.
    """
    return avg_pool2d(pictures, 8).std((2, 3)).mean(1)


def kind_of_guess(found: Guesses) -> str:
    """What the network's guess from pure noise is: BLUR, SAME or OTHER, by its contrast and its distance."""
    if found.contrast[-1] < 0.7:
        return BLUR
    return SAME if found.off[-1] < 12 else OTHER


def guess_tracks(found: Guesses) -> list[Track]:
    """The five pictures of the experiment, and how far off the guess is at each moment."""
    mixed = Mixture(
        "noisy", found.clean, found.noise, found.table, title="the two mixed", role="noisy", note="", store="int16"
    )
    return [
        Pictures("clean", found.clean, title="the picture", role="clean", note=""),
        Still("noise", found.noise, title="the noise", role="noise", note=""),
        mixed,
        Pictures("guess", found.guess, title="guessed picture", role="guess", note=""),
        Pictures("guessed_noise", found.guessed_noise, title="guessed noise", role="guess", note=""),
        Curves(
            "off",
            np.array(MOMENTS, dtype=np.float64),
            [Line("off by (black to white is 255)", found.off, "guess")],
            x_label="moment t",
            title="how far off the guessed picture is",
        ),
    ]


def guess_labels(found: Guesses) -> list[str]:
    """ "t = 300 · noise 22 %", one for each of MOMENTS."""
    shares = 100 * found.table[:, 1] ** 2
    return [f"t = {t} · noise {share:.0f} %" for t, share in zip(MOMENTS, shares, strict=True)]


@dataclass(frozen=True)
class Wish:
    """What a visitor asks the network for; ANY is left unsaid. own: their own words, which then count alone."""

    animal: str = ANY
    colour: str = ANY
    worn: str = ANY
    mood: str = ANY
    place: str = ANY
    own: str = ""

    @property
    def words(self) -> str:
        """The caption; "" without an animal, since our captions name nothing but animals."""
        if self.own or self.animal == ANY:
            return self.own
        said = {"colour": self.colour, "worn": self.worn, "expression": self.mood, "place": self.place}
        keep = {name for name, word in said.items() if word != ANY}
        critter = Critter(self.animal, *(_or_first(w, table) for w, table in self._looks()))
        return partial_caption(Scene(_or_first(self.place, PLACES), (critter,)), keep)

    def _looks(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(self.colour, COLOURS), (self.worn, WORN), (self.mood, EXPRESSIONS)]


def training_pictures() -> int:
    """How many pictures the network was trained on."""
    return len(_training_codes())


def how_often(wish: Wish) -> int:
    """How many training pictures show such a critter, in such a place."""
    codes = _training_codes()
    here = codes[:, 0] == PLACES.index(wish.place) if wish.place != ANY else np.ones(len(codes), bool)
    left, right = (_matches(codes[:, first : first + 4], wish) for first in (2, 6))
    return int((here & (left | right & (codes[:, 1] == 2))).sum())


def _matches(critters: np.ndarray, wish: Wish) -> np.ndarray:
    words = (wish.animal, wish.colour, wish.worn, wish.mood)
    fits = np.ones(len(critters), bool)
    for column, (word, table) in enumerate(zip(words, (ANIMALS, COLOURS, WORN, EXPRESSIONS), strict=True)):
        if word != ANY:
            fits &= critters[:, column] == table.index(word)
    return fits


@st.cache_resource(show_spinner=False)
def _training_codes() -> np.ndarray:
    return codes_of(training_seeds()).to(torch.int8).numpy()


def _or_first(word: str, table: tuple[str, ...]) -> str:
    return table[0] if word == ANY else word


def _last(picture: Tensor) -> np.ndarray:
    return picture.permute(1, 2, 0).contiguous().numpy()
