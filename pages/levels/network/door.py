"""The picture on this level's door: a noised cat on the left, what the network guesses of it on the right."""

import numpy as np
import torch

from diffusion_core.common.files import NoWeights
from diffusion_core.process.schedules import log_snr_of
from pages.server import drawing
from pages.shared.page import doors
from pages.shared.player import to_bytes


def picture() -> np.ndarray:
    """(64, 64, 3) uint8; the cat alone without weights."""
    noised = doors.noised(np.full(64, 0.8))
    x = torch.from_numpy(noised).permute(2, 0, 1)[None] / 127.5 - 1
    try:
        level = torch.tensor([log_snr_of(0.2)], dtype=torch.float64)
        guess = to_bytes(drawing.ask(x, level, [""]).x0)[0]
    except NoWeights:
        return to_bytes(doors.cat_with_bow())[0]
    return np.concatenate([noised[:, :32], guess[:, 32:]], axis=1)
