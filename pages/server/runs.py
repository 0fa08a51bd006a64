"""How many runs of pages work at once: two of a visit, and few of a neighbourhood; and who goes first.

Streamlit gives each run a thread at once. One that is superseded works on until its page next speaks to Streamlit, so
that a visit which changes something forty times a second had a hundred threads; and all of a crowd's work side by side,
each a little, with everybody else's. A page that has shown its first picture gives way to those that still owe theirs.
"""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pages.server import resources
from pages.server.neighbours import own_neighbourhood
from pages.server.streamlit_parts import made
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import RUNNER, RUNS
from pages.server.turns import in_rounds

OF_VISIT = 2
"""The one that was asked for last, and one that it superseded."""
OF_ONE = max(4, 2 * resources.cores())
"""Of a neighbourhood: more at once would be no sooner at their end, and each takes memory."""
LOOK = 0.2
"""Seconds after which whoever waits looks whether the run is still wanted."""
PATIENCE = 2.0
"""Seconds for which a page that has shown its first picture gives way, in all."""


@dataclass(eq=False)
class _Run:
    visit: str
    who: str
    may: threading.Event = field(default_factory=threading.Event)
    until: float | None = None
    """When it gives way no longer; None for what still owes its first picture."""


class Places:
    """Of runs that work. Any thread may call its methods."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Run] = []
        self._working: list[_Run] = []
        self._own = threading.local()
        self.ended = time.monotonic()
        """When a run last left its place."""

    @contextlib.contextmanager
    def taken(self, visit: str, who: str, is_wanted: Callable[[], bool]) -> Iterator[bool]:
        """A place for this thread's run, when its turn has come: True; False where it is no longer wanted by then."""
        run = _Run(visit, who)
        with self._lock:
            self._waiting.append(run)
            self._fill()
        try:
            while not run.may.wait(LOOK) and is_wanted():
                pass
            self._own.run = run
            yield run.may.is_set() and is_wanted()
        finally:
            self._own.run = None
            self._leave(run)

    @contextlib.contextmanager
    def left_meanwhile(self) -> Iterator[None]:
        """While this thread waits for others' work its place is free; it need not wait to go on."""
        run, self._own.run = getattr(self._own, "run", None), None
        if run is None:
            yield
            return
        self._leave(run)
        try:
            yield
        finally:
            self._own.run = run
            with self._lock:
                self._working.append(run)

    def give_way(self, is_hurried: Callable[[], bool]) -> None:
        """What the visitor looks at first is there: this thread's run lets those work that still owe it.

        is_hurried: whether it must go on all the same, because the visitor has changed something meanwhile.
        """
        run = getattr(self._own, "run", None)
        if run is None:
            return
        run.until = run.until or time.monotonic() + PATIENCE
        with self._lock:
            if not self._owed():
                self._fill()
                return
            self._working.remove(run)
            self._waiting.append(run)
            run.may.clear()
            self._fill()
        while not run.may.wait(LOOK / 4) and time.monotonic() < run.until and not is_hurried():
            pass
        with self._lock:
            if not run.may.is_set():
                self._waiting.remove(run)
                self._working.append(run)
                run.may.set()

    def quiet(self) -> float:
        """Seconds since a run worked or waited; 0 while one does."""
        with self._lock:
            return 0.0 if self._working or self._waiting else time.monotonic() - self.ended

    def _owed(self) -> bool:
        """Whether somebody has no picture yet, of those who work or wait for a place."""
        return any(run.until is None for run in (*self._working, *self._waiting))

    def _leave(self, run: _Run) -> None:
        with self._lock:
            self._waiting = [other for other in self._waiting if other is not run]
            self._working = [other for other in self._working if other is not run]
            self.ended = time.monotonic()
            self._fill()

    def _fill(self) -> None:
        """Let those work whose turn it is; who gives way, when no picture is owed."""
        of_visit, of_one = Counter(run.visit for run in self._working), Counter(run.who for run in self._working)
        owed = self._owed()
        waiting = [run for run in self._waiting if run.until is None or not owed]
        for run in in_rounds(waiting, [run.who for run in self._working]):
            if of_visit[run.visit] < OF_VISIT and of_one[run.who] < OF_ONE:
                of_visit[run.visit] += 1
                of_one[run.who] += 1
                self._waiting.remove(run)
                self._working.append(run)
                run.may.set()


PLACES = Places()


@cache
def guard() -> None:
    """From now on each run of a page waits for a place. Once a process."""
    if not usable(RUNS):
        return
    runner = made(RUNNER)
    run_script = runner._run_script

    def _run_script(self: Any, rerun_data: Any) -> None:
        with PLACES.taken(self._session_id, own_neighbourhood(), lambda: not is_stopped(self)) as wanted:
            if wanted:
                run_script(self, rerun_data)

    runner._run_script = _run_script


def is_stopped(runner: Any) -> bool:
    """Whether one of Streamlit's ScriptRunners has ended its last run, or shall end it: it takes no more requests."""
    return bool(runner._requests._state is type(runner._requests._state).STOP)
