"""The words of a sentence in a row: dragged to another place, moved by the arrow keys, or swapped by two taps.

    word_row("Drag the words", ORDER.now().split(), key="words.row", on_change=ORDER.choose)

The browser shows the new order at once and tells it when the visitor rests.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.taking import Taking

_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_word_row",
    js=(_FOLDER / "word_row.js").read_text(encoding="utf-8"),
    css=(_FOLDER / "word_row.css").read_text(encoding="utf-8"),
)


def word_row(label: str, words: Sequence[str], *, key: str, on_change: Callable[[str], None]) -> None:
    """Show the words in this order. on_change: told the sentence in a new order, before the page is drawn anew.

    A browser's word is taken only where it holds these very words, each as often as it stands here.
    """
    told = partial(_tell, key, on_change)
    data = {"label": label, "words": list(words)}
    _component(key=key, data=data, on_moved_change=Taking(partial(same_words, words), told))


def same_words(words: Sequence[str], sent: Any) -> bool:
    """Whether what was sent is a sentence of these words."""
    return isinstance(sent, str) and sorted(sent.split(" ")) == sorted(words)


def _tell(key: str, on_change: Callable[[str], None]) -> None:
    state = st.session_state.get(key)
    said = state.get("moved") if hasattr(state, "get") else None
    if isinstance(said, str):
        on_change(said)
