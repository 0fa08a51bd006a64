"""The pictures on this level's door and its parts' cards: a noised cat, and what the network makes of it."""

from functools import partial

import numpy as np
import torch

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import draw, training_seeds
from diffusion_core.process.schedules import log_snr_of
from diffusion_core.sampling.job import Job
from pages.server import drawing
from pages.shared.page import doors
from pages.shared.player import to_bytes

DRAWN = 2
"""The starting noise of the picture that is drawn anew, told no words."""


def picture(share: float = 0.8, of: str = "x0") -> np.ndarray:
    """(64, 64, 3) uint8; the cat alone without weights. share: of noise; of: "x0" or "eps", which guess is shown."""
    noised = doors.noised(np.full(64, share))
    x = torch.from_numpy(noised).permute(2, 0, 1)[None] / 127.5 - 1
    try:
        level = torch.tensor([log_snr_of(1 - share)], dtype=torch.float64)
        guess = to_bytes(getattr(drawing.ask(x, level, [""]), of))[0]
    except NoWeights:
        return to_bytes(doors.cat_with_bow())[0]
    return np.concatenate([noised[:, :32], guess[:, 32:]], axis=1)


def _exercise() -> np.ndarray:
    """The first picture of the training, on which the lesson begins."""
    return to_bytes(draw([int(training_seeds()[0])]))[0]


def _drawn() -> np.ndarray:
    try:
        return to_bytes(drawing.last_steps([Job(seed=DRAWN)])[0].x.clamp(-1, 1))[0]
    except NoWeights:
        return to_bytes(doors.cat_with_bow())[0]


PARTS = {
    "level-4-learning": _exercise,
    "level-4-step": partial(doors.noised, np.linspace(1, 0, 64)),
    "level-4-cat": lambda: to_bytes(doors.cat_with_bow())[0],
    "level-4-blur": partial(picture, 0.97),
    "level-4-inside": partial(picture, 0.5, "eps"),
    "level-4-new": _drawn,
}
