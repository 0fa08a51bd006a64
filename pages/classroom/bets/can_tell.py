"""2.4, for a class: two pictures at the end of noise. Which one was the cat?"""

import numpy as np

from pages.classroom.catalogue import Asked
from pages.levels.noise.can_tell import COIN, LEFT, LUCKY, RIGHT, UNLUCKY, came_out, question, side_of
from pages.levels.noise.can_tell_figures import ends, round_of
from pages.shared.page.pictures import CRITTER, OTHER, Picture, default
from pages.shared.player import to_bytes

PARAMETER, SEED, PICTURES = "pair.seed", None, 2


def _both() -> tuple[Picture, Picture]:
    """Those that the page opens with."""
    return default(CRITTER), default(OTHER)


def asked(seed: int) -> Asked:
    return Asked(f"noise.pair_{round_of(_both(), seed)}", question(_both()), (LEFT, RIGHT, COIN))


def reasons(seed: int) -> dict[str, str]:
    there = side_of(_both(), seed)
    return {side: LUCKY if side == there else UNLUCKY for side in (LEFT, RIGHT)}


def worked_out(seed: int) -> tuple[str, str]:
    return came_out(_both(), seed)


def pictures(seed: int) -> list[np.ndarray]:
    return [to_bytes(one.pixels) for one in ends(_both(), seed)[:2]]
