"""Who does an errand's work: a thread that goes through an iterator, or a process, spoken to through its pipes."""

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import IO, Generic, TypeVar

Made = TypeVar("Made")
POLITE = 10
"""Added to the niceness of a thread, where threads have one: who draws a picture comes first."""


class InThread(Generic[Made]):
    """work: results, one by one. It rests and stops between two of them."""

    def __init__(self, work: Iterator[Made]) -> None:
        self._work, self._wanted = work, True
        self._going = threading.Event()
        self._going.set()

    def begin(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        threading.Thread(target=self._run, args=(tell, end), name="errand", daemon=True).start()

    def pause(self) -> None:
        self._going.clear()

    def go_on(self) -> None:
        self._going.set()

    def stop(self) -> bool:
        self._wanted = False
        self._going.set()
        return False

    def _run(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        finished = False
        try:
            _be_polite()
            finished = self._work_on(tell)
        finally:
            end(finished)

    def _work_on(self, tell: Callable[[Made], None]) -> bool:
        for result in self._work:
            tell(result)
            self._going.wait()
            if not self._wanted:
                return False
        return True


class InProcess(Generic[Made]):
    """start: begins the process, with both pipes; read: the results in what it writes, until that ends.

    It obeys the lines "pause" and "go", is finished when it ends with 0, and is killed to stop it.
    """

    def __init__(
        self, start: Callable[[], "subprocess.Popen[bytes]"], read: Callable[[IO[bytes]], Iterator[Made]]
    ) -> None:
        self._start, self._read = start, read

    def begin(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        self.child = self._start()
        threading.Thread(target=self._follow, args=(tell, end), name="errand", daemon=True).start()

    def pause(self) -> None:
        self._order(b"pause\n")

    def go_on(self) -> None:
        self._order(b"go\n")

    def stop(self) -> bool:
        self.child.kill()
        return True

    def _order(self, order: bytes) -> None:
        assert self.child.stdin is not None
        with contextlib.suppress(OSError):  # it may just have ended
            self.child.stdin.write(order)
            self.child.stdin.flush()

    def _follow(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        assert self.child.stdout is not None
        for result in self._read(self.child.stdout):
            tell(result)
        end(self.child.wait() == 0)
        for pipe in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()


def _be_polite() -> None:
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + POLITE)
