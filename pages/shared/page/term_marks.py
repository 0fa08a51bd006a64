"""Each term of the glossary is explained where it first stands on a page: on hover, on a tap, by the Tab key."""

from pathlib import Path

import streamlit as st

from pages.shared.page.glossary import TERMS

_FOLDER = Path(__file__).parent
_marks = st.components.v2.component(
    "term_marks",
    js=(_FOLDER / "term_marks.js").read_text(encoding="utf-8"),
    css=(_FOLDER / "term_marks.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_SENT = [{"name": term.name, "level": term.level, "sentence": term.sentence, "words": term.words} for term in TERMS]


def mark_terms() -> None:
    """Mark the terms of the page; the frame calls it once, below the page. Whoever writes a page need do nothing."""
    _marks(key="terms", data={"terms": _SENT})
