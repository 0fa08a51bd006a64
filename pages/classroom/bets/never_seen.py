"""4.19, for a class: words that were never together in the training. How often does it get them right?"""

import time

import numpy as np

from pages.classroom.catalogue import Asked
from pages.levels.network.anew.never_seen import BET, FIRST, QUESTION, REASONS, USUAL, job_of, said, verdict
from pages.levels.network.anew.never_seen_figures import taught
from pages.server import shared_runs
from pages.shared.player import to_bytes

PARAMETER, SEED, PICTURES = "pairs.seed", FIRST, 2
_LOOK = 0.2
"""Seconds between two looks whether the pictures are drawn."""


def asked(seed: int) -> Asked:
    return Asked(BET, QUESTION, tuple(REASONS))


def reasons(seed: int) -> dict[str, str]:
    return REASONS


def worked_out(seed: int) -> tuple[str, str]:
    run = shared_runs.book.open(job_of(USUAL, seed))
    try:
        while not run.over:
            time.sleep(_LOOK)
    finally:
        shared_runs.book.leave(run)
    return verdict(), said()


def pictures(seed: int) -> list[np.ndarray]:
    return [to_bytes(some)[0] for some in taught(USUAL)]
