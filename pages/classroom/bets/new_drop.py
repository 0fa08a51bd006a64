"""1.6, for a class: water that never held a drop. What comes out?"""

import numpy as np

from pages.classroom.bets.specks import glass
from pages.classroom.catalogue import Asked
from pages.levels.ink.family import BET, NEW, NOTHING, QUESTION, SAME, WHY_NOT, came_out
from pages.levels.ink.family_figures import gathering

PARAMETER, SEED, PICTURES = "ink.water", None, 1
_RADIUS = 9.0


def asked(seed: int) -> Asked:
    return Asked(BET, QUESTION, (SAME, NEW, NOTHING))


def reasons(seed: int) -> dict[str, str]:
    return WHY_NOT


def worked_out(seed: int) -> tuple[str, str]:
    return came_out(gathering(seed, seed))


def pictures(seed: int) -> list[np.ndarray]:
    return [glass(gathering(seed, seed).specks[0], radius=_RADIUS)]
