"""Level 1: the closing questions."""

import re

import pytest

from pages.levels.ink import closing
from tests.pages.driver import bet, cards, opened

BACK = "level-1-back"


@pytest.mark.parametrize("asked", closing.ASKED, ids=lambda asked: asked.key)
def test_each_closing_question_is_marked_by_a_run_that_ends_as_its_reasons_say(asked):
    right, measured, glasses = asked.run()
    assert right == {"corner": closing.EVEN, "twice": closing.STRANGERS, "cold": closing.SLOWER}[asked.key]
    assert re.search(r"\d", measured) and len(glasses) == 3
    page = bet(opened(BACK), f"ink.closing.{asked.key}", next(option for option in asked.options if option != right))
    card = cards(page)[f"ink.closing.{asked.key}"]
    assert card["right"] == right and re.search(r"\*\*[\d.]+( mm)?\*\*", card["headline"])


def test_the_speck_that_is_marked_is_the_same_one_in_all_three_glasses_and_drawn_large():
    _, measured, (mixed, first, second) = closing.twice()
    (apart,) = re.findall(r"\*\*(\d+) mm\*\*", measured)
    assert mixed.followed == first.followed == second.followed == 1
    away = first.positions[0, 0] - second.positions[0, 0]
    assert 60 * (away**2).sum() ** 0.5 == pytest.approx(float(apart), abs=0.51)
