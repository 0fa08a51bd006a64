"""4.11, for a class: the cat with the bow is dissolved, and brought back. Is it still her?"""

import numpy as np

from diffusion_core.evaluation.claims.drawn_anew import AT
from pages.classroom.catalogue import Asked
from pages.levels.network.cat.part_of_the_way import BET, NOISE, QUESTION, REASONS, said, verdict
from pages.levels.network.cat.part_of_the_way_figures import CAT, filmed, pictured
from pages.shared.keeping.with_progress import worked_for_all
from pages.shared.player import to_bytes

PARAMETER, SEED, PICTURES = "partway.noise", NOISE, 1


def asked(seed: int) -> Asked:
    return Asked(BET, QUESTION, tuple(REASONS))


def reasons(seed: int) -> dict[str, str]:
    return REASONS


def worked_out(seed: int) -> tuple[str, str]:
    worked_for_all("partway.film", (CAT, seed, len(AT)), filmed(CAT, seed, AT))
    return verdict(), said()


def pictures(seed: int) -> list[np.ndarray]:
    return [to_bytes(pictured(CAT))[0]]
