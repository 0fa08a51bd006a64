"""Rows about a class: a lesson of thirty as tests/pages/classroom plays it, on the whole site, and its times.

The lesson's own tests hold that no bet is lost; here its figures are printed beside what they should be.
"""

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.clock import Rows, row
from tests.pages.classroom.house import WHOLE_SITE, House, standing
from tests.pages.classroom.lesson import BETS, SEATS, Findings, Lesson
from tests.pages.classroom.people_in_a_room import Person, opened

SHORT = 17
"""More rounds, in which nobody bets: with the lesson's own there are twenty reveals."""
LIMIT = 300.0
WRONG, HANDS = 300, 16
"""Codes that somebody guesses, and how many at once."""


def class_rows() -> Rows:
    """With a server of their own."""
    with tempfile.TemporaryDirectory() as folder, standing(WHOLE_SITE, Path(folder) / "rooms.sqlite3") as house:
        lesson = Lesson(house)
        lesson.play()
        for number in range(SHORT):
            lesson.short_round(BETS[number % len(BETS)])
        yield from _rows(lesson.end())
        yield from _guessing(house)


def _rows(found: Findings) -> Rows:
    last = [max(screens) for screens in found.reveals]
    said = f"{len(last)} reveals on {SEATS} screens; half in {statistics.median(last):.0f} ms, all in {max(last):.0f}"
    yield "reveal to the last screen, p95", row(statistics.quantiles(last, n=20)[-1], LIMIT, "ms", said)
    wrong = sum(
        abs(one - other)
        for turn, counted in found.expected.items()
        for one, other in zip(counted, found.counted[turn] or (0, 0, 0), strict=True)
    )
    made = sum(map(sum, found.expected.values()))
    yield "bets lost or counted twice", row(wrong, made, "bets", "all that were made; the server was killed between")
    yield "told too early", row(len(found.leaks), made, "messages", "bets that could have been told")
    yield "rows after the end", row(sum(found.left.values()), made, "rows", "bets that there were")


def _guessing(house: House) -> Rows:
    """Wrong codes by the dozen from the class's own address, and meanwhile one who sits down."""
    _, code = opened(house.base)
    waits: list[float] = []

    def guess(number: int) -> int:
        return Person(house.base).ask("join", {"code": "ZZZZZ"})[0]

    begun = time.monotonic()
    with ThreadPoolExecutor(HANDS) as hands:
        guesses = [hands.submit(guess, number) for number in range(WRONG)]
        while not all(one.done() for one in guesses):
            at = time.monotonic()
            Person(house.base).do("join", {"code": code})
            waits.append(1000 * (time.monotonic() - at))
            time.sleep(0.2)
    tried = [one.result() for one in guesses].count(404)
    a_second = tried / (time.monotonic() - begun)
    said = f"{WRONG} sent as fast as the line takes, of which {tried} were looked up"
    yield "wrong codes looked up", row(a_second, WRONG, "a second", said)
    yield "a right code meanwhile", row(max(waits), 1000, "ms", f"a second; the slowest of {len(waits)}")
