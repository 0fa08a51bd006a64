"""Level 4: when, on the way from noise to a new picture, it is settled what the picture shows."""

from dataclasses import dataclass

import streamlit as st
import torch

from diffusion_core.evaluation.settling import SETTLING, stays_from
from diffusion_core.sampling.job import Job
from pages.levels.network.reading import read
from pages.server import drawing
from pages.shared.player import Pictures
from pages.shared.player.track import Track

NAMES = {"place": "the place", "worn": "what it wears", "animal": "the animal", "colour": "the colour"}
"""What is watched on the way, as the page names it."""


@dataclass(frozen=True)
class Settled:
    """A run as the reader saw it. shows: by the names of SETTLING, what it reads in the finished picture; since: the
    frame from whose guess on it reads the same to the end, the noise being frame 0."""

    shows: dict[str, str]
    since: dict[str, int]

    @property
    def last(self) -> int:
        """The frame from which all of it stays."""
        return max(self.since.values())


@st.cache_data(max_entries=64, show_spinner="The network draws …")
def settled(job: Job) -> Settled:
    """The one picture of a job, drawn, and its guesses read. Raises NoWeights and Busy."""
    guesses = [step.x0 for step in drawing.steps(job)]
    found = read(torch.cat(guesses))
    return Settled(found[-1], {name: stays_from([one[name] for one in found]) for name in SETTLING})


def notches(found: Settled) -> list[tuple[int, str]]:
    """On the film's bar: from when on each thing stays, the first settled first."""
    order = sorted(found.since.items(), key=lambda pair: pair[1])
    return [(frame, f"{NAMES[name]}: {found.shows[name]}") for name, frame in order]


def noise_track(picture: torch.Tensor) -> Track:
    """The noise that it begins with, (1, 3, 64, 64)."""
    return Pictures("start", picture[0], title="pure noise: no picture lies under it", role="noise", note="",
                    size="medium")  # fmt: skip
