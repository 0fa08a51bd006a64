"""4.12, for a class: nothing but noise, and a picture to be drawn. What costs least?"""

import time

import numpy as np

from pages.classroom.catalogue import Asked
from pages.levels.network.blur import gallery
from pages.levels.network.blur.choosing import BET, BLEND, BOW, NOISE, ONE, QUESTION, REASONS, right_of, said
from pages.levels.network.blur.choosing_figures import choosing, costs
from pages.levels.network.blur.levels import noise
from pages.shared.player import to_bytes

PARAMETER, SEED, PICTURES = "blur.number", BOW, 1


def asked(seed: int) -> Asked:
    return Asked(BET, QUESTION, (ONE, BLEND, NOISE))


def reasons(seed: int) -> dict[str, str]:
    return REASONS


def worked_out(seed: int) -> tuple[str, str]:
    while gallery.half_drawn():
        time.sleep(gallery.LOOK)
    found = choosing(seed)
    cost = costs(found.known, seed)
    return right_of(cost), said(cost)


def pictures(seed: int) -> list[np.ndarray]:
    return [to_bytes(noise(seed))]
