"""The one edge for values: what a browser or an address says of a control counts only after it was checked here.

Kind, finiteness and length are checked for every control of every page, without a line of the page's; Streamlit itself
sees to ranges. What does not count is as if it had not been said: the control keeps its default. A component says what
counts as its value with Taking; without it, anything counts that is finite, short and shallow.

    _component(key=key, data=…, on_pick_change=Taking(lambda sent: isinstance(sent, str)))
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from pages.server.streamlit_values import Widget, check_values

MOST_LETTERS = 1_000
"""In a text."""
MOST_ITEMS = 100
"""In a list."""
MOST_JSON = 100_000
"""Letters of all that a component says at once."""
DEEPEST = 6
"""Lists within lists of what a component says."""
_STATE, _EVENTS = "json_value", "json_trigger_value"
_SAME = {"int_value": "double_value"}
"""A control for numbers sends whole ones as such."""


@cache
def guard() -> None:
    """From now on every page of this process gets checked values only."""
    check_values(understood, accepted)


def understood(kind: str | None, sent: Any, widget: Widget | None) -> bool:
    """Whether a message can be for a widget at all.

    kind: of the message, None where it empties the widget; sent: its content; widget: None where no page has shown it.
    """
    if kind == _STATE and not isinstance(_parsed(sent), dict):
        return False
    if kind == _EVENTS and _parsed(sent) is None:
        return False
    return kind is None or widget is None or _SAME.get(kind, kind) == _SAME.get(widget.kind, widget.kind)


def accepted(widget: Widget, value: Any) -> Any:
    """What of a value counts, of a message or of the address. Raises ValueError where nothing of it does."""
    if widget.kind == _STATE:
        return {name: said for name, said in value.items() if _counts(widget.events, name, said)}
    if widget.kind == _EVENTS:
        return json.dumps([one for one in _events(_parsed(value)) if _is_event(widget.events, one)])
    if not _CHECKS.get(widget.kind, _is_anything)(value) or not _is_offered(widget.options, value):
        raise ValueError(f"No value of this kind: {widget.kind}.")
    return value


# --- kinds


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    # neither infinite nor a whole number past all floats
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MOST_LETTERS


def _all(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, str) and len(value) <= MOST_ITEMS and all(map(check, value))


def _is_anything(value: Any) -> bool:
    """Files and the like: Streamlit knows more of them than we do."""
    return True


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "trigger_value": _is_switch,
    "bool_value": _is_switch,
    "int_value": _is_number,
    "double_value": _is_number,
    "string_value": _is_text,
    "int_array_value": _all(_is_number),
    "double_array_value": _all(_is_number),
    "string_array_value": _all(_is_text),
}


def _is_offered(options: Sequence[str] | None, value: Any) -> bool:
    return options is None or all(word in options for word in ([value] if isinstance(value, str) else value))


# --- components


def _parsed(text: str) -> Any:
    """What a JSON text says; None where it is none, too long, too deep, or holds a number that is not finite."""
    try:
        said = json.loads(text) if len(text) <= MOST_JSON else None
    except (ValueError, RecursionError):
        return None
    return said if _is_plain(said, DEEPEST) else None


def _is_plain(said: Any, depth: int) -> bool:
    if isinstance(said, (dict, list)):
        inner = said.values() if isinstance(said, dict) else said
        return depth > 0 and all(_is_plain(one, depth - 1) for one in inner)
    return _is_text(said) or said is None or _is_switch(said) or _is_number(said)


def _counts(events: Mapping[str, Callable[[], None]], name: str, said: Any) -> bool:
    """Whether a component may say this under this name."""
    if name not in events:
        return False
    counts = getattr(events[name], "counts", _is_anything)
    try:
        return said is None or bool(counts(said))
    except Exception:
        return False


def _events(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def _is_event(events: Mapping[str, Callable[[], None]], one: Any) -> bool:
    named = isinstance(one, dict) and isinstance(one.get("event"), str)
    return named and _counts(events, one["event"], one.get("value"))
