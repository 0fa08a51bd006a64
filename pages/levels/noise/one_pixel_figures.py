"""Level 2: one pixel followed through the run: its three values, the bell of each step, and its neighbours."""

from dataclasses import dataclass

import numpy as np
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import SIZE
from diffusion_core.process.forward import walk
from pages.levels.noise.scales import CHANNELS, STEPS, on_screen, schedule, to_levels
from pages.shared.keeping.remembered import remembered
from pages.shared.page.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, MovingCurves, Numbers, Particles, Pictures
from pages.shared.player.track import Track

PIXEL = (28, 44)
REACH = 4
"""Pixels that the close-up shows on each side."""
BARE = 3
"""The first steps are shown without their bells: first the speck moves."""
FILM = 24
"""Steps that can be scrubbed: later bells are so wide that the first ones would look like strokes beside them."""
SHOWN = range(FILM + 1)
"""The t of each frame."""
BEYOND = 1.5
"""How far the line reaches at least, on the scale of −1 to 1."""
LEFT, FADES = "left by the step before", "fades towards the middle"
_POINTS = 241


@dataclass(frozen=True)
class Thread:
    """One pixel of a run. values: (T + 1, 3), where -1 is black and 1 full; draws: (T, 3); close: (T + 1, 9, 9, 3)
    uint8, the pixels around it. Over the whole picture, in levels: spread, run_off: how far the last step ended from
    the middle (the root of the mean square), and would have ended under the same draws if nothing ever faded.
    """

    values: np.ndarray
    draws: np.ndarray
    close: np.ndarray
    spread: float
    run_off: float


@dataclass(frozen=True)
class Bells:
    """What each of one number's values was drawn from: middle and width, (T,) each, on the scale of -1 to 1."""

    middles: np.ndarray
    widths: np.ndarray


def followed(data: bytes, seed: int, pixel: tuple[int, int]) -> Thread:
    """One pixel of the run that `whole_picture_figures.noised` films. pixel: (column, row) from the top left."""
    x0, (column, row) = to_signed(data), pixel
    rows, columns = _window(row), _window(column)
    values, close, draws = [x0[0, :, row, column]], [x0[..., rows, columns]], []
    unfaded = x0
    for step in walk(x0, schedule(), generator(seed)):
        unfaded = unfaded + step.beta**0.5 * step.draw
        values.append(step.x[0, :, row, column])
        draws.append(step.draw[0, :, row, column])
        close.append(step.x[..., rows, columns])
    spread, run_off = (127.5 * float(x.square().mean().sqrt()) for x in (step.x, unfaded))
    return Thread(torch.stack(values).numpy(), torch.stack(draws).numpy(), on_screen(torch.cat(close)), spread, run_off)


thread = remembered(followed, most=500)


def _window(place: int) -> slice:
    """Nine rows or columns with that one among them, in its middle unless the edge is near."""
    first = min(max(place - REACH, 0), SIZE - 2 * REACH - 1)
    return slice(first, first + 2 * REACH + 1)


def bells_of(values: np.ndarray) -> Bells:
    """The bell of each step, around the old value, faded (Ho et al. 2020, eq. 2). values: (t + 1,) of one number."""
    betas = schedule().betas.numpy()[: len(values) - 1]
    return Bells(np.sqrt(1 - betas) * values[:-1], np.sqrt(betas))


def tracks(picture: Picture, one: Thread, pixel: tuple[int, int], channel: str) -> list[Track]:
    """The picture to click on, a number of the pixel as a speck on a line with its bells, the pixel close up, each of
    the first FILM steps as a sum, and the way of the three values."""
    number = CHANNELS.index(channel)
    return [
        Pictures(
            "picture",
            picture.pixels(),
            title="the original: click a pixel",
            role="clean",
            note="",
            size="main",
            alt=picture.words,
        ),
        # beside the picture, or right under it on a phone, for a click changes it
        _bells(one.values[: FILM + 1, number], channel),
        _close_up(one.close[: FILM + 1], pixel),
        _sum(one, number),
        _path(one.values, channel),
    ]


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
    lines = [Line(name, levels[:, i], "plain" if name == channel else "noisy", _dash(name, channel), hue=name)
             for i, name in enumerate(CHANNELS)]  # fmt: skip
    reach = min(0.0, float(levels.min()) - 10), max(255.0, float(levels.max()) + 10)
    return Curves("path", np.arange(STEPS + 1.0), lines, at=np.arange(FILM + 1.0), size="full", y_range=reach, digits=0,
                  title=f"its red, green and blue over all {STEPS} steps", x_label="step t",
                  y_label="value; a screen shows 0 to 255")  # fmt: skip


def _dash(name: str, channel: str) -> str:
    others = [one for one in CHANNELS if one != channel]
    return "solid" if name == channel else ("role", "dashed")[others.index(name)]


def _bells(values: np.ndarray, channel: str) -> MovingCurves:
    """The speck, where it stood before, and from step BARE + 1 on the bell that it was drawn from.

    Each bell is as high as the others: what counts is where it stands and how wide it is.
    """
    bells = bells_of(values)
    x = _axis(values, bells)
    shapes = np.exp(-(((x - bells.middles[:, None]) / bells.widths[:, None]) ** 2) / 2)
    shapes = np.vstack([np.full_like(x, np.nan), shapes])
    shapes[: BARE + 1] = np.nan
    before = np.append(np.nan, values[:-1])
    lines = [
        Line("where it stood before: the spike", _pegs(x, before), "noisy", "solid"),
        Line("where it was likely to land", shapes, "noise"),
    ]
    return MovingCurves("bell", to_levels(x), lines, at=to_levels(values), at_name="where it stands now",
                        speck=True, title=f"how bright its {channel} is", note="", size="main", role="noise",
                        x_label="0 is none, 255 is full", y_range=(0, 1.05), filled=True,
                        alt="a speck on a line, where it stood before, and the bell it was drawn from")  # fmt: skip


def _pegs(x: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(F, M): in each frame a small peg on the axis at that place, none where it is not a number."""
    rows = np.full((len(places), len(x)), np.nan)
    for frame, place in enumerate(places):
        if np.isfinite(place):
            nearest = int(np.clip(np.abs(x - place).argmin(), 1, len(x) - 2))
            rows[frame, nearest - 1 : nearest + 2] = 0.0, 0.12, 0.0
    return rows


def _axis(values: np.ndarray, bells: Bells) -> np.ndarray:
    """From well below none to well above full: a value may run past both."""
    reach = 3 * bells.widths
    ends = [np.array([-BEYOND, BEYOND]), bells.middles - reach, bells.middles + reach, values]
    return np.linspace(min(end.min() for end in ends), max(end.max() for end in ends), _POINTS)


def _sum(one: Thread, number: int) -> Numbers:
    """From the old value to the new, in levels. Before the first step nothing was drawn."""
    levels = to_levels(one.values[:, number])
    kept = np.append(1.0, np.sqrt(1 - schedule().betas.numpy()))
    before = np.append(levels[0], levels[:-1])
    faded = (kept - 1) * (before - to_levels(np.zeros(1)))
    rows = {LEFT: before, FADES: faded, "chance adds": levels - before - faded, "now": levels}
    formats = {LEFT: "{:.1f}", FADES: "{:+.1f}", "chance adds": "{:+.1f}", "now": "= {:.1f}"}
    roles = {LEFT: "noisy", "chance adds": "noise", "now": "noisy"}
    return Numbers("sum", {label: row[: FILM + 1] for label, row in rows.items()}, formats=formats, roles=roles,
                   size="medium", title=f"its {CHANNELS[number]}; a screen shows 0 to 255")  # fmt: skip


def as_in_the_formula(one: Thread, channel: str) -> tuple[float, float, float, float, float]:
    """Step 1 on the scale of -1 to 1: new value, what fades, old value, what makes small, draw."""
    number, beta = CHANNELS.index(channel), float(schedule().betas[0])
    old, new, draw = one.values[0, number], one.values[1, number], one.draws[0, number]
    return float(new), (1 - beta) ** 0.5, float(old), beta**0.5, float(draw)
