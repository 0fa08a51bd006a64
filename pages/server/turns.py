"""Turns: who has had fewest comes first, so that many who come from one neighbourhood hold up nobody elsewhere."""

import contextlib
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
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


def who_makes_room(waiting: Sequence[T], who: str) -> T | None:
    """Who leaves a full row for one of another neighbourhood: the last of those that have most in it.

    None where `who`'s own would then have as many: rows are full for a crowd, not for who comes alone.
    """
    has = Counter(one.who for one in waiting)
    crowd, most = max(has.items(), key=lambda found: found[1], default=("", 0))
    if has[who] + 1 >= most:
        return None
    return [one for one in waiting if one.who == crowd][-1]


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
    sent_away: bool = False


class Turns:
    """One place, for one at a time. most: how many may wait for it, in all; who comes alone finds room in any case."""

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
                self._make_room(turn.who)
            self._waiting.append(turn)
            try:
                its_turn = self._news.wait_for(lambda: turn.sent_away or self._is_next(turn), until - time.monotonic())
                if not its_turn or turn.sent_away:
                    raise Crowded
                self.is_taken = True
                self._had.append(turn.who)
            finally:
                if not turn.sent_away:
                    self._waiting.remove(turn)
                self._news.notify_all()

    def _make_room(self, who: str) -> None:
        last = who_makes_room(self._waiting, who)
        if last is None:
            raise Crowded
        last.sent_away = True
        self._waiting.remove(last)
        self._news.notify_all()

    def _is_next(self, turn: _Turn) -> bool:
        return not self.is_taken and in_rounds(self._waiting, self._had)[0] is turn
