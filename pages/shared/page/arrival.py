"""A link to an experiment arrives at its heading, any other at the top, although the page grows while it is read.

A page that lost its server says so, and comes back (away.js); what waits in line says its place (turn.js).
"""

from pathlib import Path

import streamlit as st

from pages.server.visits import own_visit

_HERE = Path(__file__).parent
_SCRIPTS = [(_HERE / name).read_text(encoding="utf-8") for name in ("arrival.js", "away.js", "turn.js")]
_arrival = st.components.v2.component("arrival", js="\n".join(_SCRIPTS))


def lead_in(path: str, heading: str = "") -> None:
    """Bring the visitor to the heading that the address names, or to the top; the frame calls it once, below the page.

    path: the page's, since the browser is told only of what is new; heading: where the page opens if the address names
    none.
    """
    _arrival(key="arrival", data={"path": path, "heading": heading, "visit": own_visit()})
