"""The card of a bet in the browser: the question, its answers, and what came out, in one place that doesn't move."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.player.bundle import ASSETS, Served, joined
from pages.shared.taking import Taking

_HERE = Path(__file__).parent
NAME = "bet"
COMPANION = _HERE / "companion.png"
"""The cat with the bow in its four moods, 64×64 each, side by side (tests draw it again)."""


def _script() -> Served:
    picture = f"data:image/png;base64,{b64encode(COMPANION.read_bytes()).decode()}"
    return Served("bet", joined([ASSETS / "dom.js", _HERE / "card.js"]).replace("COMPANION_PICTURE", picture))


SCRIPT = _script()
_card = st.components.v2.component(NAME, js=SCRIPT.loader, isolate_styles=False)


def card(key: str, data: dict[str, Any], *, taken: Callable[[], None]) -> None:
    """Put a card on the page. key: unique on the site; data: as bets.py sends it; taken: an answer was chosen."""
    answers = (*data["options"], data["show"])
    _card(key=key, data=data, on_guess_change=Taking(lambda sent: sent in answers, taken))
