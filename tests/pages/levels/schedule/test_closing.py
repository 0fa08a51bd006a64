"""Level 3: the closing question."""

import re

from pages.levels.schedule import closing
from pages.levels.schedule.closing import QUESTIONS
from tests.pages.driver import bet, cards, opened, words

SMALL = "level-3-small-steps"


def test_the_closing_question_is_marked_by_a_run():
    for one in QUESTIONS:
        right, measured, *shown = one.run()
        assert right in one.options and re.search(r"\*\*[\d.]+", measured)
        assert len(shown) == 1 and all(track.frames == 1 for track in shown[0])
        wrong = [reason for option, reason in one.options.items() if option != right]
        assert len(wrong) == 2 and all(wrong)
    assert closing.fewer_steps()[0] == closing.REST


def test_an_answer_is_marked_on_the_page():
    page = opened(SMALL)
    said = words(bet(page, "schedule.closing.fewer", closing.FINE))
    assert "There would only be too few of them." in said and "With steps ten times as large it is 0.002" in said
    assert cards(page)["schedule.closing.fewer"]["right"] == closing.REST
    assert page.header[-1].value == "A question to close with"
