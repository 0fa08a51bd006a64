"""A link to an experiment arrives at its heading, although the page grows while it is read."""

from pathlib import Path

import streamlit as st

_arrival = st.components.v2.component("arrival", js=(Path(__file__).parent / "arrival.js").read_text(encoding="utf-8"))


def lead_to_anchor() -> None:
    """Bring the visitor to the heading that the address names; the frame calls it once, below the page."""
    _arrival(key="arrival")
