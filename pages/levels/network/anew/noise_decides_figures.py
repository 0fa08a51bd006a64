"""Draw anew: one noise, and what different samplers make of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.process.prediction import clipped
from diffusion_core.process.schedules import Schedule, make_schedule
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import Sampler, ddim, ddpm, path, run
from pages.levels.network.asking import OTHER_CHANCE, SHAPE, asking, cosine, last, noise
from pages.levels.network.reading import common
from pages.levels.network.side_by_side import side_by_side
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures, Still, to_bytes
from pages.shared.player.track import Track

USUAL, MANY = 20, 100


@dataclass(frozen=True)
class Ways:
    """Four ways out of one noise, told nothing: DDIM's two first, then DDPM's.

    films: (USUAL + 1, 4, 64, 64, 3) uint8, the noise first; ends: (4, 3, 64, 64).
    """

    films: np.ndarray
    ends: Tensor

    @property
    def different(self) -> int:
        """Of the 12,288 numbers of DDIM's two pictures, how many differ."""
        one, other = to_bytes(self.ends[:2])
        return int((one != other).sum())


@st.cache_data(max_entries=32, show_spinner="The network draws …")
def once(seed: int) -> Tensor:
    """DDIM in USUAL steps, told nothing: (1, 3, 64, 64). Raises NoWeights and Busy."""
    return last(ddim(noise([seed]), path(cosine(), USUAL), no_chance), asking())


def twice_each(seed: int) -> Work[Ways]:
    """DDIM twice and DDPM twice, in USUAL steps, from the noise of this seed."""
    start = noise([seed])
    runs = [ddim(start, path(cosine(), USUAL), no_chance) for _ in range(2)]
    return _all(start, [*runs, _ddpm_twice(seed, cosine())], 3 * USUAL)


def other_ways(seed: int) -> Work[Ways]:
    """DDIM in USUAL steps and in MANY, and DDPM twice under the linear schedule."""
    start = noise([seed])
    runs = [ddim(start, path(cosine(), steps), no_chance) for steps in (USUAL, MANY)]
    return _all(start, [*runs, _ddpm_twice(seed, make_schedule("linear", 1000))], 2 * USUAL + MANY)


def _ddpm_twice(seed: int, schedule: Schedule) -> Sampler:
    chances = Noise([seed + OTHER_CHANCE, seed + 2 * OTHER_CHANCE], SHAPE)
    return ddpm(noise([seed]).expand(2, -1, -1, -1), path(schedule, USUAL), chances)


def _all(start: Tensor, runs: Sequence[Sampler], passes: int) -> Work[Ways]:
    """One after the other, of each USUAL frames."""
    films, done = list[Tensor](), 0
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


def once_tracks(seed: int) -> list[Track]:
    """The noise, and the picture that came of it."""
    return [
        Still("noise", noise([seed])[0], title="the noise", role="noise", note="", size="main"),
        Pictures("once", once(seed)[0], title="DDIM", role="guess", note="", size="main"),
    ]


def way_tracks(found: Ways, ddim_title: str, ddpm_title: str) -> list[Track]:
    """DDIM's two on their way, side by side, and DDPM's two."""
    pairs = {"ddim": (ddim_title, found.films[:, :2]), "ddpm": (ddpm_title, found.films[:, 2:])}
    return [
        Pictures(name, np.stack([side_by_side(pair) for pair in film]), title=title, role="guess", note="",
                 size="main")
        for name, (title, film) in pairs.items()
    ]  # fmt: skip


def labels() -> list[str]:
    """One for each frame of `way_tracks`."""
    return [f"{100 * i / USUAL:.0f} % of the way" for i in range(USUAL + 1)]


def in_common(found: Ways) -> tuple[int, int]:
    """Of six things, how many DDIM's two have in common, and DDPM's two."""
    ddims, ddpms = (common(*pair.split(1)) for pair in found.ends.split(2))
    return ddims, ddpms


def kept(schedule: str) -> float:
    """What DDPM's first step keeps of the noise it starts from, by DDPM's equation 7: its factor on x_t."""
    made = make_schedule(schedule, 1000)
    late, early = (made.alpha_bar_at(1000 * part) for part in (1, 1 - 1 / USUAL))
    return float((late / early) ** 0.5 * (1 - early) / (1 - late))
