"""The questions that learners ask, each with its answer, a picture, and a link to the experiment that shows it."""

import streamlit as st

from pages.reference.finder import Entry, finder
from pages.server import resources
from pages.shared.page.questions import Asked, asked
from pages.shared.page.theme import story
from pages.shown import Place, place


def entry(one: Asked, pictures: dict[str, str]) -> Entry:
    """As the browser is sent it."""
    there = place(one.shown)
    return {
        "anchor": one.key.lower(),
        "question": one.question,
        "answer": one.answer,
        "address": there.address,
        "title": there.title,
        "where": _where(there),
        "picture": pictures.get(one.shown, ""),
    }


def _where(there: Place) -> str:
    return f"level {there.page.level}" if there.page.level else "the numbers"


@st.fragment(run_every=0.7)
def _when_ready() -> None:
    """Stands there for the few seconds after the server's start: then the pictures come."""
    if resources.ready.is_set():
        st.rerun()


def _pictures() -> dict[str, str]:
    if not resources.ready.is_set():
        return {}
    from pages.reference.thumbnails import thumbnails

    return thumbnails()


story(
    "People who learn about this ask the same questions. Click one: it has a short answer, and something to try. "
    "Or type a word that you're looking for."
)
groups: dict[str, list[Entry]] = {}
pictures = _pictures()
for one in asked().values():
    groups.setdefault(one.group, []).append(entry(one, pictures))
finder(groups)
if not resources.ready.is_set():
    _when_ready()
