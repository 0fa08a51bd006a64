"""Bet first: nothing is given away before, and the outcome stands beside the bet."""

import pytest

from tests.pages.driver import asked, bet, change, words


def test_nothing_is_given_away_before_the_bet(demo):
    page = demo()
    assert "Too warm" not in words(page) and "right" not in words(page).lower()


@pytest.mark.parametrize(
    ("answer", "verdict"), [("red", "**You said** red"), ("blue", "**You were right:** blue"), ("Just show me", "blue")]
)
def test_the_outcome_stands_beside_the_bet_with_a_reason_for_each_wrong_answer(demo, answer, verdict):
    said = words(bet(demo(), "demo.which", answer))
    assert verdict in said and "Too warm." in said and "Too leafy." in said


def test_the_visitors_own_mistake_is_explained_first(demo):
    said = words(bet(demo(), "demo.which", "green"))
    assert said.index("Too leafy.") < said.index("Too warm.")


def test_a_bet_is_remembered_and_not_asked_again(demo):
    page = bet(demo(), "demo.which", "red")
    change(page, "demo.steps", 7)
    assert "**You said** red" in words(page)
    assert "demo.which" not in asked(page)
