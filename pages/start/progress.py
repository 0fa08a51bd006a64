"""How far a visitor has come in a level: drops that fill, and bets made, both from the browser's own storage."""

from pathlib import Path

import streamlit as st

from pages.site_map import Level

BETS = {
    "ink": ("ink",),
    "noise": ("noise", "wrong"),
    "schedule": ("schedule",),
    "network": (
        "blur", "decides", "denoise", "inside", "lab", "learning", "new", "pairs", "partway", "step",
    ),
    "words": ("words",),
}  # fmt: skip
"""With what the keys of a level's bets begin, by its folder."""
_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_progress",
    js=(_FOLDER / "progress.js").read_text(encoding="utf-8"),
    css=(_FOLDER / "progress.css").read_text(encoding="utf-8"),
)


def progress(level: Level) -> None:
    """A drop for each part of the level, full where the visitor has been, and how many bets were made."""
    parts = [page.path for page in level.pages()]
    _component(key=f"progress.{level.folder}", data={"parts": parts, "bets": BETS.get(level.folder, ())})
