"""2.1, for a class: a picture dissolves. What does one step of noise change?"""

import numpy as np

from pages.classroom.catalogue import Asked
from pages.levels.noise.whole_picture import ALL, BET, QUESTION, REASONS, SAME, TENTH, came_out
from pages.levels.noise.whole_picture_figures import EACH, FEW, film
from pages.shared.page.pictures import CRITTER, default

PARAMETER, SEED, PICTURES = "whole.seed", 0, 2
_SHOWN = FEW[0], FEW[2]


def asked(seed: int) -> Asked:
    return Asked(BET, QUESTION, (ALL, TENTH, SAME))


def reasons(seed: int) -> dict[str, str]:
    return REASONS


def worked_out(seed: int) -> tuple[str, str]:
    return came_out(film(default(CRITTER), seed))


def pictures(seed: int) -> list[np.ndarray]:
    frames = film(default(CRITTER), seed).frames
    return [frames[EACH.index(t)] for t in _SHOWN]
