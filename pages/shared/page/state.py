"""Every state has a link: settings live in the address, and a link copies it.

A control keeps its value in the address by `bind="query-params"`: its key is the parameter's name, so keys are
"<page>.<name>" ("noise.seed"). Streamlit drops values outside the control's range, and so leaves the default.
"""

import math
import re
from pathlib import Path

import streamlit as st

from pages.shared.player import picked

BIND = "query-params"

_FOLDER = Path(__file__).parent
_copy_link = st.components.v2.component(
    "copy_link",
    js=(_FOLDER / "copy_link.js").read_text(encoding="utf-8"),
    css=(_FOLDER / "copy_link.css").read_text(encoding="utf-8"),
)


def link(key: str) -> None:
    """A button that copies the address as it stands in the browser, the player's moment included.

    key: unique on the page. Where the browser refuses the clipboard, the address is shown, selected.
    """
    _copy_link(key=f"{key}.link", width="content")


def bind(key: str) -> str | None:
    """The `bind` of a number's control: as BIND, but the address's infinity, at which Streamlit breaks, is dropped."""
    try:
        absurd = not math.isfinite(float(st.query_params.get(key, "0")))
    except ValueError:
        return BIND
    if absurd:
        del st.query_params[key]
    return None if absurd else BIND


def whole(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number from the address that no control is bound to; `default` if missing, absurd or out of range."""
    text = st.query_params.get(name, "")
    number = int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 16 else default
    return number if least <= number <= most else default


def one_of(name: str, options: tuple[str, ...], *, default: str) -> str:
    """A word from the address that no control is bound to; `default` unless it is one of the options."""
    word = st.query_params.get(name, "")
    return word if word in options else default


def told_by_link(*moments: str) -> bool:
    """Whether the address names a moment of one of these films: who follows a link sees what its sender saw."""
    named = st.query_params.get("moment", "").split("~")
    return any(part.startswith(f"{moment}.") for part in named for moment in moments)


def pixel(player: str, name: str, *, default: tuple[int, int], size: int = 64) -> tuple[int, int]:
    """The pixel (column, row) that was clicked last in a player, else the one of the address, which then names it.

    player: its key; name: the parameter's ("12.8"); default: where the address names none, or none in the picture.
    """
    pick, named = picked(player), st.query_params.get(name, "")
    if pick and named != f"{pick.x}.{pick.y}":
        named = st.query_params[name] = f"{pick.x}.{pick.y}"
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", named, re.ASCII)
    found = (int(match[1]), int(match[2])) if match else default
    return found if max(found) < size else default
