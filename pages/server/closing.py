"""The server's end: at SIGTERM nothing new is begun, what is at work finishes, and whoever waits in vain is told so.

Ten seconds later at most the process has ended, with 0. uvicorn alone would close all visits at once, wait for answers
without a limit, and end by the signal.
"""

import atexit
import os
import signal
import sys
import threading
from typing import Any

from pages.server import resources
from pages.server.errands import ROWS
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import ENDING

MOST = 10.0
"""Seconds from the signal to the end of the process."""
DRAWING = 7.0
"""Seconds for what the engine has begun, or has let in."""
TOLD = 1.5
"""Seconds in which the pages of errands that were ended look at them, and say so."""
UNSENT = 1
"""Seconds for answers that are still on their way, when the visits are closed."""

begun = threading.Event()


def prepare() -> None:
    """From now on the server closes in this way. For the main thread, when uvicorn's own answer is in place."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if server is not None and threading.current_thread() is threading.main_thread() and usable(ENDING):
        signal.signal(signal.SIGTERM, lambda *_: _at_once(begin, server))
        by_hand = signal.getsignal(signal.SIGINT)
        signal.signal(signal.SIGINT, lambda *found: _at_once(by_hand, *found))


def _at_once(end: Any, *found: Any) -> None:
    """End the server; when it has ended, the process goes without a look at threads that are still in torch.

    Python would take them down in the midst of a pass, which aborts the process.
    """
    atexit.register(_leave)
    end(*found)


def _leave() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def begin(server: Any) -> None:
    """Close this server of uvicorn's, in a thread of its own; asked a second time, at once."""
    if begun.is_set():
        server.should_exit = True
        return
    begun.set()
    limit = threading.Timer(MOST, os._exit, (0,))
    limit.daemon = True
    limit.start()
    threading.Thread(target=_close, args=(server,), name="closing", daemon=True).start()


def _close(server: Any) -> None:
    try:
        told = threading.Event()
        if _end_errands():
            threading.Timer(TOLD, told.set).start()
        else:
            told.set()
        if engine := resources.built(patience=1.0):
            engine.stop(DRAWING)
        told.wait()
    finally:
        server.config.timeout_graceful_shutdown = UNSENT
        server.should_exit = True


def _end_errands() -> bool:
    """Whether there were any."""
    rows = list(ROWS.values())
    there = any(row.standing() for row in rows)
    for row in rows:
        row.close()
    return there
