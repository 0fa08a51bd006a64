"""1.1, for a class: shoves by chance alone. How many point away from the drop's middle?"""

import numpy as np

from diffusion_core import ink
from pages.classroom.bets.specks import glass
from pages.classroom.catalogue import Asked
from pages.levels.ink.drop import OUTWARDS, OUTWARDS_BET, QUESTION, ROOM, WHY_NOT, came_out
from pages.levels.ink.drop_figures import pushed_out
from pages.levels.ink.films import FRAMES, film, walks

PARAMETER, SEED, PICTURES = "ink.seed", 0, 2
_SHAPE = next(iter(ink.SHAPES))
_RADIUS = 7.0
_SHOWN = (0, FRAMES // 2)


def asked(seed: int) -> Asked:
    return Asked(OUTWARDS_BET, QUESTION, tuple(OUTWARDS.values()))


def reasons(seed: int) -> dict[str, str]:
    return WHY_NOT


def worked_out(seed: int) -> tuple[str, str]:
    return came_out(pushed_out(walks(_SHAPE, ROOM, seed, drops=1)))


def pictures(seed: int) -> list[np.ndarray]:
    specks = film(_SHAPE, ROOM, seed, drops=1)
    return [glass(specks[frame] / 65_535, radius=_RADIUS) for frame in _SHOWN]
