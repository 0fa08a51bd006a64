"""The true average of all training pictures: what the best guess at pure noise must be. Recorded once.

`make average-picture` writes it anew, from the training set of `make train`.
"""

from functools import cache

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.assets import AVERAGE_PICTURE
from diffusion_core.common.files import read_tensors


@cache
def training_average() -> Tensor:
    """(3, 64, 64) in [-1, 1], to a thousandth. Raises NoWeights for a missing or damaged file."""
    return read_tensors(AVERAGE_PICTURE)[1]["average"].float()


def average_of(pictures: np.ndarray, chunk: int = 4096) -> Tensor:
    """The mean of pictures in bytes, (N, 3, H, W) uint8, as (3, H, W) in [-1, 1]; exact sums, whatever N."""
    total = sum(pictures[start : start + chunk].sum(0, dtype=np.int64) for start in range(0, len(pictures), chunk))
    return torch.from_numpy(total / len(pictures) / 127.5 - 1).float()
