"""How often somebody may ask: made for a school, where thirty sit down in one minute behind one address.

All of it is in memory, and gone when the server is started anew; no address is written anywhere.
"""

import asyncio
from collections import Counter, OrderedDict

from pages.server.pace import MOST_KNOWN, Pace

OPENING = Pace(30, 1 / 30)
"""Rooms, by address: a school's classes open theirs when the first lesson begins."""
JOINING = Pace(150, 3)
"""Seats, by address."""
BETTING = Pace(20, 2)
"""Bets, by seat."""
LEADING = Pace(40, 4)
"""What a teacher does, by room."""
TOTALS = Pace(4, 1 / 15)
"""Pages of totals, by room: each is some tenths of a second's work."""
PICTURES = Pace(40, 1)
"""Pictures that nobody has asked for before, by address."""
WAIT = 1.0
"""Seconds that a code waits once an address has sent too many wrong ones."""
MOST_WAITING = 8
"""Codes of one address that wait; others are to come again."""


class Codes:
    """Wrong codes of an address are slowed. One that is known there is never: neither the class is shut out by what
    somebody guesses beside it, nor does the guesser learn anything."""

    def __init__(self, wait: float = WAIT, pace: Pace | None = None) -> None:
        self.wait, self._wrong = wait, pace or Pace(30, 0.5)
        self._waiting: Counter[str] = Counter()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def know(self, who: str, code: str) -> None:
        """This address has opened the room of that code, or somebody there has sat down in it."""
        self._known[who, code] = None
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    async def may_try(self, who: str, code: str) -> bool:
        """Whether a code may be looked up now, perhaps after a wait."""
        if (who, code) in self._known or self._wrong.takes(who, 0):
            return True
        if self._waiting[who] >= MOST_WAITING:
            return False
        self._waiting[who] += 1
        try:
            await asyncio.sleep(self.wait)
        finally:
            self._waiting[who] -= 1
            if not self._waiting[who]:
                del self._waiting[who]
        return True

    def was_wrong(self, who: str) -> None:
        """Such a code led nowhere."""
        self._wrong.takes(who)
