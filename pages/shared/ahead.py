"""What a visitor is likely to ask for next is worked out while they look at what they have.

ran = run(seed)
ahead.work_out(run, seed + 1)  # for the button "Again"
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import cache, partial

from pages.shared.pictures import of_one_visitor

REST = 0.12
"""Seconds without a wish before one is worked out: browsers draw meanwhile, and where many visit there is no rest."""
MOST = 6
"""So many wishes wait at most; the newest is worked out first, older ones are dropped."""

_log = logging.getLogger(__name__)


def work_out(make: Callable[..., object], *settings: object, **named: object) -> None:
    """Call this in the background, once the server rests; `make` remembers its results by itself.

    Nothing is done with a picture of the visitor's own, whose results are remembered for the visit alone.
    """
    if not of_one_visitor(*settings, *named.values()):
        _worker().wish(partial(make, *settings, **named))


class Worker:
    """The one thread that works ahead, with the wishes that wait for it."""

    def __init__(self) -> None:
        self._wishes: deque[Callable[[], object]] = deque(maxlen=MOST)
        self._wished = threading.Condition()
        threading.Thread(target=self._work, name="ahead", daemon=True).start()

    def wish(self, wish: Callable[[], object]) -> None:
        """Put it before the others."""
        with self._wished:
            self._wishes.append(wish)
            self._wished.notify()

    def _work(self) -> None:
        while True:
            wish = self._next()
            try:
                wish()
            except Exception:
                # who asks for it will meet the same error, and be told
                _log.exception("Working ahead failed.")

    def _next(self) -> Callable[[], object]:
        """The newest wish, once no other has come for a while."""
        with self._wished:
            self._wished.wait_for(lambda: self._wishes)
            while self._wished.wait(REST):
                pass
            return self._wishes.pop()


@cache
def _worker() -> Worker:
    return Worker()
