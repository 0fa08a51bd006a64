"""Work of many seconds, in a thread of its own: its visitor sees how far it is, and can stop it.

    errand = Errand(search(…))            # any iterator of results so far
    errand.hear()                         # at each look of its visitor; who is not heard for PATIENCE seconds has left
    errand.latest, errand.over, errand.stop()

One works at a time on this server; others wait for their turn, and say so (`begun`).
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Made = TypeVar("Made")
PATIENCE = 10.0
POLITE = 10
"""Added to the niceness of its thread, where threads have one: who draws a picture comes first."""
_turn = threading.Lock()


class Errand(Generic[Made]):
    """latest: the newest result, None before the first; begun: whether it had its turn; over: no more will come;
    finished: it came to its end, neither stopped nor broken."""

    def __init__(
        self, work: Iterator[Made], *, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.latest: Made | None = None
        self.begun = self.over = self.finished = False
        self._work, self._patience, self._clock = work, patience, clock
        self._wanted, self._heard = True, clock()
        threading.Thread(target=self._run, name="errand", daemon=True).start()

    def hear(self) -> None:
        """Its visitor is still there."""
        self._heard = self._clock()

    def stop(self) -> None:
        """End it after the result under way."""
        self._wanted = False

    def _go_on(self) -> bool:
        return self._wanted and self._clock() - self._heard < self._patience

    def _run(self) -> None:
        try:
            while self._go_on() and not self.begun:
                if _turn.acquire(timeout=0.2):
                    self._take_turn()
        finally:
            self.over = True

    def _take_turn(self) -> None:
        try:
            self.begun = True
            _be_polite()
            self.finished = self._work_on()
        finally:
            _turn.release()

    def _work_on(self) -> bool:
        for result in self._work:
            self.latest = result
            if not self._go_on():
                return False
        return True


def _be_polite() -> None:
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + POLITE)
