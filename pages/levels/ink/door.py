"""The pictures on this level's door and its parts' cards: the exact shade of a drop after a while."""

from functools import partial

import numpy as np
import torch

from diffusion_core import ink

PAPER, INK = np.array([241.0, 245, 249]), np.array([30.0, 58, 138])


def picture(spread: float = 0.012) -> np.ndarray:
    """(64, 64, 3) uint8. spread: D·t, as in `ink.concentration`."""
    shade = ink.concentration(ink.ink_of("drop"), torch.tensor([0.0, spread], dtype=torch.float64), cells=64)[-1]
    share = (shade / shade.max()).numpy()[..., None]
    return np.rint(PAPER + (INK - PAPER) * share).astype(np.uint8)


PARTS = {"level-1-back": partial(picture, 0.05)}
