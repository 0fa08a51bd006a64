"""Closing questions: marked by a run."""

import pytest

from tests.pages.driver import bet, messages, names, words


@pytest.mark.parametrize(
    ("answer", "said", "silent"),
    [
        ("Half", ["Yes! Half."], ["Nothing grew.", "Something is left."]),
        ("Twice", ["Not quite. Half.", "Nothing grew."], ["Something is left."]),
        ("Just show me", ["Here it is: Half.", "Nothing grew.", "Something is left."], []),
    ],
)
def test_a_closing_question_is_marked_by_its_run_and_a_wrong_answer_by_its_reason(demo, answer, said, silent):
    page = demo()
    assert "ran" not in page.session_state, "nothing is run before there is an answer"
    bet(page, "demo.closing.halve", answer)
    for sentence in ["10 became 5.", "What if ten is cut in two?", *said]:
        assert sentence in words(page)
    for sentence in ["Never shown.", *silent]:
        assert sentence not in words(page)
    assert any("half" in names(page, player) for player in messages(page)), "the picture of the run stands beside it"
