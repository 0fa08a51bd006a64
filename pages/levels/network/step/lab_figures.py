"""Level 4, the break-it lab: what is broken in words, what it did by the recorded figures, and the first guess."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.data.average_picture import training_average
from diffusion_core.sampling.breakages import BREAKAGES, SOUND
from pages.server import drawing
from pages.shared.page.recorded import figure
from pages.shared.player import Pictures
from pages.shared.player.track import Track

NAMES = {
    "one step": "One step, not twenty",
    "two steps": "Two steps, not twenty",
    "five steps": "Five steps, not twenty",
    "no fresh noise, 5 steps": "No fresh noise, in 5 steps",
    "no fresh noise, 20 steps": "No fresh noise, in 20 steps",
    "no fresh noise, 250 steps": "No fresh noise, in 250 steps",
    "told a little less noise": "Told of too little noise",
    "told a little more noise": "Told of too much noise",
    "not clipped": "Guesses not clipped",
    "not clipped, words pull hard": "Guesses not clipped, words pull hard",
    "believed scaled linear": "The schedule stops early, at 0.47 % picture",
    "believed not rescaled": "The schedule stops early, at 36 % picture",
}
"""What is broken, as the menu says it."""

NAMES_OF_SOUND = {
    "DDIM, 20 steps": "Unbroken: DDIM, 20 steps",
    "DDPM, 5 steps": "Unbroken: DDPM, 5 steps",
    "DDPM, 20 steps": "Unbroken: DDPM, 20 steps",
    "DDPM, 250 steps": "Unbroken: DDPM, 250 steps",
    "words pull hard": "Unbroken: DDIM, words pull hard",
}
MEASURES = {
    "right": ("all right", "%"),
    "distance": ("distance", ""),
    "grain": ("fine detail", "shades"),
}
CHANGES = {
    "right": {-1: "less often right", 1: "more often right"},
    "distance": {-1: "more like the program's own pictures", 1: "less like the program's own pictures"},
    "grain": {-1: "smoother", 1: "grainier"},
}
"""What changed against the sound run: below both intervals, or above."""


def name_of(measure: str, run: str) -> str:
    """The name of a claim: "lab: right, one step"."""
    return f"lab: {measure}, {run}"


def differs(measure: str, breakage: str) -> int:
    """-1 or 1 where the figure lies below or above that of its sound run beyond both intervals, else 0."""
    sound, broken = (figure(name_of(measure, run)) for run in (BREAKAGES[breakage].sound, breakage))
    if broken["interval"][1] < sound["interval"][0]:
        return -1
    return int(broken["interval"][0] > sound["interval"][1])


def changes(breakage: str) -> list[str]:
    """In words, all that changed against the sound run beyond chance."""
    found = {measure: differs(measure, breakage) for measure in MEASURES}
    return [CHANGES[measure][side] for measure, side in found.items() if side]


def damaged(breakage: str) -> bool:
    """Whether a damage was found. A run that scores better than the sound one shows that a measure misses something:
    that is no damage."""
    side = {measure: differs(measure, breakage) for measure in MEASURES}
    better = side["right"] > 0 or side["distance"] < 0
    return any(side.values()) and not better


def listed(also: str = "") -> tuple[str, ...]:
    """What the menu offers: the breakages that do damage, and the one that a link names."""
    return tuple(name for name in BREAKAGES if damaged(name) or name == also)


def harmless() -> list[str]:
    """Those that did no damage that we can measure."""
    return [name for name in BREAKAGES if not damaged(name)]


def marked(breakage: str) -> str:
    """As the menu lists it: that no damage was found is said at once."""
    return NAMES[breakage] if damaged(breakage) else f"{NAMES[breakage]} (no damage found)"


def verdict(breakage: str) -> str:
    """One sentence on the damage, from the recorded figures."""
    said = ", and ".join(filter(None, [", ".join(changes(breakage)[:-1]), *changes(breakage)[-1:]]))
    count = figure(name_of("right", breakage))["n"]
    if not said:
        return f"In {count} pictures **no damage was found**, beyond chance."
    if not damaged(breakage):
        return f"Measured on {count} pictures: {said}. It scores better than the unbroken run: **no damage** here."
    return f"Measured on {count} pictures: **{said}**."


def detail_left(breakage: str) -> float:
    """How much of its sound run's fine detail is left, in percent."""
    broken, sound = (figure(name_of("grain", run))["value"] for run in (breakage, BREAKAGES[breakage].sound))
    return 100 * broken / sound


def table(breakage: str) -> str:
    """The sound run, the broken one and drawn pictures, as a table in Markdown."""
    return _table([BREAKAGES[breakage].sound, breakage, "drawn"], intervals=True)


def whole_table() -> str:
    """Every run, the sound ones before what was broken in them. Without intervals, so that it fits on a phone."""
    families = [[sound, *(name for name, one in BREAKAGES.items() if one.sound == sound)] for sound in SOUND]
    return _table([run for family in families for run in family] + ["drawn"], intervals=False)


def _table(runs: Sequence[str], *, intervals: bool) -> str:
    head = ["", *(f"{words} ({unit})" if unit else words for words, unit in MEASURES.values())]
    return "\n".join([_line(head), "|---|" + "---:|" * len(MEASURES), *(_row(run, intervals) for run in runs)])


def _row(run: str, intervals: bool) -> str:
    words = NAMES.get(run) or NAMES_OF_SOUND.get(run) or "Drawn by the program"
    return _line([words, *(_cell(measure, run, intervals) for measure in MEASURES)])


def _cell(measure: str, run: str, intervals: bool) -> str:
    found = figure(name_of(measure, run))
    scale, digits = (100, 0) if MEASURES[measure][1] == "%" else (1, 1)
    value, low, high = (f"{scale * number + 0.0:.{digits}f}" for number in (found["value"], *found["interval"]))
    mark = {-1: "\u00a0↓", 0: "", 1: "\u00a0↑"}[differs(measure, run)] if run in BREAKAGES else ""
    between = f" ({low}\u202fto\u202f{high})" if intervals else ""
    return f"{value}{between}{mark}".replace("-0.0", "0.0").replace("-", "−")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def how_measured() -> str:
    """How the table came about, and what its marks mean."""
    return (
        "Recorded beforehand (the command `make claims` measures it anew), the same noise and words in each run. "
        "*All right*: a reader finds everything that was asked for. *Distance*: how unlike the program's own pictures "
        "they are to that reader, 0 is none (the *kernel distance*). *Fine detail*: what is lost when each pixel takes "
        "the average of its neighbours. In brackets stands the 95 % interval; ↓ and ↑ mark what differs from the "
        "unbroken run beyond both intervals."
    )


@dataclass(frozen=True)
class FirstGuess:
    """The guess from pure noise, told nothing, beside the average of all training pictures.

    guess, average: (3, 64, 64) in [-1, 1]; off: root mean square of their difference, in levels of 255.
    """

    guess: torch.Tensor
    average: torch.Tensor
    off: float


@st.cache_data(max_entries=48, show_spinner=False)
def first_guess(seed: int) -> FirstGuess:
    """Ask the network once, at pure noise, without words. Raises NoWeights and Busy."""
    level = torch.full((1,), -torch.inf, dtype=torch.float64)
    x = Noise([seed], (3, 64, 64))()
    guess, average = drawing.ask(x, level, [""]).x0[0], training_average()
    return FirstGuess(guess, average, 127.5 * float((guess - average).square().mean().sqrt()))


def first_guess_tracks(found: FirstGuess) -> list[Track]:
    """The guess, the true average, and their difference."""
    difference = np.asarray((found.guess - found.average).permute(1, 2, 0))
    return [
        Pictures("guess", found.guess, title="its first guess", role="guess", note=""),
        Pictures("average", found.average, title="true average", role="clean", note=""),
        Pictures("difference", difference, title="difference", note="", alt="grey where there is none"),
    ]
