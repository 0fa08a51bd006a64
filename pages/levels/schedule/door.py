"""The pictures on this level's door and its parts' cards: a cat under noise that grows from left to right."""

import numpy as np

from pages.shared.page import doors


def picture() -> np.ndarray:
    """(64, 64, 3) uint8."""
    return doors.noised(np.linspace(0, 1, 64))


def _small_steps() -> np.ndarray:
    """The same in eight stairs, downwards."""
    return doors.noised(np.linspace(1, 0, 8).repeat(8))


PARTS = {"level-3-small-steps": _small_steps}
