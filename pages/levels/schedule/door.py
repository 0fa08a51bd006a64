"""The picture on this level's door: a cat under noise that grows from left to right."""

import numpy as np

from pages.shared.page import doors


def picture() -> np.ndarray:
    """(64, 64, 3) uint8."""
    return doors.noised(np.linspace(0, 1, 64))
