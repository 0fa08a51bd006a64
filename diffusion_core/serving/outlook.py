"""How long those in the line will wait: what lies ahead of them, at the pace that was measured."""

import heapq
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

FADE = 0.9
"""What each further pass leaves of the weight of the passes before it."""
LOOK = 0.2
"""Seconds for which an outlook holds."""


class Work(NamedTuple):
    """Of a task: rows of each question, and questions that are still to come."""

    rows: int
    questions: int


class Outlook(NamedTuple):
    """Of a task: its place in the line, 1 for who is next and 0 for who is served, and the seconds until its first
    answer, None where no pace was measured yet."""

    place: int
    seconds: float | None


class Working(Protocol):
    """What waits, or is served. work: what it still asks for."""

    work: Work


T = TypeVar("T", bound=Working)


class Pace:
    """Seconds that a row takes, of the latest passes."""

    def __init__(self) -> None:
        self._rows = self._seconds = 0.0

    def note(self, rows: int, seconds: float) -> None:
        """A pass is over."""
        self._rows, self._seconds = FADE * self._rows + rows, FADE * self._seconds + seconds

    def of(self, rows: float) -> float | None:
        """Seconds that so many rows take, None before the first pass."""
        return rows * self._seconds / self._rows if self._rows else None


def rows_before(inside: Iterable[Work], waiting: Iterable[tuple[Work, float]]) -> list[int]:
    """How many rows are answered until the first answer of each of those that wait, who come in in this order.

    All inside have a question answered a round. waiting: each with the rows of a round from which on it can't come in.
    """
    ends = [(work.questions, work.rows) for work in inside]
    heapq.heapify(ends)
    now, answered, width = 0, 0, sum(rows for _, rows in ends)
    found = []
    for work, room in waiting:
        while ends and (width >= room or ends[0][0] <= now):
            end, rows = heapq.heappop(ends)
            answered += (end - now) * width
            now, width = end, width - rows
        width += work.rows
        heapq.heappush(ends, (now + work.questions, work.rows))
        found.append(answered + width)
    return found


class Outlooks(Generic[T]):
    """Of all tasks, worked out at once, since all of them ask. Any thread may.

    look: gives those who are served, and those who wait, in their order, each with its room, as in `rows_before`.
    """

    def __init__(self, look: Callable[[], tuple[Sequence[T], Sequence[tuple[T, float]]]]) -> None:
        self._look, self.pace = look, Pace()
        self._found, self._until = dict[T, Outlook](), 0.0

    def of(self, task: T) -> Outlook | None:
        """Of this one, None where it neither waits nor is served."""
        if time.monotonic() > self._until:
            self._until = time.monotonic() + LOOK
            self._found = self._all(*self._look())
        return self._found.get(task)

    def forget(self) -> None:
        """Somebody has come."""
        self._until = 0.0

    def _all(self, inside: Sequence[T], line: Sequence[tuple[T, float]]) -> dict[T, Outlook]:
        served = Outlook(0, self.pace.of(sum(one.work.rows for one in inside)))
        before = rows_before([one.work for one in inside], [(one.work, room) for one, room in line])
        places = enumerate(zip(line, before, strict=True), 1)
        waiting = {one: Outlook(place, self.pace.of(rows)) for place, ((one, _), rows) in places}
        return dict.fromkeys(inside, served) | waiting
