"""The two parts of level 3: what each sends and gives away, its bets, its answers, nonsense in its address."""

import pytest

from pages.levels.schedule import not_ending_figures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import control, messages, names, opened, sent, track, weight, words

FIRST, SMALL = "level-3", "level-3-small-steps"
BETS = {"half": FIRST, "first_lost": FIRST, "lost": FIRST, "end": SMALL, "bell": SMALL}
"""The bets, and in which part each is made."""


@pytest.mark.parametrize("part", [FIRST, SMALL])
def test_what_is_sent_on_arrival_is_light(part):
    page = opened(part)
    assert max(map(len, messages(page).values())) < 300_000
    assert weight(page) < 1_000_000


def test_no_experiment_tells_its_answer_before_the_bet():
    arrival, small = opened(FIRST), opened(SMALL)
    said = words(arrival).split("Q12")[0] + words(small)
    assert "mostly wrong from t" not in said and "average gap" not in said
    assert "rates" not in names(arrival, "schedule.reader")
    assert len(sent(arrival, "schedule.reader")[0]["labels"]) < 10
    assert "told" not in names(arrival, "schedule.two")
    assert names(small, "schedule.back") == ["back"]
    assert "the best bell" not in [line["name"] for line in track(small, "schedule.back", "back")[0]["lines"]]
    assert {"schedule.fooled", "schedule.sound", "schedule.chain_back"}.isdisjoint(messages(small))
    assert not_ending_figures.table() not in words(small)


@pytest.mark.parametrize("name", BETS)
def test_one_answer_of_each_bet_is_right_and_the_others_are_told_which(name):
    options = control(opened(BETS[name]), f"bet.schedule.{name}").options
    assert len(options) == 4 and options[-1] == SHOW_ME
    said = {option: words(opened(BETS[name], bets={f"schedule.{name}": option})) for option in options}
    (right,) = [option for option, text in said.items() if f"**You were right:** {option}." in text]
    assert f"**The answer:** {right}." in said[SHOW_ME]
    for option in set(options) - {right, SHOW_ME}:
        assert f"**You said** {option}. **It is:** {right}." in said[option]


def test_absurd_addresses_leave_the_page_usable():
    for query in (
        {"schedule.critter": "9999"},
        {"schedule.beta": "7"},
        {"schedule.noise": "1e400"},
        {"schedule.hand1": "nan"},
        {"schedule.read": "<script>"},
    ):
        for part in (FIRST, SMALL):
            opened(part, query)


def test_each_question_of_the_level_has_an_answer():
    said = words(opened(FIRST)) + words(opened(SMALL))
    for name in ("Q11", "Q12", "Q13"):
        (answer,) = [line for line in said.splitlines() if line.startswith(f"**{name} ")]
        assert 2 <= answer.split("** ", 1)[1].count(".") <= 8
