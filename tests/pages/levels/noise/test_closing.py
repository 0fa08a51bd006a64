"""Level 2: the closing question is marked by its run."""

import re

import pytest

from pages.levels.noise import closing
from pages.shared.page import pictures
from tests.pages.driver import bet, cards, opened, verdict, words

END = "level-2-what-if"
BYTES = pictures.default().data
BOTH = (pictures.default(), pictures.default(pictures.OTHER))


def test_the_closing_question_is_marked_by_a_run_and_a_wrong_answer_gets_its_reason():
    page = opened(END)
    said = words(bet(page, "noise.closing.twins", closing.CANCELLED))
    assert cards(page)["noise.closing.twins"]["right"] == closing.ALIKE
    assert re.search(r"\*\*[\d.,]+", verdict(page, "noise.closing.twins"))
    assert f"- *{closing.CANCELLED}*? " in said


def test_what_the_closing_question_shows_is_what_its_run_ended_in():
    shown = closing.same_pushes(*BOTH)[2]
    assert [one.title for one in shown] == ["the first", "the other", "difference"]
    assert float(shown[-1].pixels.abs().max()) < 0.1


@pytest.mark.parametrize("levels", [(0, 255), (255, 0), (127, 127)])
def test_the_closing_question_is_right_for_any_pictures(levels):
    plain = [pictures.Picture(bytes([level]) * len(BYTES), "plain") for level in levels]
    assert closing.same_pushes(*plain)[0] == closing.ALIKE
