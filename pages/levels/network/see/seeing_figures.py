"""Level 4: what the network guesses in a picture under rising noise, and how far off it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.average_picture import training_average
from diffusion_core.data.critters import TRAINING_COUNT, caption, draw, scene_of
from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import velocity
from diffusion_core.process.schedules import make_schedule
from pages.levels.network.sums import DIGITS, weighed
from pages.server import drawing
from pages.shared.numbers import percent, signed
from pages.shared.player import Curves, Line, Mixture, Numbers, Pictures, Still
from pages.shared.player.track import Track

T = 1000
STRIDE = 50
MOMENTS = tuple(range(0, T + 1, STRIDE))
MIDDLE = slice(MOMENTS.index(400), MOMENTS.index(600) + 1)
"""What is shown before the bet: too little of the way to tell where the network fails."""
WHOLE = slice(0, len(MOMENTS))

EARLY, HALFWAY, LATE = "Hardly any noise", "Half and half", "Noise alone"
REGIONS = {EARLY: (0, 300), HALFWAY: (350, 650), LATE: (700, T)}
"""The answers to the bet, and the t that each stands for."""


@dataclass(frozen=True)
class Guesses:
    """One picture under rising noise, and the network's answers at each of MOMENTS (F of them).

    clean, noise: (3, 64, 64); levels: (F,) log-SNR; left: (F,) alpha_bar; x0, eps: (F, 3, 64, 64) guesses;
    noise_error, picture_error: (F,) mean squared error of each guess as a part of a blind one's; that of the noise is
    NaN at t = 0, where no noise is put in.
    """

    words: str
    clean: Tensor
    noise: Tensor
    levels: Tensor
    left: Tensor
    x0: Tensor
    eps: Tensor
    noise_error: np.ndarray
    picture_error: np.ndarray


@st.cache_data(max_entries=24, show_spinner="The network looks …")
def guesses(seed: int, with_words: bool) -> Guesses:
    """Noise picture number TRAINING_COUNT + seed, which was in no training, and ask the network at all MOMENTS.

    with_words: whether it is given the picture's words. A blind guess of the noise is 0, one of the picture the average
    of all training pictures. Raises NoWeights and Busy.
    """
    schedule, words = make_schedule("cosine", T), caption(scene_of(TRAINING_COUNT + seed))
    x0, eps = _parts(seed)
    left = schedule.alpha_bar[list(MOMENTS)]
    x = noised(seed, MOMENTS)
    levels = torch.tensor([schedule.log_snr(t) for t in MOMENTS], dtype=torch.float64)
    answer = drawing.ask(x, levels, [words if with_words else ""] * len(MOMENTS))
    return Guesses(
        words=words,
        clean=x0[0],
        noise=eps[0],
        levels=levels,
        left=left,
        x0=answer.x0,
        eps=answer.eps,
        noise_error=np.where(left < 1, _error(answer.eps, eps, blind=torch.zeros(())), np.nan),
        picture_error=_error(answer.x0, x0, blind=training_average()),
    )


def noised(seed: int, moments: Sequence[int]) -> Tensor:
    """(F, 3, 64, 64): what the network is shown, at these t."""
    x0, eps = _parts(seed)
    left = make_schedule("cosine", T).alpha_bar[list(moments)]
    return add_noise(x0.expand(len(moments), -1, -1, -1), eps, left)


def _parts(seed: int) -> tuple[Tensor, Tensor]:
    """The picture and the noise that it is mixed with, (1, 3, 64, 64) each."""
    return draw([TRAINING_COUNT + seed]), Noise([seed], (3, 64, 64))()


def _error(guess: Tensor, truth: Tensor, *, blind: Tensor) -> np.ndarray:
    """(F,): the mean squared error of each guess, that of the blind one being 1."""
    return ((guess - truth).square().mean((1, 2, 3)) / (blind - truth).square().mean()).numpy()


def hardest(found: Guesses) -> str:
    """The answer of REGIONS in which the guess of the noise is furthest off."""
    worst = MOMENTS[int(np.nanargmax(found.noise_error))]
    return min(REGIONS, key=lambda name: max(REGIONS[name][0] - worst, worst - REGIONS[name][1]))


def tracks(found: Guesses, shown: slice, pixel: tuple[int, int], *, whole: bool) -> list[Track]:
    """What is missing in the guessed noise, and the mix; where it is the whole way, what those were made of too.

    pixel: (column, row), the one whose numbers are read exactly.
    """
    table = torch.stack([found.left.sqrt(), (1 - found.left).sqrt()], 1).float()[shown]
    clean, noise = _last(found.clean), _last(found.noise)
    x0, eps = found.x0[shown], found.eps[shown]
    asked, said = _at(pixel, found.noise[None]).round(decimals=2), _at(pixel, eps).round(decimals=2)
    first = [
        Pictures(
            "missed",
            eps - found.noise,
            title="its mistake: guess − noise",
            role="plain",
            note="",
            size="medium",
            alt="guessed noise minus noise put in, grey where they agree",
            # of the rounded numbers beside it, so that the sum can be checked by hand
            exact=(pixel, said - asked),
        ),
        Mixture("noisy", clean, noise, table, title="what it sees", role="noisy", note="", size="medium",
                store="int16"),
    ]  # fmt: skip
    if not whole:
        return first
    return [
        *first,
        Pictures("guessed_noise", eps, title="noise guess", role="guess", note="", size="small", exact=(pixel, said)),
        Still("noise", noise, title="noise put in", role="noise", note="", size="small"),
        Pictures("guess", x0, title="picture guess", role="guess", note="", size="small",
                 exact=(pixel, _at(pixel, x0))),
    ]  # fmt: skip


def error_track(found: Guesses) -> Curves:
    """Both errors over t, in percent of a blind guess's."""
    at = np.array(MOMENTS, dtype=np.float64)
    x = np.sort(np.concatenate([at, at[:-1] + 10, at[:-1] + 40]))
    lines = [
        Line("noise guess", np.interp(x, at, 100 * found.noise_error), "noise"),
        Line("picture guess", np.interp(x, at, 100 * found.picture_error), "clean"),
    ]
    highest = max(110.0, *(float(np.nanmax(line.y)) for line in lines))
    return Curves("errors", x, lines, at=at, x_label="moment t", y_label="%", digits=0, y_range=(0, highest),
                  size="full", title="how far off, in % of a blind guess's error", note="")  # fmt: skip


def _at(pixel: tuple[int, int], pictures: Tensor) -> Tensor:
    """(F, 3, H, W) to (F, 3)."""
    return pictures[..., pixel[1], pixel[0]]


def number_track(found: Guesses, pixel: tuple[int, int]) -> Numbers:
    """How picture and noise follow from what the network says, for the red of pixel (column, row), at each moment."""
    column, row = pixel

    def red(pictures: Tensor) -> np.ndarray:
        return pictures[..., 0, row, column].float().numpy()

    alpha, sigma = found.left.sqrt().numpy(), (1 - found.left).sqrt().numpy()
    x = alpha * float(red(found.clean)) + sigma * float(red(found.noise))
    v = red(velocity(found.x0.float(), found.eps.float(), found.levels))
    rows = {
        "the network says v̂": [signed(value, DIGITS) for value in v],
        "picture x̂₀ = α·xₜ − σ·v̂": [
            weighed([("+", *p[:2]), ("−", *p[2:])]) for p in zip(alpha, x, sigma, v, strict=True)
        ],
        "noise ε̂ = σ·xₜ + α·v̂": _sums("+", sigma, x, alpha, v),
        "noise put in": [signed(float(red(found.noise)), DIGITS)] * len(MOMENTS),
    }
    roles = dict.fromkeys(list(rows)[:3], "guess") | {"noise put in": "noise"}
    return Numbers("red", rows, formats=dict.fromkeys(rows, "{}"), roles=roles, size="full",
                   title=f"red of pixel {column}, {row}, in numbers")  # fmt: skip


def _sums(sign: str, *parts: np.ndarray) -> list[str]:
    """Two weighed numbers, added or taken away, in each frame. parts: a weight, its number, and both again, (F,)."""
    return [weighed([("+", a, x), (sign, b, v)]) for a, x, b, v in zip(*parts, strict=True)]


def labels(found: Guesses, shown: slice) -> list[str]:
    """ "t = 300 · noise 22 %", one for each moment shown; of the whole way also how far off the guessed noise is."""
    shares = 100 * (1 - found.left)
    told = [f"t = {t} · noise {share:.0f} %" for t, share in zip(MOMENTS[shown], shares[shown], strict=True)]
    if shown != WHOLE:
        return told
    return [one + _off(error) for one, error in zip(told, found.noise_error, strict=True)]


def _off(error: float) -> str:
    """How far off a guess of the noise is, in words; nothing where there was none to guess."""
    return "" if np.isnan(error) else f" · its guess is {percent(float(error))} wrong"


def _last(picture: Tensor) -> np.ndarray:
    return picture.permute(1, 2, 0).contiguous().numpy()
