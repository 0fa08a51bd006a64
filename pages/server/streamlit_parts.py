"""What a part of Streamlit's is that a release may change, and the ways to see whether this release has it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
"""Where the files lie that a browser loads."""


@dataclass(frozen=True)
class Part:
    """name: what Streamlit calls it; purpose: what it serves; use: what we do with it; found: whether it is there."""

    name: str
    purpose: str
    use: str
    found: Callable[[], bool]

    def is_there(self) -> bool:
        """Whether this release has it; what cannot even be looked at has gone."""
        try:
            return self.found()
        except Exception:
            return False


def made(path: str) -> Any:
    """What stands at "module:name.name"."""
    module, _, names = path.partition(":")
    found: Any = import_module(module)
    for name in names.split("."):
        found = getattr(found, name)
    return found


def mentions(path: str, name: str) -> bool:
    """Whether the function at a path uses a name."""
    return name in made(path).__code__.co_names


def has_fields(message: str, *fields: str) -> bool:
    """Whether a message has these fields."""
    return set(fields) <= set(made(f"streamlit.proto.{message}").DESCRIPTOR.fields_by_name)


def is_setting(name: str) -> bool:
    """Whether Streamlit knows a setting."""
    return name in made("streamlit.config:get_config_options")()


@cache
def _scripts() -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(STATIC.glob("static/js/*.js")))


def is_in_scripts(word: str) -> bool:
    """Whether the word stands in the browser's scripts as a whole, not as part of a longer one."""
    at, scripts = -1, _scripts()
    while (at := scripts.find(word.encode(), at + 1)) >= 0:
        around = scripts[at - 1 : at] + scripts[at + len(word) : at + len(word) + 1]
        if not re.search(rb"[\w-]", around):
            return True
    return False
