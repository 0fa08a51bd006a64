"""Level 4: when, on the way from noise to a new picture, it is settled what the picture shows."""

from dataclasses import dataclass

import streamlit as st
import torch

from diffusion_core.sampling.job import Job
from pages.levels.network.reading import WORDS, read
from pages.server import drawing
from pages.shared.player import Numbers, Pictures
from pages.shared.player.track import Track

ROWS = {"place": "the place", "worn": "what it wears", "animal": "the animal", "colour": "its colour"}


@dataclass(frozen=True)
class Settled:
    """A run as the reader saw it. seen: by the names of WORDS, what it read in the guess of each frame, the noise being
    frame 0; since: the frame from which it reads the same to the end."""

    seen: dict[str, list[str]]
    since: dict[str, int]

    @property
    def last(self) -> int:
        """The frame from which all of it stays."""
        return max(self.since.values())


@st.cache_data(max_entries=64, show_spinner="The network draws …")
def settled(job: Job) -> Settled:
    """The one picture of a job, drawn, and its guesses read. Raises NoWeights and Busy."""
    guesses = [step.x0 for step in drawing.steps(job)]
    # the last frame, the finished picture, stands beside the last guess
    found = read(torch.cat([*guesses, guesses[-1]]))
    seen = {name: [one[name] for one in found] for name in WORDS}
    return Settled(seen, {name: stays_from(words) for name, words in seen.items()})


def stays_from(words: list[str]) -> int:
    """From which place on the words are the same to the end."""
    changes = [i for i, word in enumerate(words) if word != words[-1]]
    return changes[-1] + 1 if changes else 0


def mark_track(found: Settled) -> Track:
    """For each thing what the reader sees in the guess, and from where it stays, a mark; the first settled first."""
    rows = {
        ROWS[name]: [
            f"{word} ✓ since step {found.since[name]}" if frame >= found.since[name] else f"{word}?"
            for frame, word in enumerate(found.seen[name])
        ]
        for name in sorted(ROWS, key=found.since.__getitem__)
    }
    return Numbers("marks", rows, formats=dict.fromkeys(rows, "{}"), roles=dict.fromkeys(rows, "guess"), size="full",
                   title="what the guess shows, and what is settled")  # fmt: skip


def noise_track(picture: torch.Tensor) -> Track:
    """The noise that it begins with, (1, 3, 64, 64)."""
    return Pictures("start", picture[0], title="pure noise: no picture lies under it", role="noise", note="",
                    size="main")  # fmt: skip
