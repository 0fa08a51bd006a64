"""Every question has one answer that stands alone: a few sentences, in plain words, with figures that were measured."""

import re

import pytest
import textstat

from diffusion_core.common.assets import CLAIMS_FILE
from diffusion_core.common.records import read_record
from pages.shared.page import questions
from pages.shared.page.questions import FIGURES, QUESTIONS, answers_to, asked
from pages.shown import place
from pages.site_map import LEVELS

EVERY = pytest.mark.parametrize("one", asked().values(), ids=asked())
KNOWN = {
    "0",
    "255",
    "256",
    "64",
    "1",
    "512",
    "48",
    "8",
    "50",
    "20",
    "100",
    "2015",
    "2023",
    "2024",
    "2025",
    "860",
    "12",
    "600",
}
"""Numbers that nobody measured: of bytes, of pixels, of steps that are asked for, of years, of levels,
and of other people's networks."""
NOT_HERE = re.compile(
    r"\babove\b(?! all)|\bclick\b|\bon the (right|left)\b|\bthis experiment\b|\byou just\b|\d\.\d",
    re.IGNORECASE,
)
HARDEST = 9.0
LATER = re.compile(r"\b[Ll]evel ([5-8])\b")


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])[”)*]*\s+", text) if one]


def test_no_question_is_missing_and_none_stands_twice():
    assert sorted(QUESTIONS, key=lambda key: int(key[1:])) == [f"Q{number}" for number in range(1, len(QUESTIONS) + 1)]
    assert len(QUESTIONS) >= 38 and len(set(QUESTIONS.values())) == len(QUESTIONS)
    assert all(question[-1] == "?" for question in QUESTIONS.values())


@EVERY
def test_an_answer_is_three_to_six_sentences_that_are_read_easily(one):
    assert 3 <= len(sentences(one.answer)) <= 6
    assert textstat.flesch_kincaid_grade(one.answer) <= HARDEST
    assert all(len(sentence.split()) <= 45 for sentence in sentences(one.answer))


@EVERY
def test_an_answer_stands_alone(one):
    assert not NOT_HERE.search(one.template)
    assert "**" not in one.template and "[" not in one.template


@pytest.mark.parametrize(
    "fragment", ["as the reader above saw", "Click a pixel, and you see", "see the film on the left"]
)
def test_a_fragment_that_points_at_what_is_not_there_would_be_noticed(fragment):
    assert NOT_HERE.search(fragment)


@pytest.mark.parametrize(
    ("key", "about"), [("Q24", "words get into the picture"), ("Q36", "What is guidance"), ("Q37", "Stable Diffusion")]
)
def test_what_people_with_a_prompt_in_mind_ask_first_is_answered(key, about):
    assert about in QUESTIONS[key]


@EVERY
def test_its_numbers_were_measured_or_are_known_to_all(one):
    typed = set(re.findall(r"(?<![A-Z])\d+", re.sub(r"{.+?}|\b[Ll]evel \d", "", one.template)))
    assert typed <= KNOWN
    assert "{" not in one.answer


@EVERY
def test_what_it_shows_is_there(one):
    assert place(one.shown).address


@EVERY
def test_an_answer_that_names_a_level_to_come_says_that_it_is_not_there_yet(one):
    to_come = {number for number in LATER.findall(one.answer) if int(number) > len(LEVELS)}
    assert bool(to_come) == ("isn't built yet" in one.answer or "Not yet." in one.answer)


def test_every_figure_is_used_and_comes_from_a_record():
    named = set(re.findall(r"{(.+?)}", " ".join(one.template for one in asked().values())))
    assert named == set(FIGURES)
    assert all(re.fullmatch(r"[\d.,]+( %)?", figure()) for figure in FIGURES.values())


def test_a_figure_follows_its_record(monkeypatch):
    # typed, it would stay
    claims = read_record(CLAIMS_FILE)["claims"]
    claims["right green rabbit"]["value"] = 0.123
    monkeypatch.setattr("pages.shared.page.recorded._recorded", lambda: claims)
    assert "12 %" in questions.asked()["Q19"].answer


def test_answers_are_found_by_any_collection_of_keys_and_by_no_key_that_nobody_asked():
    assert answers_to({"Q5": "no longer read"}) == answers_to(("Q5",)) == {QUESTIONS["Q5"]: asked()["Q5"].answer}
    with pytest.raises(KeyError):
        answers_to(["Q99"])
