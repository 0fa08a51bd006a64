"""Level 2: one pixel followed through the run: its three values, the bell of each step, and its neighbours."""

from dataclasses import dataclass

import numpy as np
import torch

from diffusion_core.critters import SIZE
from diffusion_core.forward import walk
from diffusion_core.randomness import generator
from pages.shared.noise_figures import CHANNELS, STEPS, kept, schedule, to_levels
from pages.shared.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, MovingCurves, Numbers, Particles, Pictures, to_bytes
from pages.shared.player.track import Track

PIXEL = (28, 44)
REACH = 4
"""Pixels that the close-up shows on each side."""
LATER = 12
"""The step at which it is measured that steps go on from one another: after two the gap is still small."""
_POINTS = 241


@dataclass(frozen=True)
class Thread:
    """One pixel of a run. values: (T + 1, 3), where -1 is black and 1 full; draws: (T, 3); close: (T + 1, 9, 9, 3)
    uint8, the pixels around it; near, far: over the whole picture, how many levels step LATER ended from where the
    step before ended, and from the original, on average.
    """

    values: np.ndarray
    draws: np.ndarray
    close: np.ndarray
    near: float
    far: float


@dataclass(frozen=True)
class Bells:
    """What each of one number's values was drawn from: middle and width, (T,) each, on the scale of -1 to 1."""

    middles: np.ndarray
    widths: np.ndarray


def followed(data: bytes, seed: int, pixel: tuple[int, int]) -> Thread:
    """One pixel of the run that `noise_figures.noised` films. pixel: (column, row) from the top left."""
    x0, (column, row) = to_signed(data), pixel
    rows, columns = _window(row), _window(column)
    runs, draws = [x0], []
    for step in walk(x0, schedule(), generator(seed)):
        runs.append(step.x)
        draws.append(step.draw[0, :, row, column])
    every = torch.cat(runs)
    near, far = (127.5 * float((every[LATER] - one).abs().mean()) for one in (every[LATER - 1], every[0]))
    values = every[:, :, row, column].numpy()
    return Thread(values, torch.stack(draws).numpy(), to_bytes(every[:, :, rows][..., columns]), near, far)


thread = kept(followed, most=500)


def _window(place: int) -> slice:
    """Nine rows or columns with that one among them, in its middle unless the edge is near."""
    first = min(max(place - REACH, 0), SIZE - 2 * REACH - 1)
    return slice(first, first + 2 * REACH + 1)


def bells_of(values: np.ndarray) -> Bells:
    """The bell of each step, around the old value, shrunk (Ho et al. 2020, eq. 2). values: (T + 1,) of one number."""
    betas = schedule().betas.numpy()
    return Bells(np.sqrt(1 - betas) * values[:-1], np.sqrt(betas))


def tracks(picture: Picture, one: Thread, pixel: tuple[int, int], channel: str, *, told: bool) -> list[Track]:
    """The picture to click on, the pixel close up, its three values, the bell of each step, and the step as a sum.

    told: the whole run with the bell of the step to come; else the first step alone.
    """
    until = STEPS if told else 1
    number = CHANNELS.index(channel)
    shown = [
        Pictures(
            "picture",
            picture.pixels(),
            title="the original: click a pixel",
            role="clean",
            note="",
            size="large",
            alt=picture.words,
        ),
        _close_up(one.close[: until + 1], pixel),
        _bells(one.values[:, number], until),
        _sum(one, number, until),
    ]
    return [*shown, _path(one.values, channel)] if told else shown


def _close_up(close: np.ndarray, pixel: tuple[int, int]) -> Particles:
    """The neighbours as squares, and a frame of dots around the pixel itself."""
    side = close.shape[1]
    corner = np.array([place - _window(place).start for place in pixel])
    along = np.linspace(0, 1, 25)
    ones, zeros = np.ones_like(along), np.zeros_like(along)
    edges = [(along, zeros), (along, ones), (zeros, along), (ones, along)]
    square = np.concatenate([np.stack(edge, axis=1) for edge in edges])
    dots = np.clip((corner + square) / side, 0, 1)
    return Particles("close", np.repeat(dots[None], len(close), axis=0), shade=close, colours=("plain",), radius=7,
                     opacity=1, title="close up", role="noisy", size="small",
                     alt="the pixel and its neighbours, close up")  # fmt: skip


def _path(values: np.ndarray, channel: str) -> Curves:
    levels = to_levels(values)
    lines = [Line(name, levels[:, i], "plain" if name == channel else "noisy", _dash(name, channel))
             for i, name in enumerate(CHANNELS)]  # fmt: skip
    reach = min(0.0, float(levels.min()) - 10), max(255.0, float(levels.max()) + 10)
    return Curves("path", np.arange(STEPS + 1.0), lines, title="its red, green and blue, step by step", trail=True,
                  size="full", y_range=reach, x_label="step t", y_label="on the scale of 0 to 255",
                  digits=0)  # fmt: skip


def _dash(name: str, channel: str) -> str:
    others = [one for one in CHANNELS if one != channel]
    return "solid" if name == channel else ("role", "dashed")[others.index(name)]


def _bells(values: np.ndarray, until: int) -> MovingCurves:
    """Each bell as high as the others, for what counts is where it stands and how wide it is."""
    bells = bells_of(values)
    x = _axis(values, bells, until)
    shapes = np.exp(-(((x - bells.middles[:, None]) / bells.widths[:, None]) ** 2) / 2)
    none = np.full((1, len(x)), np.nan)
    lines = [
        Line("old value", _pegs(x, np.append(np.nan, values[:-1]))[: until + 1], "plain", "solid"),
        Line("the bell, around the old value shrunk a little", np.concatenate([none, shapes])[: until + 1], "noise"),
    ]
    if until > 1:
        coming = np.concatenate([shapes, none])[: until + 1]
        lines.append(Line("the bell of the next step, if any", coming, "noisy", "solid"))
    landed = to_levels(np.append(np.nan, values[1:]))[: until + 1]
    return MovingCurves("bell", to_levels(x), lines, at=landed, title="where the new value fell", note="", size="large",
                        role="noise", x_label="on the scale of 0 to 255", y_range=(0, 1.05), filled=True,
                        alt="the bell that the new value was drawn from, and where it fell")  # fmt: skip


def _pegs(x: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(F, M): in each frame a small peg on the axis at that place, none where it is not a number."""
    rows = np.full((len(places), len(x)), np.nan)
    for frame, place in enumerate(places):
        if np.isfinite(place):
            nearest = int(np.clip(np.abs(x - place).argmin(), 1, len(x) - 2))
            rows[frame, nearest - 1 : nearest + 2] = 0.0, 0.12, 0.0
    return rows


def _axis(values: np.ndarray, bells: Bells, until: int) -> np.ndarray:
    reach = 3.5 * bells.widths[:until]
    low, high = bells.middles[:until] - reach, bells.middles[:until] + reach
    return np.linspace(min(low.min(), values[: until + 1].min()), max(high.max(), values[: until + 1].max()), _POINTS)


def _sum(one: Thread, number: int, until: int) -> Numbers:
    """now = kept · before + width · draw, from old value to new. Before the first step nothing was drawn."""
    betas, values = schedule().betas.numpy(), one.values[:, number]
    rows = {
        "old value": np.append(values[0], values[:-1]),
        "shrunk": np.append(1.0, np.sqrt(1 - betas)),
        "plus one draw": np.append(0.0, one.draws[:, number]),
        "made small": np.append(0.0, np.sqrt(betas)),
        "new value": values,
        "on 0 to 255": np.array([on_screen(level) for level in to_levels(values).tolist()]),
    }
    formats = {"old value": "{:.3f}", "shrunk": "× {:.4f}", "plus one draw": "{:+.2f}", "made small": "× {:.4f}",
               "new value": "= {:.3f}", "on 0 to 255": "{}"}  # fmt: skip
    roles = dict.fromkeys(("old value", "new value", "on 0 to 255"), "noisy")
    roles |= dict.fromkeys(("plus one draw", "made small"), "noise")
    cut = {label: row[: until + 1] for label, row in rows.items()}
    return Numbers("sum", cut, formats=formats, roles=roles, title=f"its {CHANNELS[number]}, on −1 to 1")


def on_screen(level: float) -> str:
    """A level, and what the screen shows of it where it lies outside 0 to 255."""
    return f"{level:.0f}" if 0 <= round(level) <= 255 else f"{level:.0f}, shown as {min(max(round(level), 0), 255)}"
