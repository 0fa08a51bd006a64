"""Level 2: a thousand small steps beside one jump: two pictures, one distribution."""

import time
from dataclasses import dataclass

import numpy as np
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import add_noise, small_steps
from pages.levels.noise.scales import heights, labels_of, on_screen, plan, to_levels
from pages.shared.keeping.remembered import remembered
from pages.shared.page.pictures import to_signed
from pages.shared.player import Line, MovingCurves, Numbers, Pictures
from pages.shared.player.track import Track

STEPS = 1000
AT = tuple(range(0, STEPS + 1, 100))
"""The t of each frame, evenly."""
_EDGES = np.linspace(-3.5, 3.5, 71)


@dataclass(frozen=True)
class Way:
    """frames: (F, 64, 64, 3) uint8; spread: (F, K) how densely the numbers lie; middle, width: (F,) mean and standard
    deviation of the noise in them, x - √ᾱ·x0; seconds: what it took to get to the last frame."""

    frames: np.ndarray
    spread: np.ndarray
    middle: np.ndarray
    width: np.ndarray
    seconds: float


def both_ways(data: bytes, seed: int) -> tuple[Way, Way]:
    """The walk and the jump from one picture with one seed, at the moments AT."""
    x0, schedule = to_signed(data), plan(STEPS)
    began = time.perf_counter()
    walked = [x for t, x in enumerate(small_steps(x0, schedule, generator(seed)), 1) if t in AT]
    middle = time.perf_counter()
    eps = torch.randn(x0.shape, generator=generator(seed))
    add_noise(x0, eps, schedule.alpha_bar[-1])
    ended = time.perf_counter()
    jumped = [add_noise(x0, eps, schedule.alpha_bar[t]) for t in AT[1:]]
    left = schedule.alpha_bar[list(AT)].sqrt().float().view(-1, 1, 1, 1)
    ways = ((walked, middle - began), (jumped, ended - middle))
    return tuple(_way(torch.cat([x0, *x]), left * x0, seconds) for x, seconds in ways)  # type: ignore[return-value]


ways = remembered(both_ways, most=24)


def _way(x: torch.Tensor, clean: torch.Tensor, seconds: float) -> Way:
    noise = (x - clean).flatten(1)
    return Way(on_screen(x), heights(x.numpy(), _EDGES), noise.mean(1).numpy(), noise.std(1).numpy(), seconds)


def labels() -> list[str]:
    """One for each frame."""
    return labels_of(plan(STEPS), AT)


def tracks(walk: Way, jump: Way, words: str) -> list[Track]:
    """The walk and the jump beside it, all their numbers counted, and their noise measured."""
    walked = Pictures("walk", walk.frames, title="a thousand small steps", role="noisy", note="", alt=words)
    jumped = Pictures("jump", jump.frames, title="one jump", role="noisy", note="", alt=words)
    return [walked, jumped, _counted(walk, jump), _measured(walk, jump)]


def _counted(walk: Way, jump: Way) -> MovingCurves:
    lines = [Line("small steps", walk.spread, "noisy", "solid"), Line("jump", jump.spread, "noise")]
    middles = to_levels((_EDGES[1:] + _EDGES[:-1]) / 2)
    return MovingCurves("counted", middles, lines, title="how many numbers lie where", note="", y_range=(0, 0.9),
                        x_label="value; a screen shows 0 to 255", filled=True)  # fmt: skip


def _measured(walk: Way, jump: Way) -> Numbers:
    """In levels of 0 to 255."""
    left = plan(STEPS).alpha_bar[list(AT)]
    rows = {"small steps": walk.width, "one jump": jump.width, "by the formula": (1 - left).sqrt().numpy()}
    rows = {label: 127.5 * row for label, row in rows.items()}
    return Numbers("measured", rows, formats=dict.fromkeys(rows, "{:.1f}"), roles=dict.fromkeys(rows, "noise"),
                   title="the spread of the noise, in shades")  # fmt: skip
