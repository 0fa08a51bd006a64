"""The line before the engine: who waits, and who comes in next. Owners take turns, however many tasks one has, and a
visitor has two inside at most."""

import threading
from collections import Counter
from collections.abc import Collection
from typing import Generic, Protocol, TypeVar

OF_VISITOR = 2
"""Tasks of one visitor that are served at once."""


class Owned(Protocol):
    """What waits. owner: whose turns it takes; visitor: who asked; "" for nobody in particular; brief: it is over after
    its first answer."""

    owner: str
    visitor: str

    @property
    def brief(self) -> bool: ...


T = TypeVar("T", bound=Owned)
CLOSING = "The server is closing. Please try again in a moment."


class Full(RuntimeError):
    """There is no place left for this owner."""


class Line(Generic[T]):
    """places: how many may wait; of one owner three quarters of them at most, but two in any case. When all are taken,
    who has few there gets the last one of whoever has most. refused: how many were not let in, or sent away. Any thread
    may call its methods."""

    def __init__(self, places: int) -> None:
        self._places, self._of_one = places, max(2, places * 3 // 4)
        self._waiting: list[T] = []
        self._news = threading.Condition()
        self.closed = False
        self.refused = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, task: T) -> T | None:
        """Wait at the end; returns who has lost a place by it. Raises Full, also once the line is closed."""
        with self._news:
            has = Counter(other.owner for other in self._waiting)
            if self.closed or has[task.owner] >= self._of_one:
                self.refused += 1
                raise Full
            sent_away = None
            if len(self._waiting) >= self._places:
                self.refused += 1  # one of the two
                sent_away = self._makes_room(has, task.owner)
            self._waiting.append(task)
            self._news.notify_all()
            return sent_away

    def _makes_room(self, has: Counter[str], owner: str) -> T:
        """The last of the owner who has most."""
        crowd, most = max(has.items(), key=lambda found: found[1], default=("", 0))
        if has[owner] + 1 >= most:
            raise Full
        last = [task for task in self._waiting if task.owner == crowd][-1]
        self._waiting.remove(last)
        return last

    def leave(self, task: T) -> bool:
        """Give up the place; whether it had one."""
        with self._news:
            waits = task in self._waiting
            if waits:
                self._waiting.remove(task)
            return waits

    def next(self, inside: Collection[T], *, room: bool, full: bool = False) -> T | None:
        """Take out whose owner has the fewest inside, of those who waited longest; None where nobody may come.

        room: whether there is some inside; whose owner has nothing inside yet may come in all the same, until it is
        full, and who is brief even then. Who has OF_VISITOR inside waits for one of them to end.
        """
        with self._news:
            has, of = Counter(task.owner for task in inside), _visits(inside)

            def may_come(task: T) -> bool:
                fits = room or (not has[task.owner] and (task.brief or not full))
                return fits and of[task.visitor] < OF_VISITOR

            may = [task for task in self._waiting if may_come(task)]
            if not may:
                return None
            chosen = min(may, key=lambda task: has[task.owner])
            self._waiting.remove(chosen)
            return chosen

    def order(self, inside: Collection[T]) -> list[T]:
        """All who wait, in the order in which they come in if nobody else comes and nobody leaves."""
        with self._news:
            waiting = list(self._waiting)
        has, of = Counter(task.owner for task in inside), _visits(inside)
        rounds = []
        for task in waiting:
            later = bool(task.visitor) and of[task.visitor] >= OF_VISITOR
            rounds.append((later, has[task.owner]))
            has[task.owner] += 0 if later else 1
            of[task.visitor] += 1
        return [task for _, task in sorted(zip(rounds, waiting, strict=True), key=lambda found: found[0])]

    def wait(self) -> None:
        """Until somebody waits, or the line is closed."""
        with self._news:
            self._news.wait_for(lambda: self.closed or bool(self._waiting))

    def close(self) -> None:
        """From now on nobody enters; who waits may still be taken out."""
        with self._news:
            self.closed = True
            self._news.notify_all()

    def left(self) -> list[T]:
        """Take out all who still wait."""
        with self._news:
            late, self._waiting = self._waiting, []
            return late


def _visits(inside: Collection[Owned]) -> Counter[str]:
    """How many each visitor has there; nobody in particular has none."""
    return Counter(task.visitor for task in inside if task.visitor)
