"""A sentence on its way through the reader: its words three times, and lines to the words that each one looks at.

looks("words.looks", reading, chosen="cat", proven=bets.proof("words.reads"))
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from diffusion_core.common.wire import pack
from pages.shared.player import Proof
from pages.shared.player.bundle import ASSETS, joined

if TYPE_CHECKING:
    from diffusion_core.networks.word_vectors import Reading

_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_looks",
    js=joined([ASSETS / "wire.js", ASSETS / "dom.js", _FOLDER / "looks.js"]),
    css=(_FOLDER / "looks.css").read_text(encoding="utf-8"),
)


def looks(key: str, reading: "Reading", *, chosen: int, told: bool, proven: Proof | None = None) -> None:
    """Show it. chosen: the place of the word whose lines stand out at first; a visitor points at another.

    told: whether the lines are drawn; else there are the words and their numbers alone; proven: of a bet, after which
    the lines come one layer after the other.
    """
    header = {
        "key": key,
        "words": list(reading.words),
        "chosen": chosen,
        "told": told,
        "turn": proven.turn if proven else 0,
    }
    parts = {"before": reading.before, "after": reading.after} | ({"looks": reading.looks} if told else {})
    arrays = {name: np.ascontiguousarray(part.numpy(), np.float32) for name, part in parts.items()}
    _component(key=key, data=pack(header, arrays))
