"""The answer key: every bet of the site, its right answer, what was measured, and why the others are wrong."""

from itertools import groupby

import streamlit as st

from pages.classroom.answers import Answer, answers
from pages.shared.page.theme import story
from pages.site_map import LEVELS, where


def show() -> None:
    """The page."""
    story(
        f"All {len(answers())} bets of the site with their answers. They're read off the pages themselves, so they say "
        "just what your class will see. Some numbers differ a little with another throw of the dice."
    )
    st.markdown(" · ".join(f"[Level {level.number}](#answers-{level.number})" for level in LEVELS))
    level = 0
    for part, asked in groupby(answers().values(), key=lambda one: one.part):
        if part.level != level:
            level = part.level
            st.header(f"Level {level}: {LEVELS[level - 1].door}", anchor=f"answers-{level}")
        st.subheader(f"{where(part)}: {part.title}", anchor=False)
        for one in asked:
            _answer(one)


def _answer(one: Answer) -> None:
    link = f"[{one.heading}]({one.presented})"
    told = f"\n\nWhy not the others?\n\n{one.replies}" if one.reasons else ""
    with st.container(key=f"key-{one.name.replace('.', '-')}", gap="xxsmall"):
        st.markdown(f"{link}\n\n**{one.question}**\n\n{one.lettered}\n\n{one.says}{told}")


show()
