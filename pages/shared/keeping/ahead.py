"""What a visitor is likely to ask for next is worked out while they look at what they have.

ran = run(seed)
ahead.work_out(run, seed + 1)  # for the button "Again"
"""

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import cache, partial

from pages.shared.page.pictures import of_one_visitor

REST = 0.12
"""Seconds without a wish before one is worked out: browsers draw meanwhile, and where many visit there is no rest."""
MOST = 6
"""So many wishes wait at most; the newest is worked out first, older ones are dropped."""

_making = threading.Lock()
_log = logging.getLogger(__name__)


def work_out(make: Callable[..., object], *settings: object, **named: object) -> None:
    """Call this in the background, once the server rests; `make` remembers its results by itself.

    Nothing is done with a picture of the visitor's own, whose results are remembered for the visit alone.
    """
    if not of_one_visitor(*settings, *named.values()):
        with _making:
            worker = the_worker()
        worker.wish(partial(make, *settings, **named))


class Worker:
    """The one thread that works ahead, with the wishes that wait for it."""

    def __init__(self) -> None:
        self._wishes: deque[Callable[[], object]] = deque(maxlen=MOST)
        self._wished = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
        self._thread.start()

    def wish(self, wish: Callable[[], object]) -> None:
        """Put it before the others."""
        with self._wished:
            self._wishes.append(wish)
            self._wished.notify()

    def stop(self) -> None:
        """Forget what waits, and return once what has begun is done."""
        with self._wished:
            self._stopped = True
            self._wishes.clear()
            self._wished.notify()
        self._thread.join()

    def _work(self) -> None:
        while wish := self._next():
            try:
                wish()
            except Exception:
                # who asks for it will meet the same error, and be told
                _log.exception("Working ahead failed.")

    def _next(self) -> Callable[[], object] | None:
        """The newest wish, once no other has come for a while; None when there is to be no more."""
        with self._wished:
            self._wished.wait_for(lambda: self._wishes or self._stopped)
            while not self._stopped and self._wished.wait(REST):
                pass
            return self._wishes.pop() if self._wishes else None


@cache
def the_worker() -> Worker:
    """This process has one, from its first wish on; at its end it is stopped."""
    worker = Worker()
    atexit.register(worker.stop)  # a thread that the interpreter's end cuts off inside torch takes the process down
    return worker
