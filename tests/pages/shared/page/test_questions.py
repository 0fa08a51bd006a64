"""The list of questions has no gap."""

from pages.shared.page.questions import QUESTIONS


def test_no_question_is_missing():
    assert list(QUESTIONS) == [f"Q{number}" for number in range(1, len(QUESTIONS) + 1)]
    assert len(QUESTIONS) >= 34 and len(set(QUESTIONS.values())) == len(QUESTIONS)
