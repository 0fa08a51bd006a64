"""The questions that learners ask, each with its answer and the experiment that shows it."""

import re

import streamlit as st

from pages.frame import PARTS, Page
from pages.reference.answers import experiments
from pages.shared.page.experiment import Experiment
from pages.shared.page.questions import QUESTIONS
from pages.shared.page.theme import story


def places() -> list[tuple[Page, Experiment]]:
    """Every experiment of the site, by its number, and the page on which it stands."""
    found = [(page, one) for page in PARTS for one in experiments(page.file)]
    return sorted(found, key=lambda place: in_order(place[1].number))


def in_order(number: str) -> tuple[int, int, str]:
    """For sorting: 4.2 before 4.10, and 4.5b after 4.5."""
    level, digits, letters = re.fullmatch(r"(\d+)\.(\d+)(\w*)", number).groups()
    return int(level), int(digits), letters


def entry(name: str, answers: list[tuple[Page, Experiment]]) -> None:
    st.subheader(f":gray[{name}] {QUESTIONS[name]}", anchor=name.lower())
    for page, one in answers:
        there = f"[{one.number} {one.title}]({page.path}#{one.anchor})"
        st.markdown(f"{one.replies[name]} Try it: {there}.")


story("People who learn about this ask the same questions. Each has a short answer here, and something to try.")
everywhere = places()
for name in QUESTIONS:
    answers = [(page, one) for page, one in everywhere if one.replies.get(name)]
    if answers:
        entry(name, answers)
