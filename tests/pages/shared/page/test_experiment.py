"""One experiment: folded until it is opened, with answers to questions that exist."""

import pytest

from pages.shared.page.experiment import experiment
from pages.shared.page.state import box


def test_a_folded_experiment_computes_nothing_until_it_is_opened(demo):
    assert [code.value for code in demo().code if "folded" in code.value] == []
    assert [code.value for code in demo({box("2.2"): "true"}).code if "folded" in code.value] != []


def test_a_question_that_does_not_exist_cannot_be_answered():
    with pytest.raises(KeyError):
        experiment("1.1", "Title", answers=("Q99",))
