"""The message of the theme, which Streamlit makes out of all its settings at each run of a page: once for all."""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from pages.server.streamlit_parts import made as found
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import SESSION, THEME


@cache
def guard() -> None:
    """From now on. Once a process."""
    if usable(THEME):
        session = sys.modules[found(SESSION).__module__]
        session._populate_theme_msg = once(session._populate_theme_msg)  # type: ignore[attr-defined]


def once(populate: Callable[..., None]) -> Callable[..., None]:
    """Like `populate(message, section)`, which fills a section of the theme into a message; each is remembered."""
    made: dict[str, Any] = {}

    def remembered(message: Any, section: str = "theme") -> None:
        if section not in made:
            fresh = type(message)()
            populate(fresh, section)
            made[section] = fresh
        # an empty one is to stay unset
        if made[section].ByteSize():
            message.MergeFrom(made[section])

    return remembered
