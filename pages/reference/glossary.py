"""The glossary: every term, by the level that introduces it."""

import streamlit as st

from pages.frame import LEVELS
from pages.shared.page.glossary import Term, terms_of
from pages.shared.page.theme import story


def entry(term: Term) -> None:
    with st.container(gap=None):
        st.subheader(term.name, anchor=term.anchor)
        st.markdown(term.sentence)


story(
    "Every word that needs a word about it. "
    "On the levels such a word is dotted where it first stands: point at it, tap it, or come to it with the Tab key."
)
st.markdown(" · ".join(f"[Level {number}](#{level.path})" for number, level in enumerate(LEVELS, start=1)))
for number, level in enumerate(LEVELS, start=1):
    st.header(f"Level {number} · {level.title}", anchor=level.path)
    with st.grid(2, min_column_width=260, gap=("small", "large"), key=f"glossary.{number}"):
        for term in terms_of(number):
            entry(term)
