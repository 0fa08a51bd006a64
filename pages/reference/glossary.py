"""The glossary: every term, by the level that introduces it."""

import streamlit as st

from pages.shared.page.glossary import Term, terms_of
from pages.shared.page.theme import story
from pages.site_map import LEVELS


def entry(term: Term) -> None:
    with st.container(gap=None):
        st.subheader(term.name, anchor=term.anchor)
        st.markdown(term.sentence)


story(
    "Every word that isn't an everyday one, in one plain sentence. "
    "On the levels such a word has a dotted line below it where it first stands: point at it, tap it, or reach it with "
    "the Tab key."
)
st.markdown(" · ".join(f"[Level {level.number}](#{level.first.path})" for level in LEVELS))
for level in LEVELS:
    st.header(f"Level {level.number} · {level.first.title}", anchor=level.first.path)
    with st.grid(2, min_column_width=260, gap=("small", "large"), key=f"glossary.{level.number}"):
        for term in terms_of(level.number):
            entry(term)
