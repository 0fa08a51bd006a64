"""What a teacher keeps of a lesson: one page that says what the board has said, and no more."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pages.classroom import limits, people, refused
from pages.classroom import totals as made_of
from pages.classroom.answers import answers
from pages.classroom.snapshot import Given, Played, Snapshot
from pages.classroom.states import CLOSED, REVEALED, RUN
from pages.classroom.totals import Total, Totals, totals
from pages.classroom.totals_sheet import NO_SPLIT, NOBODY_SURE, drawn, made
from pages.classroom.way import SHOWS
from pages.shared.handouts.sheet import unmarked
from tests.pages.classroom.asked import BET, now, post, sent
from tests.pages.classroom.asked import people as opened_by
from tests.pages.classroom.conftest import SAYS
from tests.pages.classroom.test_plans import PLANS
from tests.pages.printed import bars_of, faults, size_of, words_of
from tests.waiting import until

MORNING = datetime(2026, 12, 1, tzinfo=UTC).timestamp()
"""The first moment of that day in Greenwich."""


def given(turn: int, *answers: int, sure: int | None = None) -> tuple[Given, ...]:
    return tuple(Given(seat, turn, answer, sure) for seat, answer in enumerate(answers, 1))


def played(bets: tuple[Given, ...], *, state: str = RUN, place: int = 1, bet: str = BET) -> Played:
    return Played(place, place, bet, 3, state, 2, f"Measured in round {place}.", bets)


def room(*rounds: Played) -> Snapshot:
    return Snapshot(5, 1, "BDFGH", "45", "", 0, {1: 1}, rounds, opened=MORNING, given=28)


def text(*rounds: Played) -> str:
    (page,) = words_of(made(totals(room(*rounds), 0)))
    return page


def test_the_page_has_the_day_the_question_both_rounds_what_was_right_and_what_was_measured():
    bets = given(1, 0, 0, 1, 1, 1, 2) + given(2, 0, 2, 2, 2, 2, 2, sure=2)
    said = text(played(bets))
    for part in ("1 December 2026", "28 pupils sat down", "Which one had the heart?", "C Nobody can tell ✓",
                 "Measured in round 1.", "Right: 1 of 6 first, 5 of 6 after talking.", "5 of 6 right"):  # fmt: skip
        assert part in said, (part, said)
    assert said.count("✓") == 1
    assert re.search(r"A The left one 2 1 B The right one 3 0 C Nobody can tell ✓ 1 5", said), said


def test_no_code_and_nobody_s_seat_is_on_it():
    said = text(played(given(1, 0, 1, 2, 0, 1, 2)))
    assert "BDFGH" not in said and people.person("BDFGH", 1).name not in said


def test_a_bet_whose_answer_was_not_shown_is_not_on_it():
    bets = given(1, 0, 1, 2, 0, 1, 2)
    said = text(played(bets), played(bets, state=CLOSED, place=2, bet="new_drop"))
    assert "Measured in round 1." in said and "round 2" not in said and "chance alone" not in said


def test_what_was_shown_between_bets_is_not_on_it():
    rounds = played(given(1, 0, 1, 2, 0, 1, 2)), played(given(1, 2, 2, 2, 2, 2), place=2, bet="can_tell")
    with_it, without = (totals(replace(room(*rounds), shown=shown), 0) for shown in ((SHOWS[0],), ()))
    assert with_it == without and len(with_it.bets) == 2


def test_while_no_answer_was_shown_there_is_no_page():
    with pytest.raises(refused.Later):
        totals(room(played(given(1, 0, 1, 2, 0, 1, 2), state=CLOSED)), 0)


def test_of_four_it_is_not_said_who_chose_what_nor_how_sure_they_were():
    few = text(played(given(1, 0, 0, 2, 2, sure=0) + given(2, 2, 2, 2, 2, sure=1)))
    assert NO_SPLIT in few and "Right:" not in few and "of 4" not in few
    assert NOBODY_SURE in few and "fairly sure" not in few
    five = text(played(given(1, 0, 0, 2, 2, sure=0) + given(2, 2, 2, 2, 2, 2, sure=1)))
    assert "Right: 5 of 5 after talking." in five and "5 of 5 right" in five and "first," not in five
    assert five.count("fewer than 5, so not shown") == 2


def test_hands_count_too():
    said = text(replace(played(()), hands=((3, 5, 20), None)))
    assert "Right: 20 of 28 first." in said


def test_of_a_bet_that_was_asked_again_the_time_is_kept_at_which_most_bet():
    said = text(played(given(1, 0, 1, 2, 0, 1, 2, 2)), played(given(1, 0, 0, 0, 0, 0), place=2))
    assert "Measured in round 1." in said and "Asked 2 times" in said and "round 2" not in said


@pytest.mark.parametrize(("west", "day"), [(0, "1 December 2026"), (1, "30 November 2026"), (-780, "1 December 2026")])
def test_the_day_is_the_teacher_s(west, day):
    assert totals(room(played((), state=REVEALED)), west).day == day


def fullest(plan: str = "45") -> Totals:
    """The bets of a plan, each asked twice, with a hundred and twenty in each turn."""
    bets = [answers()[name] for name in PLANS[plan].bets]
    splits = ([40, 39, 41], [1, 9, 110])
    sheet = tuple(Total(unmarked(one.question), tuple(map(unmarked, one.options)), one.options.index(one.right),
                        unmarked(one.says), splits, 2) for one in bets)  # fmt: skip
    return Totals("30 September 2026", 120, sheet, ({"sure": "fairly sure", "bets": 500, "right": 450},) * 3)


def test_five_bets_of_two_rounds_fit_on_one_page_of_a4_and_nothing_lies_over_another():
    (page,) = drawn(fullest())
    assert faults(page) == []
    file = made(fullest())
    assert len(words_of(file)) == 1 and size_of(file) == pytest.approx((210 / 25.4, 297 / 25.4), abs=0.01)
    few = replace(fullest(), bets=tuple(replace(one, splits=(None, None)) for one in fullest().bets))
    (page,) = drawn(few)
    assert faults(page) == []


def test_the_nine_bets_of_the_longest_lesson_take_two_pages():
    pages = drawn(fullest("90"))
    assert [faults(page) for page in pages] == [[], []]
    first, second = words_of(made(fullest("90")))
    assert "5. " in first and "6. " not in first and "9. " in second and "How sure were they" in second
    assert "How sure were they" not in first


def test_words_that_lie_over_others_would_be_found():
    (figure,) = drawn(fullest())
    figure.text(0.5, 0.5, "over all of it " * 9, ha="center", fontsize=30)
    assert faults(figure)


def test_it_is_black_and_white():
    def greys(colour) -> bool:
        return colour in ("white", "black") or isinstance(colour, str) and 0 <= float(colour) <= 1 or (
            len(set(colour[:3])) == 1)  # fmt: skip

    (figure,) = drawn(fullest())
    assert figure.texts and all(greys(one.get_color()) for one in figure.texts)
    assert bars_of(figure) and all(greys(one.get_facecolor()) for one in bars_of(figure))


# --- who gets it


def keep(client, token: str, west: str = "0"):
    return client.get(f"/api/class/totals?west={west}", headers={"X-Class": token} if token else {})


@pytest.fixture
def lesson(client, monkeypatch) -> tuple[str, str]:
    """The key and a pupil's token of a room whose bet was shown."""
    monkeypatch.setattr(limits, "TOTALS", limits.Pace(limits.TOTALS.at_once, 0))
    teacher, pupil = opened_by(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    assert now(client, teacher)["told"] == 0 and keep(client, teacher).status_code == 503
    post(client, "hands", {"round": number, "turn": 1, "counts": [3, 5, 20]}, teacher)
    post(client, "turn", {"round": number, "to": "closed"}, teacher)
    until(lambda: now(client, teacher)["round"]["ready"])
    post(client, "turn", {"round": number, "to": "revealed"}, teacher)
    assert now(client, teacher)["told"] == 1
    return teacher, pupil


def test_the_teacher_gets_a_file_that_nobody_keeps_on_the_way(client, lesson):
    answer = keep(client, lesson[0], "-60")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    (page,) = words_of(answer.content)
    assert SAYS.replace("*", "") in page and "Right: 20 of 28 first." in page and "1 pupil sat down" in page


def test_without_the_key_and_after_the_end_there_is_none(client, lesson):
    teacher, pupil = lesson
    assert [keep(client, token).status_code for token in (pupil, "", "k" + "x" * 32)] == [410, 410, 410]
    assert sent(client, "end", {}, teacher).status_code == 200
    assert keep(client, teacher).status_code == 410


@pytest.mark.parametrize("west", ["x", "841", "-841", "1e3"])
def test_no_clock_is_that_far_away(client, lesson, west):
    assert keep(client, lesson[0], west).status_code == 400


def test_nobody_has_pages_made_without_end(client, lesson, monkeypatch):
    codes = [keep(client, lesson[0]).status_code for _ in range(limits.TOTALS.at_once + 1)]
    assert codes[-1] == 429 and 200 in codes
    monkeypatch.setattr(limits, "TOTALS", limits.Pace(9, 0))
    monkeypatch.setattr(made_of, "MOST_WAITING", 0)
    assert keep(client, lesson[0]).status_code == 429
