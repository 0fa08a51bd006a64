"""The picture on this level's door: the exact shade of a drop after a while."""

import numpy as np
import torch

from diffusion_core import ink

PAPER, INK = np.array([241.0, 245, 249]), np.array([30.0, 58, 138])


def picture() -> np.ndarray:
    """(64, 64, 3) uint8."""
    shade = ink.concentration(ink.ink_of("drop"), torch.tensor([0.0, 0.012], dtype=torch.float64), cells=64)[-1]
    share = (shade / shade.max()).numpy()[..., None]
    return np.rint(PAPER + (INK - PAPER) * share).astype(np.uint8)
