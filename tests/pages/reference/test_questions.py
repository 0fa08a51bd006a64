"""Every question of levels 1 to 3 has its answer beside an experiment, and the page of questions leads there."""

import re
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import PARTS
from pages.reference.answers import experiments
from pages.shared.page.questions import QUESTIONS
from tests.pages.driver import opened

PAGE = "questions"
ANSWERED = [f"Q{number}" for number in range(1, 14)]


@cache
def questions() -> AppTest:
    return opened(PAGE)


def replies(name: str) -> list[str]:
    return [one.replies[name] for page in PARTS for one in experiments(page.file) if one.replies.get(name)]


@pytest.mark.parametrize("name", ANSWERED)
def test_a_question_has_an_answer_of_a_few_sentences_and_a_place_on_the_page_of_questions(name):
    said = replies(name)
    assert said
    for reply in said:
        assert 1 <= len(re.findall(r"[.!?](?:\s|$)", reply)) <= 6
    page = questions()
    assert f":gray[{name}] {QUESTIONS[name]}" in [entry.value for entry in page.subheader]
    texts = [block.value for block in page.markdown]
    assert [reply for reply in said if not any(text.startswith(reply) for text in texts)] == []


@pytest.mark.usefixtures("tiny_engine")
def test_every_link_leads_to_the_heading_of_an_experiment_that_answers_there():
    links = {
        tuple(link) for block in questions().markdown for link in re.findall(r"\]\(([\w-]+)#([\w-]+)\)", block.value)
    }
    assert len(links) >= 8
    for path in {path for path, _ in links}:
        anchors = [header.anchor for header in opened(path).header]
        assert [anchor for where, anchor in links if where == path and anchor not in anchors] == []
