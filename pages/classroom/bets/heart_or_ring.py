"""1.3, for a class: two glasses of mixed water. Which one had the heart?"""

import numpy as np

from pages.classroom.bets.specks import glass
from pages.classroom.catalogue import Asked
from pages.levels.ink.films import film
from pages.levels.ink.pair import LUCKY, NOBODY, QUESTION, SIDES, UNLUCKY, said
from pages.levels.ink.pair_figures import PAIR_SPECKS, PAIR_WATER, pair, pair_glasses

PARAMETER, SEED, PICTURES = "ink.pair", None, 2
_RADIUS = 6.0


def asked(seed: int) -> Asked:
    return Asked(f"ink.heart.{seed}", QUESTION, (*SIDES, NOBODY))


def reasons(seed: int) -> dict[str, str]:
    return {side: LUCKY if shape == "heart" else UNLUCKY for side, shape in zip(SIDES, pair(seed), strict=True)}


def worked_out(seed: int) -> tuple[str, str]:
    pair_glasses(seed)
    return NOBODY, said()


def pictures(seed: int) -> list[np.ndarray]:
    ends = [film(shape, PAIR_WATER, 2 * seed + i, specks=PAIR_SPECKS)[-1] for i, shape in enumerate(pair(seed))]
    return [glass(end / 65_535, radius=_RADIUS) for end in ends]
