"""When Python's collector of cyclic garbage works: in small pieces while visitors are served, whole in quiet moments.

A full collection walks all that the visits hold, and everybody waits: with Python's own settings and 180 visits for up
to 0.18 s, again and again (docs/measurements.md). What no cycle holds is freed at once, without it.
"""

import asyncio
import gc
from typing import Protocol

from starlette.concurrency import run_in_threadpool

GENERATIONS = (20_000, 20, 20)
"""A piece is so many new objects, some 0.05 s; after so many pieces comes what is left of them; in the end, all."""
QUIET, LOOK = 3.0, 1.0
"""Seconds without a run of a page, after which all is collected, once; and between two looks."""


def spare() -> None:
    """Pass over all that is there by now, torch above all, and set how large a piece is. Any thread may call."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GENERATIONS)


class Worked(Protocol):
    """What knows when pages are at work: `runs.PLACES`."""

    ended: float

    def quiet(self) -> float: ...


async def collect_in_quiet(places: Worked) -> None:
    """Until it is cancelled."""
    collected = places.ended
    while True:
        await asyncio.sleep(LOOK)
        ended = places.ended
        if ended != collected and places.quiet() > QUIET:
            collected = ended
            await run_in_threadpool(gc.collect)
