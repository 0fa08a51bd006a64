"""Level 3: what a good reader still makes of a picture on its way into noise."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import streamlit as st
import torch

from diffusion_core.data.critters import ANIMALS, caption, draw
from diffusion_core.evaluation.legibility import BLIND
from diffusion_core.evaluation.noisy_reader import FIRST_EXAM, NoisyReader, load_noisy_reader, singles
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.process.schedules import Schedule
from pages.levels.schedule.choice import Plan
from pages.levels.schedule.legibility import by_average, legibility
from pages.levels.schedule.mixing import mixture, moments, noise
from pages.shared.numbers import fixed, percent
from pages.shared.page import pictures
from pages.shared.player import Curves, Line, Numbers
from pages.shared.player.track import Track

T = 1000
FRAMES = 21
_FINE = 101
EXAM = 100
NAMED = ("linear", "cosine", "sigmoid", "scaled linear")


@dataclass(frozen=True)
class Reading:
    """One critter on its way into noise, and what the reader says at each frame.

    x0: (64, 64, 3) float32; words: what it shows; animal: its place in ANIMALS; beliefs: (F, 8), rows adding up to 1.
    """

    x0: np.ndarray
    words: str
    animal: int
    beliefs: np.ndarray


@st.cache_resource(show_spinner=False, max_entries=1)
def reader() -> NoisyReader:
    """The reader, loaded once. Raises NoWeights."""
    return load_noisy_reader()


@st.cache_data(max_entries=64, show_spinner=False)
def read(number: int, plan: Plan) -> Reading:
    """Noise the critter of that number, one that the reader never saw, and ask the reader at each frame.

    Raises NoWeights.
    """
    words, animal, x0 = _critter(number)
    at = moments(T, frames=FRAMES)
    schedule = plan.make(T)
    levels = torch.tensor([schedule.log_snr(int(t)) for t in at], dtype=torch.float64)
    alpha, sigma = alpha_sigma(levels, x0)
    x = alpha * x0 + sigma * torch.from_numpy(noise()).permute(2, 0, 1)
    return Reading(x0[0].permute(1, 2, 0).numpy(), words, ANIMALS.index(animal), reader().beliefs(x, levels).numpy())


@lru_cache(maxsize=8)
def _critter(number: int) -> tuple[str, str, torch.Tensor]:
    """Its caption, its animal, and the picture (1, 3, 64, 64): the cat with the bow, then critters of the exam."""
    if not number:
        cat = pictures.default()
        return cat.words, pictures.CRITTER["animal"], pictures.to_signed(cat.data)
    seed, scene = _exam()[number - 1]
    return caption(scene), scene.critters[0].animal, draw([seed], scenes=[scene])


@cache
def _exam() -> list:
    source = singles(FIRST_EXAM)
    return [next(source) for _ in range(EXAM)]


def tracks(found: Reading, schedule: Schedule, other: Schedule, *, revealed: bool) -> list[Track]:
    """The noisy picture, what the reader says, and once `revealed`, how often it is right, by t, under both."""
    at = shown(revealed)
    picture = mixture("picture", found.x0, schedule, at, found.words, size="large")
    return [picture, _says(found, schedule, at), *([_rates(schedule, other, at)] if revealed else [])]


def shown(revealed: bool) -> np.ndarray:
    """The t of the frames: the beginning of the way, or all of it."""
    at = moments(T, frames=FRAMES)
    return at if revealed else at[: FRAMES // 5]


def _says(found: Reading, schedule: Schedule, at: np.ndarray) -> Numbers:
    beliefs = found.beliefs[: len(at)]
    order = np.argsort(-beliefs, axis=1)
    rows = {"it names": [ANIMALS[best] for best in order[:, 0]]}
    rows["that is"] = ["right" if best == found.animal else "wrong" for best in order[:, 0]]
    rows["how sure it is"] = [percent(float(row[best])) for row, best in zip(beliefs, order[:, 0], strict=True)]
    rows["its second guess"] = [ANIMALS[best] for best in order[:, 1]]
    rows["in 100 critters it is right"] = [_interval(schedule, int(t)) for t in at]
    formats = dict.fromkeys(rows, "{}")
    return Numbers("says", rows, formats=formats, roles=dict.fromkeys(rows, "guess"),
                   title="what the reader says", size="medium")  # fmt: skip


def _interval(schedule: Schedule, t: int) -> str:
    low, high = (round(100 * end) for end in legibility().ends(schedule, t))
    return f"{low} to {high} times" if low < high else f"{low} times"


def _rates(schedule: Schedule, other: Schedule, at: np.ndarray) -> Curves:
    curve = legibility()
    pair = {schedule.name: (schedule, "solid")}
    pair.setdefault(other.name, (other, "dashed"))
    x = moments(T, frames=_FINE)
    lines = [
        Line(f"{what}, {name}", [100 * seen.rate(one, int(t)) for t in x], role, dash)
        for what, seen, role in (("animal", curve, "guess"), ("place", by_average("place"), "clean"))
        for name, (one, dash) in pair.items()
    ]
    return Curves("rates", x, lines, at=at, title="how often animal and place are named", note="", size="full",
                  role="guess", x_label="moment t", y_label="% of pictures", y_range=(0, 100), digits=1)  # fmt: skip


def spending(plans: tuple[Plan, ...]) -> str:
    """A table in Markdown: the steps that each schedule wastes, by what is looked at, and what it leaves at the end."""
    seen = {"animal": legibility(), "colour": by_average("colour"), "place": by_average("place")}
    heads = " | ".join(f"wasted for the {what}" for what in seen)
    rows = [f"| schedule | {heads} | picture left at the end |", "|---|" + "---:|" * (len(seen) + 1)]
    for plan in plans:
        schedule = plan.make(T)
        wasted = " | ".join(fixed(percent(curve.use(schedule).blind)) for curve in seen.values())
        rows.append(f"| {plan.name} | {wasted} | {fixed(remainder(schedule.alpha_bar[-1].item()))} |")
    return "\n".join(rows)


def remainder(left: float) -> str:
    """A small share in words: "0.47 %", "0.004 %", "below 0.001 %"."""
    return percent(left) if left >= 0.01 else f"{100 * left:.2g} %" if left >= 1e-5 else "below 0.001 %"


def blind_below() -> float:
    """The rate at or below which the reader counts as blind."""
    curve = legibility()
    return curve.chance + BLIND * (curve.right.max() - curve.chance)
