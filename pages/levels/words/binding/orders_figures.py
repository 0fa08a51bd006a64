"""5.6: one noise, and the same words in two orders."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import streamlit as st

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.data.word_order import backwards
from diffusion_core.evaluation.claims.order import APART, BACKWARDS, NO_ARTICLES, SHUFFLED, WRITTEN
from diffusion_core.sampling.defaults import STEPS
from diffusion_core.sampling.job import Job
from pages.levels.words.binding import reading
from pages.server import drawing
from pages.shared.page.recorded import figure, percent
from pages.shared.player import Pictures, place_of_picture, to_bytes
from pages.shared.player.track import Track

CAPTION = "a red cat with a hat and a blue dog in the meadow"
WAYS = {
    WRITTEN: "as written",
    NO_ARTICLES: "without “a” and “an”",
    APART: "each word read alone",
    BACKWARDS: "backwards",
    SHUFFLED: "shuffled",
}
"""The ways that were counted, as the page names them."""


class Film(NamedTuple):
    """A drawing: frames (STEPS + 1, 64, 64, 3) uint8 from the noise to the picture; sees: what our reader names in it;
    place: where that is."""

    frames: np.ndarray
    sees: str
    place: str


def as_order(text: str) -> str | None:
    """An order of the caption's words, or of some of them, where the text is one; else None."""
    said = Counter(text.split(" "))
    return text if text and said <= Counter(CAPTION.split()) else None


def default_order() -> str:
    """What stands there until words were moved."""
    return backwards(CAPTION)


@st.cache_data(max_entries=32, show_spinner="The network draws …")
def films(jobs: tuple[Job, ...]) -> list[Film]:
    """The one picture of each job, drawn together. Raises NoWeights and Busy."""
    runs = [drawing.steps(job) for job in jobs]  # all of them are under way before the first is followed
    return [_film(job, [step.x for step in run]) for job, run in zip(jobs, runs, strict=True)]


def _film(job: Job, states: list) -> Film:
    start = Noise([job.seed], (3, SIZE, SIZE))()
    frames = np.concatenate([to_bytes(x) for x in (start, *states)])
    (code,) = reading.codes(states[-1]).tolist()
    return Film(frames, reading.in_words(code), reading.place(code))


def jobs(asked: Sequence[tuple[str, str]], seed: int) -> tuple[Job, ...]:
    """One picture a pair of network ("" for the usual one) and caption, all out of one noise."""
    return tuple(Job(weights or "critters", caption, seed, steps=STEPS) for weights, caption in asked)


def tracks(drawn: Sequence[Film], titles: Sequence[str]) -> list[Track]:
    """The film of the caption as written, and beside it another one, or its place. titles: "" for the first."""
    names = {"written": "as written", "other": ""}
    found: list[Track] = [
        Pictures(name, film.frames, title=title or words, role="guess", note="", size="main")
        for (name, words), film, title in zip(names.items(), drawn, titles, strict=False)
    ]
    return found if len(found) == len(names) else [*found, place_of_picture("other", title=titles[1], size="main")]


def labels() -> list[str]:
    """Of the frames."""
    return ["pure noise", *(f"step {i} of {STEPS}" for i in range(1, STEPS + 1))]


def table() -> str:
    """What was counted of the ways, as a table in Markdown."""
    rows = [f"| {name} | {_cell(f'order: right, two, {way}')} |" for way, name in WAYS.items()]
    return "\n".join(["| the words of two critters | all right |", "|---|---|", *rows])


HATS = {
    "hat stays": "on the right animal alone",
    "hat moves": "on the other one alone: swapped",
    "both wear": "on both",
    "none wears": "on none",
}
"""What may become of the one thing that is worn, as a table calls it."""


def hat_table() -> str:
    """What became of the one thing that is worn between two, as a table in Markdown."""
    rows = [
        f"| {name} | {_cell(f'order: {what}, {WRITTEN}')} | {_cell(f'order: {what}, {APART}')} |"
        for what, name in HATS.items()
    ]
    return "\n".join(["| what one of two wears | as written | each word read alone |", "|---" * 3 + "|", *rows])


def _cell(name: str) -> str:
    low, high = figure(name)["interval"]
    return f"{percent(name)} ({100 * low:.0f} to {100 * high:.0f})"
