"""Level 2: the schedule of its runs, and the scales on which their numbers are counted, labelled and shown."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import torch

from diffusion_core.data.critters import SIZE
from diffusion_core.process.schedules import Schedule, make_schedule
from pages.shared.numbers import percent

STEPS = 75
CHANNELS = ("red", "green", "blue")
PIXELS = SIZE * SIZE
NUMBERS = PIXELS * len(CHANNELS)


def plan(steps: int) -> Schedule:
    """The one schedule of this level, cut into so many steps; the others wait for level 3."""
    return make_schedule("cosine", steps)


@cache
def schedule() -> Schedule:
    """The plan by which this level adds noise, and by which our network learnt, in few steps."""
    return plan(STEPS)


def on_screen(x: torch.Tensor) -> np.ndarray:
    """As player.to_bytes, of pictures (..., 3, H, W) in float32: four times as fast, which a film notices."""
    levels = x.add(1).mul_(127.5).round_().clamp_(0, 255).to(torch.uint8)
    return levels.movedim(-3, -1).contiguous().numpy()


def labels(at: Sequence[int] = range(STEPS + 1)) -> list[str]:
    """One for each frame of a run in STEPS steps, as `labels_of`."""
    return labels_of(schedule(), at)


def labels_of(schedule: Schedule, at: Sequence[int]) -> list[str]:
    """One for each frame: the moment, and the share of noise there. at: the t of each frame."""
    left = schedule.alpha_bar.tolist()
    return [f"step {t} of {schedule.steps} · noise {percent(1 - left[t])}" for t in at]


def to_levels(values: np.ndarray) -> np.ndarray:
    """From the scale of -1 to 1 to that of 0 to 255, unclipped."""
    return (values + 1) * 127.5


def bell(x: np.ndarray, centre: float = 0.0, width: float = 1.0) -> np.ndarray:
    """The density of draws around a centre. x, centre and width on one scale."""
    return np.exp(-(((x - centre) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))


def heights(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How densely values lie between even edges, as the bell is drawn: each frame a histogram, (F, K).

    values: (F, ...); edges: (K + 1,) evenly spaced. All frames in one pass: np.histogram is ten times slower.
    """
    flat, bars, width = torch.from_numpy(values).flatten(1), len(edges) - 1, edges[1] - edges[0]
    # two more bars take what lies outside
    places = flat.sub(edges[0]).div_(width).floor_().add_(1).clamp_(0, bars + 1).to(torch.int32)
    places += (bars + 2) * torch.arange(len(flat), dtype=torch.int32)[:, None]
    counts = torch.bincount(places.flatten(), minlength=(bars + 2) * len(flat)).view(len(flat), bars + 2)
    return counts[:, 1:-1].numpy() / (flat.shape[1] * width)
