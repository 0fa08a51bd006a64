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


story(
    "People who learn about this ask the same questions. Click one: it has a short answer, and something to try. "
    "Or type a word that you're looking for."
)


def _questions(pictures: dict[str, str]) -> None:
    groups: dict[str, list[Entry]] = {}
    for one in asked().values():
        groups.setdefault(one.group, []).append(entry(one, pictures))
    finder(groups)


if resources.ready.is_set():
    from pages.reference import thumbnails

    pictures = thumbnails.drawn()
    _questions(pictures)
    # the first visitor reads while they are drawn
    thumbnails.draw()
    if thumbnails.drawn() != pictures:
        st.rerun()
else:
    _questions({})
    _when_ready()
