"""Every state has a link: settings live in the address, and a link copies it.

A control keeps its value in the address by `bind="query-params"`: its key is the parameter's name, so keys are
"<page>.<name>" ("noise.seed"). Streamlit drops values outside the control's range, and so leaves the default.
"""

import math
from collections.abc import Collection
from pathlib import Path

import streamlit as st

from pages.shared.player.bundle import ASSETS, Served, dressed

BIND = "query-params"

_FOLDER = Path(__file__).parent
SCRIPT = Served("link", dressed([ASSETS / "style.js", _FOLDER / "copy_link.js"], _FOLDER / "copy_link.css"))
_copy_link = st.components.v2.component("copy_link", js=SCRIPT.loader)


def link(key: str) -> None:
    """A button that copies the address as it stands in the browser, with the moments at which films stand.

    key: unique on the page; that of an experiment, "experiment.1.3", makes the link lead to its heading, and add the
    moments of its own films only. Where the browser refuses the clipboard, the address is shown, selected.
    """
    kind, _, number = key.partition(".")
    _copy_link(key=f"{key}.link", data={"anchor": anchor(number) if kind == "experiment" else ""}, width="content")


_KEPT = {
    "1.5": "who-decides",
    "1.6": "experiment-1-5",
    "1.7": "experiment-1-6",
    "1.8": "experiment-1-7",
    "2.1": "experiment-2-2",
    "2.2": "experiment-2-1",
    "4.14": "experiment-4-15",
    "4.15": "experiment-4-16",
    "4.16": "experiment-4-14",
    "4.18": "experiment-4-19",
    "4.19": "experiment-4-20",
}
"""Experiments whose number changed keep the address that they had; one that took such a number has a name instead."""


def anchor(number: str) -> str:
    """The end of an experiment's address. number: "1.3"."""
    return _KEPT.get(number) or former(number)


def former(number: str) -> str:
    """The end of the address of whatever had this number first."""
    return f"experiment-{number.replace('.', '-')}"


def box(number: str) -> str:
    """The parameter that says whether an experiment that starts closed is open, kept as its address is."""
    return f"open.{anchor(number).removeprefix('experiment-').replace('-', '.')}"


def bind(key: str) -> str | None:
    """The `bind` of a number's control: as BIND, but the address's infinity, at which Streamlit breaks, is dropped."""
    try:
        absurd = not math.isfinite(float(st.query_params.get(key, "0")))
    except ValueError:
        return BIND
    if absurd:
        del st.query_params[key]
    return None if absurd else BIND


def in_address(key: str, options: Collection[str]) -> str:
    """What the address says of a menu, where that is one of its options; else ""."""
    said = st.query_params.get(key, "")
    return said if said in options else ""


def link_reveals(*moments: str) -> bool:
    """Whether the address names a moment of one of these films: a link shows what its sender saw, answer and all."""
    named = st.query_params.get("moment", "").split("~")
    return any(part.startswith(f"{moment}.") for part in named for moment in moments)


def link_names(*names: str) -> bool:
    """Whether the address names one of these settings or moments: then what starts closed opens, as its sender had it.

    names: of settings ("inside.small"), or what they and moments begin with ("between." for "between.way" too).
    """
    words = [*st.query_params, *st.query_params.get("moment", "").split("~")]
    return any(word == name or (name.endswith(".") and word.startswith(name)) for word in words for name in names)
