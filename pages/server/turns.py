"""Turns: who has had fewest comes first, so that many who come from one neighbourhood hold up nobody elsewhere."""

import contextlib
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Whose(Protocol):
    """What waits. who: the neighbourhood that it comes from."""

    who: str


REMEMBERED = 8
"""Turns that are remembered; after them a neighbourhood has had none."""
T = TypeVar("T", bound=Whose)


class Crowded(RuntimeError):
    """Too many wait already, or the wait was too long."""


def in_rounds(waiting: Iterable[T], had: Iterable[str]) -> list[T]:
    """Those that wait, in the order of their turns: first of each neighbourhood, then the second of each, and so on.

    waiting: as they came; had: the neighbourhoods of those who had the latest turns, which count.
    """
    before, rounds = Counter(had), []
    for one in waiting:
        rounds.append((before[one.who], one))
        before[one.who] += 1
    return [one for _, one in sorted(rounds, key=lambda turn: turn[0])]


@dataclass(eq=False)
class _Turn:
    who: str


class Turns:
    """One place, for one at a time. most: how many may wait for it, in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: list[_Turn] = []
        self._had: deque[str] = deque(maxlen=REMEMBERED)
        self._news = threading.Condition()
        self.is_taken = False

    @contextlib.contextmanager
    def taken(self, who: str, *, patience: float) -> Iterator[None]:
        """The place, when the turn has come. patience: seconds to wait for it. Raises Crowded."""
        turn = _Turn(who)
        self._wait(turn, time.monotonic() + patience)
        try:
            yield
        finally:
            with self._news:
                self.is_taken = False
                self._news.notify_all()

    def _wait(self, turn: _Turn, until: float) -> None:
        with self._news:
            if len(self._waiting) >= self._most and (self.is_taken or self._waiting):
                raise Crowded
            self._waiting.append(turn)
            try:
                if not self._news.wait_for(lambda: self._is_next(turn), until - time.monotonic()):
                    raise Crowded
                self.is_taken = True
                self._had.append(turn.who)
            finally:
                self._waiting.remove(turn)
                self._news.notify_all()

    def _is_next(self, turn: _Turn) -> bool:
        return not self.is_taken and in_rounds(self._waiting, self._had)[0] is turn
