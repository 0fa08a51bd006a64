"""How much memory a server and its children take at most, and how long its children work: Linux, by /proc."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
LOOK = 0.004
"""Seconds between two looks; an unpacking takes 0.15."""


@dataclass
class Cost:
    """memory: bytes more, at most, than before; work: seconds of the processor in children that have ended."""

    memory: int = 0
    work: float = 0.0


@contextmanager
def cost_of(pid: int) -> Iterator[Cost]:
    """What a block costs the server with this process; filled in when it is over."""
    cost, over = Cost(), threading.Event()
    before, worked = resident(pid), _children_worked(pid)

    def look() -> None:
        while not over.wait(LOOK):
            now = resident(pid) + sum(resident(child) for child in _children(pid) if _has_begun(child))
            cost.memory = max(cost.memory, now - before)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield cost
    finally:
        over.set()
        looking.join()
        cost.work = _children_worked(pid) - worked


def resident(pid: int) -> int:
    """Bytes of memory that a process has; none for one that has gone."""
    with suppress(OSError):
        return PAGE * int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return 0


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, tasks.read_text().split())
    return found


def _has_begun(pid: int) -> bool:
    """Whether it is the child already; for a moment before, it is its parent once more, with all that has."""
    with suppress(OSError):
        return b"unpacking" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _children_worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICK
