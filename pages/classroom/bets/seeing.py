"""4.2, for a class: noise in a picture. When is the network's guess at it worst?"""

import numpy as np

from pages.classroom.catalogue import Asked
from pages.levels.network.see.seeing import BET, PICTURE, QUESTION, REASONS, came_out
from pages.levels.network.see.seeing_figures import REGIONS, guesses, noised
from pages.shared.player import to_bytes

PARAMETER, SEED, PICTURES = "denoise.picture", PICTURE, len(REGIONS)
_SHOWN = [sum(ends) // 2 for ends in REGIONS.values()]


def asked(seed: int) -> Asked:
    return Asked(BET, QUESTION, tuple(REASONS))


def reasons(seed: int) -> dict[str, str]:
    return REASONS


def worked_out(seed: int) -> tuple[str, str]:
    return came_out(guesses(seed, False))


def pictures(seed: int) -> list[np.ndarray]:
    return list(to_bytes(noised(seed, _SHOWN)))
