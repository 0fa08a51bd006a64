"""Work of many seconds: so many errands at a time, the others in a row; who asked sees how far it is, and can stop it.

errand = errands.enter(worker)        # a thread or a process (workers.py)
errand.hear()                         # at each look of its visitor; who is not heard for a while has left
errand.latest, errand.place(), errand.state, errand.why, errand.stop()
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from diffusion_core.serving import line
from pages.server.turns import REMEMBERED, in_rounds, who_makes_room

Made = TypeVar("Made")
WAITING, WORKING, PAUSED, OVER = "waiting", "working", "paused", "over"
FINISHED, STOPPED, LEFT, BROKE = "finished", "stopped", "left", "broke"
CROWDED, OUTNUMBERED, CLOSED = "crowded", "outnumbered", "closed"
MOST_WAITING, MOST_OF_ONE = 120, 30
"""In all, and from one neighbourhood. When all places are taken, who comes alone gets the last one of a crowd."""
MOST_RESTING = 2
"""Begun errands that are kept though they do not work: a process has some 300 MB."""

_log = logging.getLogger(__name__)


ROWS: dict[str, Errands[Any]] = {}
"""Those of this server, by what waits in them; queues.py makes them when somebody first needs one."""


class Full(RuntimeError):
    """Too many wait already; the message is a sentence for the visitor."""


class Worker(Protocol[Made]):
    """Who does the work. Its methods return at once; `begin` comes first, and only once."""

    def begin(self, tell: Callable[[Made], None], end: Callable[[bool], None]) -> None:
        """Set out. tell: takes each result; end: called when all is over, with whether it came to its end."""

    def pause(self) -> None:
        """Rest, at the latest after the result under way."""

    def go_on(self) -> None:
        """Work again."""

    def stop(self) -> bool:
        """End it for good, even if it never began; whether it is over already, not only once a result under way is."""


class Errand(Generic[Made]):
    """One visitor's work. state: WAITING, WORKING, PAUSED or OVER; results: all so far; begun: whether it had its turn;
    reached: whether it has come to its goal, where it pauses; gave_way: whether it pauses since others waited for the
    place and its turn was over; why: how it ended, or is about to."""

    def __init__(self, errands: Errands[Made], worker: Worker[Made], goal: Callable[[Made], bool], who: str) -> None:
        self.worker, self.goal, self.who = worker, goal, who
        self.state, self.why = WAITING, ""
        self.begun = self.reached = self.gave_way = False
        self.since = 0.0
        self.results: list[Made] = []
        self._errands = errands
        self.hear()

    @property
    def latest(self) -> Made | None:
        """The newest result, None before the first."""
        return self.results[-1] if self.results else None

    @property
    def over(self) -> bool:
        """Whether no more will come."""
        return self.state == OVER

    @property
    def finished(self) -> bool:
        """Whether it came to its end, neither stopped nor broken."""
        return self.over and self.why == FINISHED

    def hear(self) -> None:
        """Its visitor is still there."""
        self.heard = self._errands.clock()

    def place(self) -> int:
        """Its number in the row: 1 is next, 0 where it does not wait."""
        return self._errands.place(self)

    def pause(self) -> None:
        """Rest; its place is free for others meanwhile. Where too many rest, one ends."""
        self._errands.pause(self)

    def go_on(self) -> None:
        """Work again as soon as there is a place."""
        self._errands.go_on(self)

    def stop(self) -> None:
        """End it, at the latest after the result under way. Its results stay."""
        self._errands.stop(self)


class Errands(Generic[Made]):
    """A row of errands. Any thread may call its methods; none of them waits for any work.

    places: how many work at once; patience: seconds without a sign of its visitor after which an errand ends; turn:
    seconds of work after which it pauses when others wait; full: the sentence for whom there is no room to wait; clock:
    seconds that only grow.
    """

    def __init__(
        self,
        places: int,
        *,
        patience: float,
        full: str,
        turn: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.places, self.clock = places, clock
        self._patience, self._full, self._turn = patience, full, turn
        self._lock = threading.Condition()
        self._here: list[Errand[Made]] = []
        self._had: deque[str] = deque(maxlen=REMEMBERED)
        self._watching = self._closed = False
        self.refused = 0

    def enter(
        self, worker: Worker[Made], *, goal: Callable[[Made], bool] = lambda _: False, who: str = ""
    ) -> Errand[Made]:
        """Begin an errand, or queue for it. goal: whether a result is the one at which it pauses, once; who: the
        neighbourhood that its visitor comes from. Raises Full."""
        with self._lock:
            waiting = self._waiting()
            if self._closed:
                raise self._no_room(line.CLOSING)
            if sum(other.who == who for other in waiting) >= MOST_OF_ONE:
                raise self._no_room(self._full)
            if len(waiting) >= MOST_WAITING:
                last = who_makes_room(waiting, who)
                if last is None:
                    raise self._no_room(self._full)
                self.refused += 1
                self.stop(last, OUTNUMBERED)
            self._be_watched()
            errand = Errand(self, worker, goal, who)
            self._here.append(errand)
            self._fill()
            return errand

    def place(self, errand: Errand[Made]) -> int:
        """As `Errand.place`."""
        with self._lock:
            waiting = self._waiting()
            return waiting.index(errand) + 1 if errand in waiting else 0

    def pause(self, errand: Errand[Made]) -> None:
        """As `Errand.pause`."""
        with self._lock:
            if errand.state != WORKING or errand.why:
                return
            errand.state = PAUSED
            errand.worker.pause()
            # whoever comes back queues behind those who wait
            self._here.remove(errand)
            self._here.append(errand)
            resting = [other for other in self._here if other.begun and other.state != WORKING]
            for longest in resting[:-MOST_RESTING]:
                self.stop(longest, CROWDED)
            self._fill()

    def go_on(self, errand: Errand[Made]) -> None:
        """As `Errand.go_on`."""
        with self._lock:
            if errand.state == PAUSED:
                errand.state, errand.gave_way = WAITING, False
                self._fill()

    def stop(self, errand: Errand[Made], why: str = STOPPED) -> None:
        """As `Errand.stop`. why: how it ended."""
        with self._lock:
            if errand.why:
                return
            errand.why = why
            if not errand.begun or errand.worker.stop():
                self._leave(errand)

    def sweep(self) -> None:
        """Stop the errands whose visitors have left; where others wait, those whose turn is over give way."""
        with self._lock:
            for errand in list(self._here):
                if self.clock() - errand.heard > self._patience:
                    self.stop(errand, LEFT)
            for errand in list(self._here):
                over = errand.state == WORKING and self.clock() - errand.since > self._turn
                if over and self._waiting():
                    self.pause(errand)
                    errand.gave_way = errand.state == PAUSED

    def standing(self) -> Counter[str]:
        """How many are in which state."""
        with self._lock:
            return Counter(errand.state for errand in self._here)

    def workers(self) -> list[Worker[Made]]:
        """Of all that have begun, and are not over."""
        with self._lock:
            return [errand.worker for errand in self._here if errand.begun]

    def close(self, within: float = 0.0) -> None:
        """Stop all of them, let nobody in any more, and wait at most so many seconds for results under way."""
        with self._lock:
            self._closed = True
            # those that never began first, or they would begin in the places of the others
            for errand in sorted(self._here, key=lambda errand: errand.begun):
                self.stop(errand, CLOSED)
            self._lock.wait_for(lambda: not self._here, within)

    def _no_room(self, why: str) -> Full:
        self.refused += 1
        return Full(why)

    def _waiting(self) -> list[Errand[Made]]:
        waiting = [errand for errand in self._here if errand.state == WAITING and not errand.why]
        return in_rounds(waiting, self._had)

    def _fill(self) -> None:
        """Let those whose turn it is work, as many as there are places for."""
        free = self.places - sum(errand.state == WORKING for errand in self._here)
        for errand in self._waiting()[: max(0, free)]:
            errand.state, errand.since = WORKING, self.clock()
            self._had.append(errand.who)
            if errand.begun:
                errand.worker.go_on()
            else:
                errand.begun = True
                self._begin(errand)

    def _begin(self, errand: Errand[Made]) -> None:
        def tell(result: Made) -> None:
            errand.results.append(result)
            if errand.goal(result) and not errand.reached:
                errand.reached = True
                self.pause(errand)

        try:
            errand.worker.begin(tell, lambda finished: self._end(errand, FINISHED if finished else BROKE))
        except Exception:
            # the turn may have come in another visitor's call, who is to hear nothing of it
            _log.exception("An errand could not begin.")
            errand.worker.stop()
            self._end(errand, BROKE)

    def _end(self, errand: Errand[Made], why: str) -> None:
        with self._lock:
            errand.why = errand.why or why
            if errand.state != OVER:
                self._leave(errand)

    def _leave(self, errand: Errand[Made]) -> None:
        errand.state = OVER
        self._here.remove(errand)
        self._fill()
        self._lock.notify_all()

    def _be_watched(self) -> None:
        if not self._watching:
            threading.Thread(target=self._watch, name="errands", daemon=True).start()
            self._watching = True

    def _watch(self) -> None:
        watching = True
        while watching:
            time.sleep(min(1.0, self._patience / 4))
            with self._lock:
                watching = False
                try:
                    self.sweep()
                    watching = bool(self._here)
                finally:
                    # should it break, whoever enters next has the errands watched again
                    self._watching = watching
