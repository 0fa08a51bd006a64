"""Draw anew: one noise, and what different samplers make of it."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.process.prediction import clipped
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, ddpm, path, run
from pages.levels.network.asking import OTHER_CHANCE, SHAPE, asking, cosine, last, noise
from pages.levels.network.reading import common
from pages.levels.network.side_by_side import side_by_side
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures, Still, to_bytes
from pages.shared.player.track import Track

USUAL, MANY = 20, 100


@dataclass(frozen=True)
class Ways:
    """Out of one noise, told nothing: DDIM in USUAL steps and in MANY, DDPM twice in USUAL steps, and under the linear
    schedule DDPM twice more.

    films: (USUAL + 1, 6, 64, 64, 3) uint8, the noise first; ends: (6, 3, 64, 64).
    """

    films: np.ndarray
    ends: Tensor


@st.cache_data(max_entries=32, show_spinner="The network draws …")
def once(seed: int) -> Tensor:
    """DDIM in USUAL steps, told nothing: (1, 3, 64, 64). Raises NoWeights and Busy."""
    return last(ddim(noise([seed]), path(cosine(), USUAL), no_chance), asking())


@st.cache_data(max_entries=32, show_spinner="The network draws it again …")
def different(seed: int) -> int:
    """Of the 12,288 numbers of that picture, how many come out otherwise when it is drawn once more."""
    again = last(ddim(noise([seed]), path(cosine(), USUAL), no_chance), asking())
    return int((to_bytes(once(seed)) != to_bytes(again)).sum())


def six_ways(seed: int) -> Work[Ways]:
    """All six from the noise of this seed."""
    start, passes, done = noise([seed]), 3 * USUAL + MANY, 0
    twice, linear = start.expand(2, -1, -1, -1), make_schedule("linear", 1000)
    runs = (
        ddim(start, path(cosine(), USUAL), no_chance),
        ddim(start, path(cosine(), MANY), no_chance),
        ddpm(twice, path(cosine(), USUAL), _chances(seed)),
        ddpm(twice, path(linear, USUAL), _chances(seed)),
    )
    films = []
    for sampler in runs:
        moments = []
        for step in run(sampler, clipped(asking())):
            done += 1
            moments.append(step.x)
            yield done / passes
        every = len(moments) // USUAL
        films.append(torch.stack([start.expand_as(moments[0]), *moments[every - 1 :: every]]))
    whole = torch.cat(films, dim=1)
    return Ways(np.stack([to_bytes(frame) for frame in whole]), whole[-1].clamp(-1, 1))


def _chances(seed: int) -> Noise:
    """The fresh noise of DDPM's two runs."""
    return Noise([seed + OTHER_CHANCE, seed + 2 * OTHER_CHANCE], SHAPE)


def once_tracks(seed: int) -> list[Track]:
    """The noise, and the picture that came of it."""
    return [
        Still("noise", noise([seed])[0], title="the noise", role="noise", note="", size="medium"),
        Pictures("once", once(seed)[0], title="DDIM", role="guess", note=f"{USUAL} steps", size="medium"),
    ]


def way_tracks(found: Ways) -> list[Track]:
    """DDIM's two on their way, side by side, and DDPM's two, under either schedule."""
    pairs = {
        "ddim": (f"DDIM, in {USUAL} and {MANY} steps", found.films[:, :2]),
        "ddpm": ("DDPM twice, cosine", found.films[:, 2:4]),
        "linear": ("DDPM twice, linear", found.films[:, 4:]),
    }
    return [
        Pictures(name, np.stack([side_by_side(pair) for pair in film]), title=title, role="guess", note="",
                 size="main")
        for name, (title, film) in pairs.items()
    ]  # fmt: skip


def labels() -> list[str]:
    """One for each frame of `way_tracks`."""
    return [f"{100 * i / USUAL:.0f} % of the way" for i in range(USUAL + 1)]


def in_common(found: Ways) -> dict[str, int]:
    """Of six things, how many are in common: "close", DDIM's two; "free", DDPM's two; "linear", those under linear."""
    pairs = zip(("close", "free", "linear"), found.ends.split(2), strict=True)
    return {name: common(*pair.split(1)) for name, pair in pairs}


def kept(schedule: str) -> float:
    """What DDPM's first step keeps of the noise it starts from, by DDPM's equation 7: its factor on x_t."""
    made = make_schedule(schedule, 1000)
    late, early = (made.alpha_bar_at(1000 * part) for part in (1, 1 - 1 / USUAL))
    return float((late / early) ** 0.5 * (1 - early) / (1 - late))
