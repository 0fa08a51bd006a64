"""Level 3: two schedules side by side: their pictures, their curves, and what is measured on them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from diffusion_core.process.schedules import Schedule, by_hand, make_schedule
from pages.levels.schedule.choice import BY_HAND
from pages.levels.schedule.mixing import factors, mixture, moments, noise
from pages.shared.numbers import fixed_percent, percent
from pages.shared.page.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, to_bytes
from pages.shared.player.charts import hue_of
from pages.shared.player.track import Track

LEAST, MOST, USUAL, GRAIN = 10, 1000, 1000, 10
FOG = 0.95
NOTHING = 5e-6
"""A step this small adds nothing that could be seen; a logarithmic axis cannot show a zero."""
ENDED, FEW = 0.001, 0.15
"""With less picture left a schedule ended in noise; fewer idle steps than this are not worth a word."""
_SIDES = ("first", "second")
_DASHES = ("solid", "dashed")


@dataclass(frozen=True)
class Facts:
    """What a schedule does, measured on its table. All in [0, 1].

    early: the size β of a step in the first half, on average; left_half, left_end: the share of the picture left at
    t = T/2 and at t = T; fog: the share of the steps that begin
    when over 95 % is noise; idle: that of the steps which add nothing.
    """

    early: float
    left_half: float
    left_end: float
    fog: float
    idle: float


def facts(schedule: Schedule) -> Facts:
    """Measure a schedule."""
    before = schedule.alpha_bar[:-1]
    return Facts(
        early=schedule.betas[: schedule.steps // 2].mean().item(),
        left_half=schedule.alpha_bar_at(schedule.steps / 2),
        left_end=schedule.alpha_bar[-1].item(),
        fog=(1 - before > FOG).double().mean().item(),
        idle=(schedule.betas <= NOTHING).double().mean().item(),
    )


def judged(schedule: Schedule) -> str:
    """How good a schedule is, in a sentence or two."""
    found = facts(schedule)
    faults = [
        *(
            [f"It never ends in noise: {fixed_percent(found.left_end)} of the picture is left."]
            * (found.left_end > ENDED)
        ),
        *([f"{fixed_percent(found.idle)} of its steps do nothing."] * (found.idle > FEW)),
        *(
            [f"{fixed_percent(found.fog)} of its steps begin when over {fixed_percent(FOG)} is noise already."]
            * (found.fog > FEW)
        ),
    ]
    return " ".join(faults) or "It ends in noise, and wastes few steps on the way. Well drawn."


def labels(pair: Sequence[Schedule], at: np.ndarray) -> list[str]:
    """One for each frame: the moment, and the share of noise under both. at: (F,) whole t."""
    shares = [(s.name, 1 - s.alpha_bar.numpy()) for s in pair]
    steps = pair[0].steps
    return [f"t = {t} of {steps} · noise: " + ", ".join(f"{n} {percent(s[t])}" for n, s in shares) for t in at]


def tracks(picture: Picture, pair: Sequence[Schedule], curve: str, at: np.ndarray) -> list[Track]:
    """The two noisy pictures, and one curve of both schedules.

    curve: of CURVES; at: (F,) whole t, one for each frame.
    """
    x0 = to_signed(picture.data)[0].permute(1, 2, 0).numpy()
    sides = zip(_SIDES, pair, strict=True)
    shown: list[Track] = [mixture(name, x0, schedule, at, picture.words) for name, schedule in sides]
    return [*shown, CURVES[curve](pair, at)]


def on_the_way(data: bytes, names: Sequence[str], hand: Sequence[int], steps: int) -> dict[str, np.ndarray]:
    """What the browser makes of `tracks`: both noisy pictures, (F, 64, 64, 3) uint8.

    names: of schedules, or BY_HAND; hand: the percentages that are left at its quarters.
    """
    x0, at, found = to_signed(data)[0].permute(1, 2, 0).numpy(), moments(steps), dict[str, np.ndarray]()
    for side, name in zip(_SIDES, names, strict=True):
        by_name = name != BY_HAND
        schedule = make_schedule(name, steps) if by_name else by_hand([left / 100 for left in hand], steps)
        found[side] = to_bytes(np.stack([a * x0 + b * noise() for a, b in factors(schedule, at)]))
    return found


def _left(pair: Sequence[Schedule], at: np.ndarray) -> Curves:
    lines = _lines(pair, lambda s: 100 * s.alpha_bar.numpy()[at], "clean")
    return Curves("curve", at, lines, title="how much picture is left", note="", role="clean", size="full",
                  x_label="moment t", y_label="% of the picture, ᾱ", y_range=(0, 100), digits=1)  # fmt: skip


def _betas(pair: Sequence[Schedule], at: np.ndarray) -> Curves:
    """A step's size stands at the moment it leads to; t = 0 has none, and takes that of the first step."""
    lines = _lines(pair, lambda s: np.where(_beta(s, at) > NOTHING, _beta(s, at), np.nan), "noise")
    values = [value for line in lines for value in line.y if np.isfinite(value)]
    ends = (10 ** math.floor(math.log10(min(values, default=NOTHING))), 1.0)
    return Curves("curve", at, lines, title="how much noise one step adds", note="", role="noise", size="full",
                  x_label="moment t", y_label="β of the step", log_y=True, y_range=ends, digits=5)  # fmt: skip


def _signal(pair: Sequence[Schedule], at: np.ndarray) -> Curves:
    lines = _lines(pair, lambda s: np.where(np.isfinite(decibels(s, at)), decibels(s, at), np.nan), "noisy")
    return Curves("curve", at, lines, title="picture against noise", note="", role="noisy", size="full",
                  x_label="moment t", y_label="decibels", digits=1)  # fmt: skip


def _lines(pair: Sequence[Schedule], y: Callable[[Schedule], np.ndarray], role: str) -> list[Line]:
    return [Line(s.name, y(s), role, dash, hue_of(s.name)) for s, dash in zip(pair, _DASHES, strict=True)]


def _beta(schedule: Schedule, at: np.ndarray) -> np.ndarray:
    return schedule.betas.numpy()[np.maximum(at, 1) - 1]


def decibels(schedule: Schedule, at: np.ndarray) -> np.ndarray:
    """Ten times the decimal logarithm of the signal-to-noise ratio ᾱ / (1 - ᾱ); infinite at t = 0."""
    left = schedule.alpha_bar.numpy()[at]
    with np.errstate(divide="ignore"):
        return 10 * np.log10(left / (1 - left))


CURVES: dict[str, Callable[[Sequence[Schedule], np.ndarray], Curves]] = {
    "picture left, ᾱ": _left,
    "size of a step, β": _betas,
    "signal-to-noise": _signal,
}
"""What can be plotted over the way, by the words of the menu."""

HOW_TO_READ = {
    "picture left, ᾱ": "ᾱ says how much of the clean picture is left. It counts squares: at 50\u00a0%, each of the "
    "picture's numbers is still multiplied by 0.71, since 0.71 times 0.71 is a half.",
    "size of a step, β": "β is the share of fresh noise in one step. Each grid line is ten times the one below.",
    "signal-to-noise": "In decibels. At 0 picture and noise are mixed by equal factors; ten less is ten times less "
    "picture for the same noise.",
}
