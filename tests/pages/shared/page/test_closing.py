"""Closing questions: marked by a run, which says nothing twice."""

import pytest

from tests.pages.driver import bet, messages, names, verdict, words


@pytest.mark.parametrize(
    ("answer", "lead"), [("Half", "Yes!"), ("Twice", "Not quite."), ("Just show me", "Here it is:")]
)
def test_a_closing_question_is_marked_by_its_run_and_a_wrong_answer_by_its_reason(demo, answer, lead):
    page = demo()
    assert "ran" not in page.session_state, "nothing is run before there is an answer"
    bet(page, "demo.closing.halve", answer)
    assert verdict(page, "demo.closing.halve") == f"{lead} 10 became **5**."
    for sentence in ("10 became", "Ten is even.", "What if ten is cut in two?", "Nothing grew.", "Something is left."):
        assert words(page).count(sentence) == 1, "neither kept back nor said twice"
    assert "Never shown." not in words(page)
    assert any("half" in names(page, player) for player in messages(page)), "the picture of the run stands beside it"
