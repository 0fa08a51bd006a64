"""Level 1: the closing questions."""

import re

import pytest

from pages.levels.ink import closing
from tests.pages.driver import bet, cards, opened

BACK = "level-1-back"


@pytest.mark.parametrize("asked", closing.ASKED, ids=lambda asked: asked.key)
def test_each_closing_question_is_marked_by_a_run_that_ends_as_its_reasons_say(asked):
    right, measured, glasses = asked.run()
    assert right == {"corner": closing.EVEN, "twice": closing.STRANGERS, "hearts": closing.HEART}[asked.key]
    assert re.search(r"\d", measured) and len(glasses) == 3
    page = bet(opened(BACK), f"ink.closing.{asked.key}", next(option for option in asked.options if option != right))
    assert cards(page)[f"ink.closing.{asked.key}"]["right"] == right
