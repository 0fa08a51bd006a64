"""Level 2: two pictures under noise, in an order that chance chose, and how often the best guesser tells them apart."""

import hashlib

import numpy as np
import torch

from diffusion_core.common.randomness import Noise, generator
from diffusion_core.process.best_guesser import guess_rate, play
from pages.levels.noise.scales import labels_of, plan
from pages.shared.keeping.remembered import remembered
from pages.shared.page.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, Mixture, Pictures, place_of_chart
from pages.shared.player.track import Track

STEPS = 1000
"""In 75 the last step is cut off before it has hidden all: the best guesser would beat the coin by a little."""
AT = np.arange(0, STEPS + 1, 25)
SIDES = ("left", "right")
ROUNDS = 200
SURE = 0.99
"""How often right is all but sure."""


def round_of(pictures: tuple[Picture, Picture], seed: int) -> str:
    """A name for one round of the game, eight hexadecimal digits: a guess counts for it alone."""
    # "cosine": links to rounds are older than that there is one schedule
    said = ".".join(("cosine", str(seed), *(one.digest for one in pictures)))
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def swapped(round_: str) -> bool:
    """Whether the second picture stands on the left in that round. A fair coin, thrown by its name."""
    return bool(torch.rand(1, generator=generator(int(round_, 16))).item() < 0.5)


def _rates(first: bytes, second: bytes) -> np.ndarray:
    a, b = to_signed(first)[0], to_signed(second)[0]
    return guess_rate(a, b, plan(STEPS).alpha_bar).numpy()


def _played(first: bytes, second: bytes, seed: int) -> int:
    left = plan(STEPS).alpha_bar[-1].item()
    return play(to_signed(first)[0], to_signed(second)[0], left, ROUNDS, generator(seed))


rates = remembered(_rates, most=64)
"""(pictures) -> (T + 1,): the best guesser's rate at every t."""
played = remembered(_played, most=64)
"""(pictures, seed) -> in how many of ROUNDS rounds at t = T the guesser was right."""


def clean(pictures: tuple[Picture, Picture]) -> list[Track]:
    """Both as they were chosen."""
    return [
        Pictures(name, one.pixels(), title=title, role="clean", note="", size="small", alt=one.words)
        for name, title, one in zip(("first", "other"), ("the first", "the other"), pictures, strict=True)
    ]


def ends(pictures: tuple[Picture, Picture], seed: int) -> list[Track]:
    """Both at t = T, unnamed, and the place of the chart."""
    left = plan(STEPS).alpha_bar[-1].item()
    both = [
        Pictures(side, left**0.5 * _signed(one) + (1 - left) ** 0.5 * noise, title=f"the {side} one", role="noisy",
              note="", alt=f"the {side} one of two noised pictures")
        for side, one, noise in _placed(pictures, seed)
    ]  # fmt: skip
    return [*both, place_of_chart(_chart(rates(*pictures)))]


def films(pictures: tuple[Picture, Picture], seed: int) -> list[Track]:
    """Both over the whole way, and how often the best guesser is right."""
    left = plan(STEPS).alpha_bar.numpy()[AT]
    factors = np.stack([np.sqrt(left), np.sqrt(1 - left)], axis=1)
    both = [
        Mixture(side, _signed(one), noise, factors, title=f"the {side} one", role="noisy", store="int16",
                note="", alt=f"{one.words}, noised")
        for side, one, noise in _placed(pictures, seed)
    ]  # fmt: skip
    return [*both, _chart(rates(*pictures))]


def noise_of(frame: int) -> str:
    """The share of noise in a frame of the films, as their labels say it. frame: any beyond the last is the last."""
    return labels()[min(frame, len(AT) - 1)].split("noise ")[1]


def sure_from(first: Picture, other: Picture) -> int | None:
    """The latest of the films' frames in which the best guesser is right at least SURE of the time, if there is one."""
    sure = np.flatnonzero(rates(first, other)[AT] >= SURE)
    return int(sure[-1]) if sure.size else None


def labels() -> list[str]:
    """One for each frame."""
    return labels_of(plan(STEPS), AT.tolist())


def _chart(found: np.ndarray) -> Curves:
    lines = [Line("the best guesser", 100 * found, "noisy", "solid"),
             Line("a coin", np.full(len(found), 50.0), "plain", "dashed")]  # fmt: skip
    return Curves("rates", np.arange(STEPS + 1.0), lines, at=AT, title="how often the best guesser is right", note="",
                  x_label="step t", y_label="times in 100", y_range=(40, 100), digits=1)  # fmt: skip


def _placed(pictures: tuple[Picture, Picture], seed: int) -> list[tuple[str, Picture, np.ndarray]]:
    """(side, picture, its noise), left first. Seeds of noises never meet those of other pairs."""
    order = pictures[::-1] if swapped(round_of(pictures, seed)) else pictures
    noises = Noise([2 * seed, 2 * seed + 1], (3, 64, 64))().permute(0, 2, 3, 1).numpy()
    return list(zip(SIDES, order, noises, strict=True))


def _signed(picture: Picture) -> np.ndarray:
    return to_signed(picture.data)[0].permute(1, 2, 0).numpy()
