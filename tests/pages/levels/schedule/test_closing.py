"""Level 3: the closing questions."""

import re

from pages.levels.schedule import closing
from pages.levels.schedule.closing import QUESTIONS
from tests.pages.driver import bet, cards, opened, words

SMALL = "level-3-small-steps"


def test_the_closing_questions_are_marked_by_a_run():
    for one in QUESTIONS:
        right, measured, *shown = one.run()
        assert right in one.options and re.search(r"\*\*[\d.]+", measured)
        assert len(shown) == 1 and all(track.frames == 1 for track in shown[0])
        wrong = [reason for option, reason in one.options.items() if option != right]
        assert len(wrong) == 2 and all(wrong)
    assert closing.fewer_steps()[0] == closing.REST
    assert closing.dark_or_bright()[0] == closing.ALWAYS
    assert closing.one_heap()[0] == closing.ON_IT


def test_an_answer_is_marked_on_the_page():
    page = opened(SMALL)
    said = words(bet(page, "schedule.closing.giant", closing.OFF_IT))
    assert "with two heaps" in said
    assert cards(page)["schedule.closing.giant"]["right"] == "On the heap, like the data"
