"""A link to an experiment arrives at its heading, any other at the top, although the page grows while it is read."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_arrival = st.components.v2.component("arrival", js=(_HERE / "arrival.js").read_text(encoding="utf-8"))


def lead_in(path: str) -> None:
    """Bring the visitor to the heading that the address names, or to the top; the frame calls it once, below the page.

    path: the page's, since the browser is told only of what is new.
    """
    _arrival(key="arrival", data={"path": path})
