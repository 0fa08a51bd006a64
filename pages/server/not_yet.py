"""What a visitor asks of a part of a page that is still being drawn for the first time: it waits for it.

After the server was away each browser begins a visit anew, whose first run draws a page that the visitor has long had
before their eyes. A bet placed meanwhile asks for a part that this visit doesn't know yet; Streamlit drops such a
request without a word, and its card would never answer. Taken for known while a run works, the part is queued behind
that run, as Streamlit does with all that is asked of parts. One that isn't there even then is passed over, with a line
in the log.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from pages.server.runs import is_stopped
from pages.server.streamlit_parts import made
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import NOT_YET, SESSION


@cache
def guard() -> None:
    """From now on. Once a process."""
    if usable(NOT_YET):
        session = made(SESSION)
        session.has_fragment = or_soon(session.has_fragment)


def or_soon(has_fragment: Callable[[Any, str], bool]) -> Callable[[Any, str], bool]:
    """Like `has_fragment(session, fragment_id)`, and True also while a run works that may make it."""

    def has_or_will(self: Any, fragment_id: str) -> bool:
        runner = self._scriptrunner
        return has_fragment(self, fragment_id) or (runner is not None and not is_stopped(runner))

    return has_or_will
