"""Picture chips: an animal, a colour, a thing worn is chosen by its picture, not from a menu.

    ANIMAL = InAddress("home.animal", "cat", one_of(ANIMALS))
    chips("Animal", ANIMALS, key="home.animals", value=ANIMAL.now(), pictures=sheet("animal"), on_change=ANIMAL.choose)

One row of radio buttons in the browser, by mouse, finger, keyboard and screen reader.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.player.bundle import ASSETS, Served, dressed
from pages.shared.taking import Taking

_FOLDER = Path(__file__).parent
SCRIPT = Served("chips", dressed([ASSETS / "style.js", _FOLDER / "chips.js"], _FOLDER / "chips.css"))
_component = st.components.v2.component("ink_chips", js=SCRIPT.loader)


def chips(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    value: str,
    pictures: str,
    on_change: Callable[[str], None],
) -> str:
    """Show the options, `value` being the chosen one; returns it.

    pictures: the address of one picture that holds those of all options side by side, 64×64 each (as `chip_pictures`
    makes them); on_change: told, before the page is drawn anew, which of the options the visitor chose. Whoever calls
    keeps it, as a setting of one_setting.py does: a browser's word is taken only where it is one of the options.
    """
    data = {"label": label, "options": list(options), "value": value, "pictures": pictures}
    chosen = partial(_choose, key, tuple(options), on_change)
    _component(key=key, data=data, on_chosen_change=Taking(lambda sent: sent in options, chosen))
    return value


def _choose(key: str, options: Sequence[str], on_change: Callable[[str], None]) -> None:
    if (said := _said(st.session_state.get(key))) in options:
        on_change(said)


def _said(state: Any) -> str | None:
    """What the browser says was chosen; None where that is no word."""
    said = state.get("chosen") if hasattr(state, "get") else None
    return said if isinstance(said, str) else None
