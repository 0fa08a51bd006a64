"""The line before the engine: who waits, and who comes in next. Owners take turns, however many tasks one has."""

import threading
from collections import Counter
from collections.abc import Collection
from typing import Generic, Protocol, TypeVar


class Owned(Protocol):
    """What waits. owner: whose it is, "" for nobody's in particular."""

    owner: str


T = TypeVar("T", bound=Owned)


class Full(RuntimeError):
    """There is no place left for this owner."""


class Line(Generic[T]):
    """places: how many may wait; of one owner three quarters of them at most, but two in any case. When all are taken,
    who has few there gets the last one of whoever has most. Any thread may call its methods."""

    def __init__(self, places: int) -> None:
        self._places, self._of_one = places, max(2, places * 3 // 4)
        self._waiting: list[T] = []
        self._news = threading.Condition()
        self.closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, task: T) -> T | None:
        """Wait at the end; returns who has lost a place by it. Raises Full, also once the line is closed."""
        with self._news:
            has = Counter(other.owner for other in self._waiting)
            if self.closed or has[task.owner] >= self._of_one:
                raise Full
            sent_away = self._makes_room(has, task.owner) if len(self._waiting) >= self._places else None
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

    def next(self, inside: Collection[T], *, room: bool) -> T | None:
        """Take out whose owner has the fewest inside, of those who waited longest; None where nobody may come.

        room: whether there is some inside; who has nothing inside yet may come in any case.
        """
        with self._news:
            has = Counter(task.owner for task in inside)
            may = [task for task in self._waiting if room or not has[task.owner]]
            if not may or self.closed:
                return None
            chosen = min(may, key=lambda task: has[task.owner])
            self._waiting.remove(chosen)
            return chosen

    def wait(self) -> None:
        """Until somebody is there, or the line is closed."""
        with self._news:
            self._news.wait_for(lambda: self.closed or bool(self._waiting))

    def close(self) -> None:
        """From now on nobody comes in."""
        with self._news:
            self.closed = True
            self._news.notify_all()

    def left(self) -> list[T]:
        """Take out all who still wait."""
        with self._news:
            late, self._waiting = self._waiting, []
            return late
