"""Who hears of a change in a room: one task of the process follows the database, and wakes who listens to that room.

    with switchboard.listening(room) as ear:
        while True:
            await ear.wait(seconds)      # True: something has changed; ear.latest is the room as it stands

Two makers of news stand behind one interface: PostgreSQL says itself what has changed; a file of SQLite's is asked,
once for all who listen.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool

from pages.classroom.snapshot import Snapshot
from pages.classroom.store import CHANNEL, Store

EVERY = 0.1
"""Seconds between two questions to a file."""
PATIENCE = 5.0
"""Seconds after which PostgreSQL's line is looked after though it said nothing."""
TRIED_AGAIN = 1.0
"""Seconds after which one that broke is opened anew."""
_log = logging.getLogger(__name__)


class News(Protocol):
    """What makes news: the ids of the rooms that have changed, again and again; None where all may have."""

    def changes(self) -> AsyncIterator[set[int] | None]: ...


class Asked:
    """By asking for the versions of all rooms."""

    def __init__(self, store: Store, every: float = EVERY) -> None:
        self.store, self.every = store, every

    async def changes(self) -> AsyncIterator[set[int] | None]:
        before: dict[int, int] | None = None
        while True:
            now = await run_in_threadpool(self.store.versions)
            yield None if before is None else {room for room, _ in now.items() ^ before.items()}
            before = now
            await asyncio.sleep(self.every)


class Told:
    """By PostgreSQL's LISTEN, on a line of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def changes(self) -> AsyncIterator[set[int] | None]:
        line = await run_in_threadpool(self._listening)
        try:
            yield None
            while True:
                heard = await run_in_threadpool(_heard, line)
                yield {int(one) for one in heard if one.isdigit()}
        finally:
            await run_in_threadpool(line.close)

    def _listening(self) -> Any:
        line = self.store.engine.raw_connection()
        driver = line.driver_connection
        line.detach()  # it goes back to nobody: who got it later would hear of rooms
        driver.autocommit = True
        driver.execute(f"LISTEN {CHANNEL}")
        return driver


def _heard(driver: Any) -> list[str]:
    return [one.payload for one in driver.notifies(timeout=PATIENCE, stop_after=1)]


def news_of(store: Store) -> News:
    """The better maker for this database."""
    return Told(store) if store.tells else Asked(store)


class Ear:
    """One who listens. latest: the room as it stood at the last change that was heard of; None once it has ended."""

    def __init__(self) -> None:
        self.latest: Snapshot | None = None
        self._rang = asyncio.Event()

    def ring(self, latest: Snapshot | None) -> None:
        self.latest = latest
        self._rang.set()

    async def wait(self, seconds: float) -> bool:
        """Until the room has changed, or so long; whether it has."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rang.wait(), seconds)
        rang = self._rang.is_set()
        self._rang.clear()
        return rang


class Switchboard:
    """All who listen in this process. It belongs to one event loop."""

    def __init__(self, news: News, read: Callable[[int], Snapshot | None]) -> None:
        self._news, self._read = news, read
        self._ears: dict[int, set[Ear]] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def listening(self, room: int) -> Iterator[Ear]:
        """Hear of a room. What happens from now on rings."""
        ear = Ear()
        self._ears.setdefault(room, set()).add(ear)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())
        try:
            yield ear
        finally:
            self._ears[room].discard(ear)
            if not self._ears[room]:
                del self._ears[room]
            if not self._ears and self._task:
                self._task.cancel()
                self._task = None

    async def _follow(self) -> None:
        while True:
            try:
                async for rooms in self._news.changes():
                    for room in list(self._ears) if rooms is None else rooms & self._ears.keys():
                        await self._ring(room)
            except Exception:
                _log.exception("The news of rooms broke off; they are asked for again.")
            await asyncio.sleep(TRIED_AGAIN)

    async def _ring(self, room: int) -> None:
        latest = await run_in_threadpool(self._read, room)
        for ear in self._ears.get(room, ()):
            ear.ring(latest)
