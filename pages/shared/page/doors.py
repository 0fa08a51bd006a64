"""What the doors of several levels show: the cat with the bow, and noise over it."""

import numpy as np
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import Critter, Scene, draw
from pages.shared.player import to_bytes


def cat_with_bow() -> torch.Tensor:
    """(1, 3, 64, 64) in [-1, 1]."""
    return draw([1], scenes=[Scene("meadow", (Critter("cat", "orange", "bow"),))])


def noised(shares: np.ndarray) -> np.ndarray:
    """The cat with a share of noise for each column of pixels. shares: (64,) in [0, 1]. Returns (64, 64, 3) uint8."""
    left = torch.from_numpy(1 - shares).float()
    return to_bytes(left.sqrt() * cat_with_bow()[0] + (1 - left).sqrt() * Noise([4], (3, 64, 64))()[0])
