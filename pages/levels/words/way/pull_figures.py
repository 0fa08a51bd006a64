"""5.5: the pull of words as a sum of pictures, sixteen pictures under it, and the same where the answer is exact."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from diffusion_core.evaluation.claims.words_pull import PULLS
from diffusion_core.process.prediction import Prediction
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.defaults import ANY_LEVEL
from diffusion_core.sampling.guidance import guide, matters
from diffusion_core.sampling.guided_points import guided_way, spread_of, wanted_spread
from diffusion_core.sampling.job import Job
from pages.server import drawing
from pages.shared.page.recorded import figure
from pages.shared.player import Curves, Line, Particles, Pictures
from pages.shared.player.track import Track

POINTS, EVERY = 600, 3
"""How many points walk back to their moon, and every how many steps is shown."""
STRENGTHS = (1.0, 2.0, 4.0, 10.0)
HALF_WIDTH = 2.6
"""The box of points reaches so far from its middle."""


@dataclass(frozen=True)
class Pulled:
    """Of one run, at each step: told, untold: the two guesses, and pulled: the one that is followed, before it is
    clipped, (STEPS, 3, 64, 64); counts: whether the pull counts at this step."""

    told: Tensor
    untold: Tensor
    pulled: Tensor
    counts: list[bool]


def all_the_way(job: Job) -> Job:
    """The same with its pull at every step."""
    return Job(caption=job.caption, seed=job.seed, count=job.count, guidance=job.guidance, pull_from=-ANY_LEVEL,
               pull_to=ANY_LEVEL)  # fmt: skip


@st.cache_data(max_entries=24, show_spinner="The network guesses twice …")
def pulled(job: Job) -> Pulled:
    """The two guesses in every step of the job's one picture. Raises NoWeights and Busy."""
    start = Noise([job.seed], (3, SIZE, SIZE))()
    x = torch.cat([start, *(step.x for step in drawing.steps(job))][:-1])
    levels = torch.tensor(_levels(job), dtype=torch.float64)
    both = drawing.ask(torch.cat([x, x]), torch.cat([levels, levels]), [job.caption] * len(x) + [""] * len(x))
    told, untold = (Prediction(*(part[rows] for part in both)) for rows in (slice(len(x)), slice(len(x), None)))
    counts = [matters(level, job.pull_from, job.pull_to) for level in levels.tolist()]
    led = guide(told, untold, job.guidance).x0
    return Pulled(told.x0, untold.x0, torch.where(torch.tensor(counts)[:, None, None, None], led, told.x0), counts)


def _levels(job: Job) -> list[float]:
    schedule = make_schedule(job.schedule, job.T)
    return [schedule.log_snr(job.T * (1 - i / job.steps)) for i in range(job.steps)]


def sum_tracks(job: Job, found: Pulled) -> list[Track]:
    """The guess that is followed, and below it the two that it is made of and the arrow between them."""
    strength = [f"{job.guidance:g} ×" if counts else "1 ×" for counts in found.counts]
    return [
        Pictures("pulled", found.pulled, title="the guess it follows", role="guess", note="", size="main"),
        Pictures("untold", found.untold, title="guess, told nothing", role="guess", note="", size="main", sign="="),
        Pictures("arrow", found.told - found.untold, title="with words, less without: what they want", role="plain",
                 note="", size="main", sign="+", times=strength),
    ]  # fmt: skip


def labels(job: Job, found: Pulled) -> list[str]:
    """One for each frame."""
    schedule = make_schedule(job.schedule, job.T)
    shares = [1 - schedule.alpha_bar_at(job.T * (1 - i / job.steps)) for i in range(job.steps)]
    rest = ("", " · here it isn't pulled")
    return [
        f"step {i} of {job.steps} · noise {100 * share:.0f} %{rest[not counts]}"
        for i, (share, counts) in enumerate(zip(shares, found.counts, strict=True), 1)
    ]


@st.cache_data(max_entries=16, show_spinner=False)
def way_of_points(strength: float, seed: int) -> np.ndarray:
    """(F, POINTS, 2) in [0, 1], y pointing down."""
    way = guided_way(strength, POINTS, seed)[::EVERY]
    return (0.5 + torch.stack([way[..., 0], -way[..., 1]], -1) / (2 * HALF_WIDTH)).clamp(0, 1).numpy()


@st.cache_data(max_entries=16, show_spinner=False)
def exact_variety(strength: float) -> float:
    """How varied the points end up, in parts of the moon's own variety, exactly guided."""
    return spread_of(guided_way(strength, 2000, 0)[-1]) / wanted_spread()


def point_tracks(strength: float, seed: int) -> list[Track]:
    """The points pulled by 1, and by the strength that was chosen, and how varied they end up by strength."""
    return [
        Particles("by one", way_of_points(1.0, seed), colours=("guess",), title="pull 1", role="guess", note="",
                  size="medium", radius=6),
        Particles("by more", way_of_points(strength, seed), colours=("guess",), title=f"pull {strength:g}",
                  role="guess", note="", size="medium", radius=6),
        variety(),
    ]  # fmt: skip


def variety() -> Track:
    """How varied what comes out is by strength, of exact points and of our network's pictures; 1: as what it learnt."""
    lines = [
        Line("points, exactly", np.array([exact_variety(one) for one in STRENGTHS]), "clean"),
        Line("our network", np.array([figure(f"pull: varied, {one:g}")["value"] for one in STRENGTHS]), "guess"),
    ]
    return Curves("variety", np.array(STRENGTHS), lines, at=np.array([1.0]), x_label="pull", size="full",
                  y_range=(0, 1.2), title="how varied they are; 1 is as varied as what was learnt from")  # fmt: skip


def network_rows() -> dict[str, str]:
    """What was compared, by the names of the claims, as a table calls it."""
    names = {"1": "no pull", "4": "4, in the middle of the way: how we draw", "4, all the way": "4, at every step",
             "10": "10, in the middle of the way", "10, all the way": "10, at every step",
             "away from a worse self": "away from a worse self, 1.5"}  # fmt: skip
    return {pull: names.get(pull, pull) for pull in PULLS}
