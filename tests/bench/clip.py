"""A row about the small CLIP that visitors teach: how long it takes by the clock, with its looks and its drawing."""

import statistics
import time

from diffusion_core.training.clip_lesson import CLIP_LESSONS, FOUND, PLAIN, TABLE, learn_clip
from tests.bench.clock import Row, Rows, row

LIMIT = 15
"""Seconds, on two cores."""


def clip_rows(lessons: int) -> Rows:
    """The middle one of so many lessons, each from nothing."""
    yield f"a CLIP finds {FOUND:.0%} of {TABLE}", middle([until_found(seed) for seed in range(lessons)])


def middle(times: list[float]) -> Row:
    """times: seconds; of one that never came there, infinity."""
    there = sum(spent < float("inf") for spent in times)
    against = f"the limit; {there} of {len(times)} lessons of {CLIP_LESSONS[PLAIN].nudges} nudges came there"
    return row(statistics.median(times), LIMIT, "s", against)


def until_found(seed: int) -> float:
    """Seconds until a lesson's look first finds so many."""
    began = time.perf_counter()
    for seen in learn_clip(PLAIN, seed):
        if seen is not None and seen.found >= FOUND:
            return time.perf_counter() - began
    return float("inf")
