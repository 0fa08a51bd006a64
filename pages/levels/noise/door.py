"""The pictures on this level's door and its parts' cards: a cat under noise, the same everywhere."""

import numpy as np

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE
from pages.shared.page import doors
from pages.shared.player import to_bytes


def picture() -> np.ndarray:
    """(64, 64, 3) uint8."""
    return doors.noised(np.full(64, 0.6))


def _all_noise() -> np.ndarray:
    return doors.noised(np.full(64, 1.0))


def _never_faded() -> np.ndarray:
    """Noise of the same strength, added to a picture that nothing faded."""
    x = doors.cat_with_bow()[0] + 1.2 * Noise([4], (3, SIZE, SIZE))()[0]
    return to_bytes(x)


PARTS = {"level-2-end": _all_noise, "level-2-what-if": _never_faded}
