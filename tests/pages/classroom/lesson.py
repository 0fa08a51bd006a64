"""A lesson as thirty play it: three bets, minds changed, two reloads, one who leaves, one who is late, and a server
that is killed while they bet. What each was told is written down, and what should have been counted beside it."""

import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field

from tests.pages.classroom.house import House
from tests.pages.classroom.people_in_a_room import Person, Screen, opened, seated
from tests.waiting import until

SEATS = 30
BETS = ("heart_or_ring", "new_drop", "can_tell")
PATIENCE = 120
"""Seconds for what the server works out, and for its second start."""
UNTOLD = ("open", "closed", "open again", "closed again")
SECRETS = (b'"right"', b'"says"', b'"splits"', b'"bets"', b'"why": "')
TABLES = ("rooms", "seats", "rounds", "bets")


@dataclass
class Findings:
    """reveals: ms from the teacher's press to each screen, a list a round; expected, counted: by round and turn how
    many chose each answer; leaks: what a pupil was told too early; left: rows after the end; rejoined: lines that were
    opened anew."""

    reveals: list[list[float]] = field(default_factory=list)
    expected: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    counted: dict[tuple[int, int], list[int] | None] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    rejoined: int = 0


class Lesson:
    """One class in a house. Whoever could not be heard says it again, as a pupil presses again."""

    def __init__(self, house: House, *, seed: int = 0) -> None:
        self.house, self.chance, self.found = house, random.Random(seed), Findings()
        self.teacher, self.code = opened(house.base)
        self.board = Screen(self.teacher)
        with ThreadPoolExecutor(SEATS) as hands:
            self.pupils = list(hands.map(lambda _: seated(house.base, self.code), range(SEATS - 1)))
        self.screens = [Screen(pupil) for pupil in self.pupils]
        self.place = 0

    def play(self) -> Findings:
        self._see(lambda: self.board.view.get("seats") == SEATS - 1)
        self.round(BETS[0], killed=True)
        self.pupils.append(seated(self.house.base, self.code))  # the late one
        self.screens.append(Screen(self.pupils[-1]))
        self.round(BETS[1], reloaded=2)
        self.pupils[3].do("leave", {})
        self._see(lambda: self.screens[3].over)
        del self.pupils[3], self.screens[3]
        self.round(BETS[2])
        return self.found

    def round(self, bet: str, *, killed: bool = False, reloaded: int = 0) -> None:
        """One bet with both turns, up to the run that all see."""
        self.place += 1
        number = self._do(self.teacher, "begin", {"bet": bet})["round"]
        self._see(lambda: all(self._is(screen, "open") for screen in self.screens))
        self._bet(number, 1, killed=killed, reloaded=reloaded)
        self._turn(number, "closed")
        self._turn(number, "open again")
        self._see(lambda: all(self._is(screen, "open again") for screen in self.screens))
        self._bet(number, 2)
        self._turn(number, "closed again")
        self._see(lambda: self._is(self.board, "closed again") and self.board.view["round"]["ready"])
        self.reveal(number)
        self._turn(number, "run")
        self._see(lambda: all(screen.view["lead"] for screen in self.screens))

    def short_round(self, bet: str) -> None:
        """One in which nobody bets, for one more reveal."""
        self.place += 1
        number = self._do(self.teacher, "begin", {"bet": bet})["round"]
        self._turn(number, "closed")
        self._see(lambda: all(self._is(one, "closed") for one in (*self.screens, self.board)))
        self._see(lambda: self.board.view["round"]["ready"])
        self.reveal(number)

    def reveal(self, number: int) -> None:
        pressed = time.monotonic()
        self._turn(number, "revealed")
        self._see(lambda: all(self._is(one, "revealed") for one in (*self.screens, self.board)))
        came = [one.when("revealed", self.place) for one in (*self.screens, self.board)]
        self.found.reveals.append([1000 * (at - pressed) for at in came if at])
        for turn, split in enumerate(self.board.view["round"]["splits"], 1):
            self.found.counted[self.place, turn] = split

    def end(self) -> Findings:
        """End it, and look at what is left."""
        self._do(self.teacher, "end", {})
        self._see(lambda: all(one.over for one in (*self.screens, self.board)))
        for screen in self.screens:
            self.found.leaks += leaks(screen)
            self.found.rejoined += screen.lines - 1
        with closing(sqlite3.connect(self.house.rooms)) as line:
            self.found.left = {table: line.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        return self.found

    def _bet(self, number: int, turn: int, *, killed: bool = False, reloaded: int = 0) -> None:
        """Each bets twice, and the second one counts. killed: the server, when half have."""
        wishes = [(self.chance.randrange(3), self.chance.randrange(3)) for _ in self.pupils]
        self.found.expected[self.place, turn] = [sum(last == answer for _, last in wishes) for answer in range(3)]

        def make(place: int) -> None:
            for answer in wishes[place]:
                what = {"round": number, "turn": turn, "answer": answer, "sure": self.chance.randrange(3)}
                self._do(self.pupils[place], "bet", what)

        half = len(self.pupils) // 2
        with ThreadPoolExecutor(SEATS) as hands:
            list(hands.map(make, range(half)))
            others = [hands.submit(make, place) for place in range(half, len(self.pupils))]
            if killed:
                self.house.kill()
                self.house.start()
            for screen in self.screens[:reloaded]:
                screen.reload()
            for one in others:
                one.result()

    def _turn(self, number: int, to: str) -> None:
        self._do(self.teacher, "turn", {"round": number, "to": to})

    def _do(self, who: Person, name: str, what: dict) -> dict:
        until_ = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError, ValueError):
                status, found = who.ask(name, what)
                if status not in (429, 503):
                    assert status == 200, (name, what, status, found)
                    return found
            assert time.monotonic() < until_, (name, what)
            time.sleep(0.1)

    def _is(self, screen: Screen, state: str) -> bool:
        now = screen.view.get("round") or {}
        return now.get("state") == state and now.get("place") == self.place

    def _see(self, true) -> None:
        until(true, within=PATIENCE)


def leaks(screen: Screen) -> list[str]:
    """What a pupil was told of a round before it was revealed, other than of the own bet."""
    found = []
    for line in screen.said.split(b"\n"):
        untold = any(f'"state": "{state}"'.encode() in line for state in UNTOLD)
        found += [secret.decode() for secret in SECRETS if untold and secret in line]
    return found
