"""Work on a stranger's bytes in a process of its own: held to limits, killed past them, one at a time.

    unpacking = Aside("pages.shared.page.unpacking")
    answer = unpacking.ask(data, "64", most=20_000)     # in the server
    hold_back(); answer_once(work)                      # in that module's main

Each file has a fresh process that remembers nothing, so what a file does to it is over with it.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from pages.server.turns import Crowded, Turns

try:
    import resource
except ImportError:  # a system without limits on processes; there the server's own clock alone ends them
    resource = None  # type: ignore[assignment]

MOST_SECONDS = 10.0
"""From the start of a process to its answer, by the clock on the wall: a process that waits for nothing ends too."""
MOST_WORK = 1.3
"""Seconds of the processor; they pass more slowly on a busy machine, so that nobody is refused for others' work."""
MOST_MEMORY = 110 * 2**20
"""Bytes, beyond what the process has when it has started (17 MB)."""
REFUSED = 3
"""With this a process ends that was refused memory."""
MOST_WAITING = 16
PATIENCE = 5.0
"""Seconds after which who waits is sent away."""
KNOWN, KINDS = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT"), ("PYTHON", "LANG", "LC_")
"""Of the server's environment, which holds secrets, what such a process is given: what Python needs to start, by its
names and by how they begin."""
_ROOT = Path(__file__).resolve().parents[2]


ASIDES: dict[str, "Aside"] = {}
"""All there are, by the last word of their module."""


class NoAnswer(RuntimeError):
    """The process was killed at a limit, broke, or said too much."""


class Aside:
    """module: what runs in the processes, by its name, with its bytes on the input and its answer on the output.

    unanswered: how many found no turn, or had no answer.
    """

    def __init__(self, module: str, *, seconds: float = MOST_SECONDS, patience: float = PATIENCE) -> None:
        self._command = [sys.executable, "-m", module]
        self._seconds, self._patience = seconds, patience
        self.turns = Turns(MOST_WAITING)
        self.unanswered = 0
        ASIDES[module.rpartition(".")[2]] = self

    def ask(self, data: bytes, *words: str, most: int, who: str = "") -> bytes:
        """The answer to these bytes. words: after the module's name; most: bytes of it; who: the neighbourhood that
        they come from. Raises Crowded, NoAnswer."""
        try:
            with self.turns.taken(who, patience=self._patience):
                return self._ask([*self._command, *words], data, most)
        except (Crowded, NoAnswer):
            self.unanswered += 1
            raise

    def _ask(self, command: list[str], data: bytes, most: int) -> bytes:
        given = {name: value for name, value in os.environ.items() if name in KNOWN or name.startswith(KINDS)}
        child = subprocess.Popen(command, cwd=_ROOT, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        limit = threading.Timer(self._seconds, child.kill)
        limit.start()
        try:
            answer = _answer(child, data, most)
            ended = child.wait()
        finally:
            limit.cancel()
            _bury(child)
        if ended or len(answer) > most:
            raise NoAnswer(f"the process ended with {ended} after {len(answer)} bytes")
        return answer


def _answer(child: "subprocess.Popen[bytes]", data: bytes, most: int) -> bytes:
    assert child.stdin and child.stdout
    with contextlib.suppress(BrokenPipeError):  # it may have ended before it has read all
        child.stdin.write(data)
        child.stdin.close()
    answer = child.stdout.read(most + 1)
    if len(answer) > most:
        child.kill()
    return answer


def _bury(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError, AttributeError):
            pipe.close()  # type: ignore[union-attr]


# --- in the process itself


def hold_back() -> None:
    """Let the system end this process past its limits of time, and refuse it memory past the other."""
    if hasattr(signal, "setitimer"):
        # the kernel's own answer to this signal is to end it, also in the middle of a decoder
        signal.setitimer(signal.ITIMER_PROF, MOST_WORK)
    if resource is not None:
        _hold_memory()


def _hold_memory() -> None:
    # where the system does not say how much there is, the limit on pixels alone holds it
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MOST_MEMORY
        with contextlib.suppress(ValueError):  # a system may hold it lower already
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer_once(work: Callable[[bytes], bytes]) -> None:
    """Read all of the input, and write what the work makes of it; end at once where memory is refused."""
    try:
        sys.stdout.buffer.write(work(sys.stdin.buffer.read()))
        sys.stdout.buffer.flush()
    except MemoryError:
        # to say more needs memory: Python would fail at that, too, and fill the server's log
        os._exit(REFUSED)
