"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], *, within: float = 20) -> None:
    """Return as soon as it is true; AssertionError when it is not within so many seconds."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
