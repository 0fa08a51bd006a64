"""What a visitor is likely to ask for next is worked out while they look at what they have.

ran = run(seed)
ahead.work_out(run, seed + 1)    # for the button "Again"
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial

REST = 0.12
"""Seconds without a wish before one is worked out: browsers draw meanwhile, and where many visit there is no rest."""
MOST = 4
"""So many wishes wait at most; the newest is worked out first, older ones are dropped."""

_log = logging.getLogger(__name__)
_wishes: deque[Callable[[], object]] = deque(maxlen=MOST)
_wished = threading.Condition()
_worker: threading.Thread | None = None


def work_out(make: Callable[..., object], *settings: object) -> None:
    """Call this in the background, once the server rests; `make` remembers its results by itself.

    Nothing is done with a picture of the visitor's own, whose results are remembered for the visit alone.
    """
    global _worker
    if any(getattr(one, "private", False) for one in settings):
        return
    with _wished:
        _wishes.append(partial(make, *settings))
        _wished.notify()
        if _worker is None:
            _worker = threading.Thread(target=_work, name="ahead", daemon=True)
            _worker.start()


def _work() -> None:
    while True:
        wish = _next()
        try:
            wish()
        except Exception:
            # who asks for it will meet the same error, and be told
            _log.exception("Working ahead failed.")


def _next() -> Callable[[], object]:
    """The newest wish, once no other has come for a while."""
    with _wished:
        _wished.wait_for(lambda: _wishes)
        while _wished.wait(REST):
            pass
        return _wishes.pop()
