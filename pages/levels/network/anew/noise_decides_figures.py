"""Draw anew: one noise, and what different samplers make of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.process.prediction import clipped
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, ddpm, path, run
from pages.levels.network.anew.asking import OTHER_CHANCE, SHAPE, asking, common, cosine, last, noise
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures, Still, to_bytes
from pages.shared.player.track import Track

FEW, USUAL, MANY = 5, 20, 100
WAYS = (("DDIM", f"{FEW} steps"), ("DDIM", f"{MANY} steps"), ("DDPM", f"{USUAL} steps"), ("DDPM", "once more"))
"""Sampler of each, and what is said beside it."""


@dataclass(frozen=True)
class Twice:
    """The same noise, drawn from twice by the same sampler. picture: (1, 3, 64, 64); different: numbers that differ."""

    picture: Tensor
    again: Tensor
    different: int


@st.cache_data(max_entries=32, show_spinner="The network draws twice …")
def twice(seed: int) -> Twice:
    """DDIM in 20 steps, told nothing, twice, one after the other. Raises NoWeights and Busy."""
    one, other = (last(ddim(noise([seed]), path(cosine(), USUAL), no_chance), asking()) for _ in range(2))
    return Twice(one, other, int((to_bytes(one) != to_bytes(other)).sum()))


def four_ways(seed: int) -> Work[list[Tensor]]:
    """A picture for each of WAYS, (1, 3, 64, 64), all from the noise of this seed and told nothing."""
    start, passes = noise([seed]), FEW + MANY + USUAL
    done, x, found = 0, start, []
    chance = Noise([seed + OTHER_CHANCE, seed + 2 * OTHER_CHANCE], SHAPE)
    runs = (
        ddim(start, path(cosine(), FEW), no_chance),
        ddim(start, path(cosine(), MANY), no_chance),
        ddpm(start.expand(2, -1, -1, -1), path(cosine(), USUAL), chance),
    )
    for sampler in runs:
        for step in run(sampler, clipped(asking())):
            done, x = done + 1, step.x
            yield done / passes
        found += x.clamp(-1, 1).split(1)
    return found


def twice_tracks(seed: int, found: Twice, *, again: bool) -> list[Track]:
    """The noise, the picture that came of it, and where `again` the one that came of it the second time."""
    once = [
        Still("noise", noise([seed])[0], title="the noise", role="noise", note=""),
        Pictures("once", found.picture[0], title="DDIM", role="guess", note=f"{USUAL} steps"),
    ]
    more = Pictures("again", found.again[0], title="once more", role="guess", note="")
    return [*once, more] if again else once


def way_tracks(pictures: Sequence[Tensor]) -> list[Track]:
    """The four pictures."""
    return [
        Pictures(f"way{i}", picture[0], title=way, role="guess", note=said)
        for i, ((way, said), picture) in enumerate(zip(WAYS, pictures, strict=True))
    ]


def in_common(usual: Tensor, pictures: Sequence[Tensor]) -> dict[str, int]:
    """Of six things, how many are in common: "close", DDIM's in USUAL and in MANY steps; "free", DDPM's two."""
    return {"close": common(usual, pictures[1]), "free": common(pictures[2], pictures[3])}
