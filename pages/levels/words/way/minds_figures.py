"""5.4: one noise, and what comes of it when one word of the sentence changes later and later."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.data.critters import Scene, caption
from diffusion_core.evaluation.claims.words_until import AT, MIND, name_of
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.defaults import STEPS
from diffusion_core.sampling.job import Job
from pages.levels.words.way.sentence import NAMES
from pages.server import drawing
from pages.shared.keeping.with_progress import Work
from pages.shared.page.recorded import figure
from pages.shared.player import Curves, Line, Pictures
from pages.shared.player.track import Track

TOGETHER = 4
"""So many pictures are drawn at once, so that progress is seen."""
HUES = {"place": "green", "worn": "blue", "animal": "linear", "colour": "red", "expression": "scaled linear"}
HALFWAY = AT.index(10)


@dataclass(frozen=True)
class Minds:
    """ends: (len(AT), 3, 64, 64), the finished picture when the later words came after each of AT steps; one, other:
    the word at first, and the later one."""

    ends: Tensor
    one: str
    other: str


def job_of(first: Scene, later: Scene, seed: int, at: int) -> Job:
    """The picture that is told one caption for so many steps, and then the other."""
    if at == 0:
        return Job(caption=caption(later), seed=seed)
    return Job(caption=caption(first), then=caption(later), switch=at, seed=seed)


def minds(first: Scene, later: Scene, seed: int, one: str, other: str) -> Work[Minds]:
    """All of AT, a few at a time. Raises NoWeights and Busy."""
    ends: list[Tensor] = []
    for some in range(0, len(AT), TOGETHER):
        jobs = [job_of(first, later, seed, at) for at in AT[some : some + TOGETHER]]
        ends += [step.x for step in drawing.last_steps(jobs)]
        yield len(ends) / len(AT)
    return Minds(torch.cat(ends), one, other)


def before_tracks(first: Scene, seed: int) -> list[Track]:
    """What there is before the bet: where the picture stands halfway, and how it ends when no word changes.

    Raises NoWeights and Busy.
    """
    halfway, end = halfway_and_end(first, seed)
    return [
        Pictures("end", end, title="how it ends if no word changes", role="guess", note="", size="main"),
        Pictures("halfway", halfway, title="after 10 of 20 steps", role="noisy", note="", size="main"),
    ]  # fmt: skip


@st.cache_data(max_entries=32, show_spinner="The network draws …")
def halfway_and_end(scene: Scene, seed: int) -> tuple[Tensor, Tensor]:
    """(3, 64, 64) twice. Raises NoWeights and Busy."""
    steps = list(drawing.steps(Job(caption=caption(scene), seed=seed)))
    return steps[STEPS // 2 - 1].x[0], steps[-1].x[0]


def tracks(found: Minds, field: str) -> list[Track]:
    """The finished picture by when the word changed; beside it, how often each kind of word obeyed over many."""
    return [
        Pictures("end", found.ends, title="how it ended", role="guess", note="", size="main"),
        curves(field),
    ]  # fmt: skip


def curves(field: str) -> Track:
    """How often the later word got its way, as recorded. field: whose line is drawn through."""
    lines = [
        Line(NAMES[one], 100 * np.array([figure(name_of(one, at))["value"] for at in AT]), dash=_dash(one == field),
             hue=HUES[one])
        for one in MIND
    ]  # fmt: skip
    return Curves("obeyed", np.array(AT, dtype=np.float64), lines, y_range=(0, 100), digits=0, size="main",
                  x_label=f"the word changes after … of {STEPS} steps", y_label="% in which the later word got its way",
                  title=f"counted over {figure(name_of(field, 10))['n']} pictures")  # fmt: skip


def _dash(whole: bool) -> str:
    return "solid" if whole else "dashed"


def labels() -> list[str]:
    """One for each frame: when the word changed, and how much was noise then."""
    schedule, usual = make_schedule("cosine", 1000), Job()
    left = [1 - schedule.alpha_bar_at(usual.T * (1 - at / STEPS)) for at in AT]
    return [
        f"changed after {at} of {STEPS} steps · noise {100 * share:.0f} %" for at, share in zip(AT, left, strict=True)
    ]
