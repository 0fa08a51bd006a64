"""The two parts of level 3: what each sends and gives away, its bets, its answers, nonsense in its address."""

import pytest

from pages.levels.schedule import not_ending_figures
from pages.shared.page import bets
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.questions import answers_to
from tests.pages.driver import cards, change, messages, names, opened, sent, verdict, weight, words

FIRST, SMALL = "level-3", "level-3-small-steps"
BETS = {"half": FIRST, "first_lost": FIRST, "lost": FIRST, "end": SMALL, "leap": SMALL}
"""The bets, and in which part each is made."""
BOX = {"open.3.3": "true"}
TOLD = {f"schedule.{name}": SHOW_ME for name in BETS}


@pytest.mark.parametrize("part", [FIRST, SMALL])
def test_what_is_sent_on_arrival_is_light(part):
    page = opened(part)
    assert max(map(len, messages(page).values())) < 300_000
    assert weight(page) < 1_000_000


def test_no_experiment_tells_its_answer_before_the_bet():
    arrival, small = opened(FIRST, BOX), opened(SMALL)
    assert [verdict(page, key) for page in (arrival, small) for key in cards(page)] == [""] * 6
    assert "holds out until" not in words(arrival)
    assert "rates" not in names(arrival, "schedule.reader")
    assert len(sent(arrival, "schedule.reader")[0]["labels"]) < 10
    for player in ("schedule.stage", "schedule.reader"):
        header = sent(arrival, player)[0]
        # the bar says that more is to come
        assert header["frames"] < header["whole"] == sent(opened(FIRST, bets=TOLD), player)[0]["frames"]
    (place,) = (track for track in sent(arrival, "schedule.two")[0]["tracks"] if track["name"] == "told")
    assert place["kind"] == "awaited"
    assert {"schedule.fooled", "schedule.sound", "schedule.back"}.isdisjoint(messages(small))
    assert not_ending_figures.table() not in words(small)


@pytest.mark.parametrize("name", BETS)
def test_one_answer_of_each_bet_is_right_and_the_others_are_told_which(name):
    key = f"schedule.{name}"
    options = cards(opened(BETS[name], BOX))[key]["options"]
    assert len(options) == 3
    pages = {option: opened(BETS[name], BOX, bets={key: option}) for option in (*options, SHOW_ME)}
    (right,) = {cards(page)[key]["right"] for page in pages.values()}
    assert right in options
    leads = {option: cards(page)[key]["lead"] for option, page in pages.items()}
    assert leads == {option: bets.RIGHT if option == right else bets.WRONG for option in options} | {
        SHOW_ME: bets.SHOWN
    }


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
    for name, (row, part) in {"Q11": ("3-5", SMALL), "Q12": ("3-2", FIRST), "Q13": ("3-4", SMALL)}.items():
        said = words(change(opened(part), f"folds-{row}", "A question"))
        ((question, answer),) = answers_to([name]).items()
        assert f"**{question}** {answer}" in said
