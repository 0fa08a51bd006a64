"""The picture on this level's door: a cat under noise, the same everywhere."""

import numpy as np

from pages.shared.page import doors


def picture() -> np.ndarray:
    """(64, 64, 3) uint8."""
    return doors.noised(np.full(64, 0.6))
