"""The strip of a class: on every page but the room's own, for whoever sits in a room; nothing for all others."""

from pathlib import Path

import streamlit as st

from pages.shared.player.bundle import ASSETS, Served, joined

_HERE = Path(__file__).parent
LINE = (ASSETS / "dom.js", _HERE / "class_line.js")
"""What the room's own page needs, too."""
SCRIPT = Served("strip", joined([*LINE, _HERE / "class_strip.js"]))
# only who sits in a room fetches the script
_LOADER = f"""
let whole = null;
const sits = () => {{ try {{ return localStorage.getItem("ink.class"); }} catch {{ return null; }} }};
export default (call) => {{
  if (whole || sits()) (whole ??= import(new URL("{SCRIPT.name}", location.href))).then((one) => one.default(call));
}};
"""
_strip = st.components.v2.component(
    "class_strip",
    js=_LOADER,
    css=(_HERE / "class_strip.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def strip(path: str) -> None:
    """The frame calls it once. path: of the page."""
    _strip(key="class.strip", data={"path": path})
