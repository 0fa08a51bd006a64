"""Level 2: two pictures under noise, in an order that chance chose, and how often the best guesser tells them apart."""

import hashlib

import numpy as np
import torch

from diffusion_core.common.randomness import Noise, generator
from diffusion_core.process.best_guesser import guess_rate, play
from diffusion_core.process.schedules import make_schedule
from pages.shared.keeping.remembered import remembered
from pages.shared.numbers import percent
from pages.shared.page.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, Mixture, Pictures
from pages.shared.player.track import Track

STEPS = 1000
AT = np.arange(0, STEPS + 1, 25)
SCHEDULES = ("cosine", "linear", "scaled linear")
DASHES = {"cosine": "solid", "linear": "dashed", "scaled linear": "role"}
SIDES = ("left", "right")
ROUNDS = 200


def round_of(pictures: tuple[Picture, Picture], schedule: str, seed: int) -> str:
    """A name for one round of the game, eight hexadecimal digits: a guess counts for it alone."""
    said = ".".join((schedule, str(seed), *(one.digest for one in pictures)))
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def swapped(round_: str) -> bool:
    """Whether the second picture stands on the left in that round. A fair coin, thrown by its name."""
    return bool(torch.rand(1, generator=generator(int(round_, 16))).item() < 0.5)


def _rates(first: bytes, second: bytes) -> np.ndarray:
    a, b = to_signed(first)[0], to_signed(second)[0]
    return torch.stack([guess_rate(a, b, make_schedule(name, STEPS).alpha_bar) for name in SCHEDULES]).numpy()


def _played(first: bytes, second: bytes, schedule: str, seed: int) -> int:
    left = make_schedule(schedule, STEPS).alpha_bar[-1].item()
    return play(to_signed(first)[0], to_signed(second)[0], left, ROUNDS, generator(seed))


rates = remembered(_rates, most=64)
"""(pictures) -> (3, T + 1): the best guesser's rate under each of SCHEDULES at every t."""
played = remembered(_played, most=64)
"""(pictures, schedule, seed) -> in how many of ROUNDS rounds at t = T the guesser was right."""


def clean(pictures: tuple[Picture, Picture]) -> list[Track]:
    """Both as they were chosen."""
    return [
        Pictures(name, one.pixels(), title=title, role="clean", note="", size="small", alt=one.words)
        for name, title, one in zip(("first", "other"), ("the first", "the other"), pictures, strict=True)
    ]


def ends(pictures: tuple[Picture, Picture], schedule: str, seed: int) -> list[Track]:
    """Both at t = T, unnamed."""
    left = make_schedule(schedule, STEPS).alpha_bar[-1].item()
    return [
        Pictures(side, left**0.5 * _signed(one) + (1 - left) ** 0.5 * noise, title=f"the {side} one", role="noisy",
              note="", alt=f"the {side} one of two noised pictures")
        for side, one, noise in _placed(pictures, schedule, seed)
    ]  # fmt: skip


def films(pictures: tuple[Picture, Picture], schedule: str, seed: int) -> list[Track]:
    """Both over the whole way, and the best guesser's rate under each schedule."""
    left = make_schedule(schedule, STEPS).alpha_bar.numpy()[AT]
    factors = np.stack([np.sqrt(left), np.sqrt(1 - left)], axis=1)
    both = [
        Mixture(side, _signed(one), noise, factors, title=f"the {side} one", role="noisy", store="int16",
                note="", alt=f"{one.words}, noised")
        for side, one, noise in _placed(pictures, schedule, seed)
    ]  # fmt: skip
    return [*both, _chart(rates(*pictures))]


def labels(schedule: str) -> list[str]:
    """One for each frame."""
    left = make_schedule(schedule, STEPS).alpha_bar.tolist()
    return [f"t = {t} of {STEPS} · {schedule} · noise {percent(1 - left[t])}" for t in AT]


def _chart(found: np.ndarray) -> Curves:
    lines = [Line(name, 100 * row, "noisy", DASHES[name]) for name, row in zip(SCHEDULES, found, strict=True)]
    return Curves("rates", np.arange(STEPS + 1.0), lines, at=AT, title="how often the best guesser is right", note="",
                  x_label="step t", y_label="times in 100", y_range=(40, 100), digits=1)  # fmt: skip


def _placed(pictures: tuple[Picture, Picture], schedule: str, seed: int) -> list[tuple[str, Picture, np.ndarray]]:
    """(side, picture, its noise), left first. Seeds of noises never meet those of other pairs."""
    order = pictures[::-1] if swapped(round_of(pictures, schedule, seed)) else pictures
    noises = Noise([2 * seed, 2 * seed + 1], (3, 64, 64))().permute(0, 2, 3, 1).numpy()
    return list(zip(SIDES, order, noises, strict=True))


def _signed(picture: Picture) -> np.ndarray:
    return to_signed(picture.data)[0].permute(1, 2, 0).numpy()
