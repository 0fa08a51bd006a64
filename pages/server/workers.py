"""Who does an errand's work: a thread that goes through an iterator, or a process, spoken to through its pipes."""

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import IO, Generic, TypeVar

from diffusion_core.common.device import be_polite

Made = TypeVar("Made")


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
            be_polite()
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
        self.child: subprocess.Popen[bytes] | None = None

    def begin(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        self.child = self._start()
        threading.Thread(target=self._follow, args=(tell, end), name="errand", daemon=True).start()

    def pause(self) -> None:
        self._order(b"pause\n")

    def go_on(self) -> None:
        self._order(b"go\n")

    def stop(self) -> bool:
        if self.child:
            self.child.kill()
        return True

    def _order(self, order: bytes) -> None:
        assert self.child and self.child.stdin
        with contextlib.suppress(OSError):  # it may just have ended
            self.child.stdin.write(order)
            self.child.stdin.flush()

    def _follow(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        finished = False
        try:
            finished = self._listen(tell)
        finally:
            self._bury()
            end(finished)
            self._hang_up()

    def _listen(self, tell: Callable[[Made], None]) -> bool:
        assert self.child and self.child.stdout
        for result in self._read(self.child.stdout):
            tell(result)
        return self.child.wait() == 0

    def _bury(self) -> None:
        """A child that is no longer listened to is not to work on, nor to stay a zombie."""
        assert self.child
        self.child.kill()
        self.child.wait()

    def _hang_up(self) -> None:
        assert self.child
        for pipe in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()
