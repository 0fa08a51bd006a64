"""Draw anew: a walk between two noises, and the picture that each place on it leads to."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from diffusion_core.evaluation.claims.drawn_anew import WALK_STEPS as STEPS
from diffusion_core.evaluation.claims.drawn_anew import WALKED as WORDS
from diffusion_core.evaluation.claims.drawn_anew import detail
from diffusion_core.process.prediction import clipped
from diffusion_core.sampling.interpolation import walk
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, path, run
from pages.levels.network.asking import asking, cosine, noise
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures, to_bytes
from pages.shared.player.track import Track

PLACES = 11


@dataclass(frozen=True)
class Walk:
    """noises, pictures: (PLACES, 3, 64, 64); strength: (PLACES,) spread of each noise."""

    noises: Tensor
    pictures: Tensor
    strength: np.ndarray


def ends_of(pair: int) -> tuple[Tensor, Tensor]:
    """The two noises of a pair, (3, 64, 64) each: those of two neighbouring seeds."""
    both = noise([2 * pair, 2 * pair + 1])
    return both[0], both[1]


def walked(pair: int, way: str) -> Work[Walk]:
    """The walk of a pair. way: of WAYS."""
    noises = walk(*ends_of(pair), PLACES, way)
    for step in run(ddim(noises, path(cosine(), STEPS), no_chance), clipped(asking(WORDS))):
        yield step.index / STEPS
    return Walk(noises, step.x.clamp(-1, 1), noises.std((1, 2, 3)).numpy())


def walk_tracks(found: Walk) -> list[Track]:
    """The picture of each place beside the ends faded into each other; below them the two ends, and the noise."""
    one, other = (
        Pictures(f"end_{name}", picture, title=f"{name} end", role="guess", note="", size="small")
        for name, picture in zip(("one", "other"), found.pictures[[0, -1]], strict=True)
    )
    return [
        Pictures("picture", to_bytes(found.pictures), title="out of the mixed noise", role="guess", note="",
                 size="main"),
        Pictures("faded", to_bytes(faded(found)), title="the two ends, faded", role="plain", note="", size="main"),
        one,
        Pictures("noise", to_bytes(found.noises), title="the mixed noise", role="noise", note="", size="small"),
        other,
    ]  # fmt: skip


def faded(found: Walk) -> Tensor:
    """The pictures of the two ends faded into each other, at each place of the way: (PLACES, 3, 64, 64)."""
    share = torch.linspace(0, 1, PLACES)[:, None, None, None]
    return (1 - share) * found.pictures[:1] + share * found.pictures[-1:]


def labels() -> list[str]:
    """One for each place."""
    return [f"{100 * i / (PLACES - 1):.0f} % of the way" for i in range(PLACES)]


def half_way(found: Walk) -> tuple[float, float]:
    """The fine detail of the picture half way, and of the two ends faded into each other, as shares of the ends'."""
    middle = PLACES // 2
    ends = detail(found.pictures[[0, -1]]).mean()
    both = detail(torch.stack([found.pictures[middle], faded(found)[middle]])) / ends
    return both[0].item(), both[1].item()
