"""What the process has once for all classes: made when somebody first asks, since most servers never have one."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, partial

from starlette.concurrency import run_in_threadpool

from pages.classroom import database, views
from pages.classroom.limits import Codes
from pages.classroom.news import Switchboard, news_of
from pages.classroom.snapshot import Snapshot
from pages.classroom.store import Store
from pages.classroom.worked_out import Answers

SWEPT = 600.0
"""Seconds between two looks for rooms that are a day old."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """streams: how many are open, by whose they are."""

    store: Store
    switchboard: Switchboard
    answers: Answers
    codes: Codes = field(default_factory=Codes)
    streams: Counter[object] = field(default_factory=Counter)


@cache
def office() -> Office:
    """The one of this process. Raises what `database.opened` does."""
    store = Store(database.address())
    return Office(store, Switchboard(news_of(store), partial(read, store)), Answers(store))


def read(store: Store, room: int) -> Snapshot | None:
    """A room as it stands, with all words at hand that will be told. In a thread of its own: it may take a while."""
    snapshot = store.snapshot(room)
    if snapshot:
        views.prepare(snapshot)
    return snapshot


async def keep_tidy() -> None:
    """Delete what is a day old, for as long as the server runs; at its end begin on no more answers."""
    try:
        while True:
            await _sweep()
            await asyncio.sleep(SWEPT)
    finally:
        if office.cache_info().currsize:
            office().answers.stop()


async def _sweep() -> None:
    try:
        if database.is_begun():
            await run_in_threadpool(lambda: office().store.sweep())
    except Exception:
        _log.exception("Old rooms could not be deleted.")
