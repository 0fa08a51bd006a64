"""How often somebody may ask. In memory only, and gone when the server is started anew."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KNOWN = 10_000
"""Of those who asked, so many are remembered."""


class Pace:
    """So many at once, and after that so many a second. Each `who` has a pace of its own."""

    def __init__(self, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once, self.a_second, self._clock = at_once, a_second, clock
        self._left: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def takes(self, who: object, cost: float = 1) -> bool:
        """Whether this one may pass; then it counts. cost: 0 asks only whether another one may."""
        now = self._clock()
        left, at = self._left.pop(who, (float(self.at_once), now))
        left = min(self.at_once, left + (now - at) * self.a_second)
        passes = left >= 1
        self._left[who] = (left - cost if passes else left, now)
        while len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
        return passes


RUNS = Pace(120, 2)
"""Pictures that are drawn anew, by visit: some cost the server a second each."""
TOO_OFTEN = "You have asked for very many pictures in a short time. Please wait a moment, and try again."
