"""The page of questions in the browser: groups of questions that fold out, and a field that finds some of them.

All of it is sent at once, and found without a word to the server. Each question keeps the end of its address
(questions#q5); whoever comes by it finds the question open.
"""

from pathlib import Path
from typing import TypedDict

import streamlit as st

from pages.shared.player.bundle import ASSETS, joined

_HERE = Path(__file__).parent
NAME = "finder"
_finder = st.components.v2.component(
    NAME,
    js=joined([ASSETS / "dom.js", _HERE / "finder.js"]),
    css=(_HERE / "finder.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


class Entry(TypedDict):
    """A question. anchor: "q5"; answer: of markup only *stressed* words; address, title: of what it shows; where: on
    which page that stands; picture: the address of its thumbnail, "" for none."""

    anchor: str
    question: str
    answer: str
    address: str
    title: str
    where: str
    picture: str


def finder(groups: dict[str, list[Entry]]) -> None:
    """Put the questions on the page, under the headings of their groups."""
    _finder(key="questions.finder", data={"groups": [{"title": title, "entries": groups[title]} for title in groups]})
