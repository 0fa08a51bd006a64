"""What each one is told: a pupil never anything of others' bets, nobody a bet before the answer, no split of a few."""

import itertools
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from pages.classroom import catalogue, views
from pages.classroom.catalogue import Asked
from pages.classroom.snapshot import Given, Played, Snapshot
from pages.classroom.states import AFTER, AGAIN, CLOSED, CLOSED_AGAIN, OPEN, REVEALED, RUN, TOLD

BEFORE = [state for state in AFTER if state not in TOLD]
OWN = Given(1, 1, 0, 1)
RIGHT = 2
BRIDGE = "from_specks_to_pixels"


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Without the pages, whose words they are: they bring torch."""
    monkeypatch.setattr(catalogue, "bet_of", lambda name: SimpleNamespace(PICTURES=2, SEED=None))
    monkeypatch.setattr(catalogue, "asked", lambda name, seed: Asked("ink.heart.3", "Which?", ("A", "B", "C")))
    monkeypatch.setattr(catalogue, "address", lambda name, seed: f"level-1?ink.pair={seed}#there")
    monkeypatch.setattr(catalogue, "reasons", lambda name, seed: {0: "No, because."})


def room(state: str, others: list[Given], *, right: int | None = RIGHT, own: tuple[Given, ...] = (OWN,)) -> Snapshot:
    played = Played(7, 1, "heart_or_ring", 3, state, right, "It is C." if right is not None else None, (*own, *others))
    return Snapshot(5, 1, "BDFGH", "20", "", 0, {seat: seat for seat in range(1, 9)}, (played,))


def given(*answers: int, turn: int = 1, sure: int | None = None) -> list[Given]:
    """Bets of the seats 2, 3, …"""
    return [Given(seat, turn, answer, sure) for seat, answer in enumerate(answers, 2)]


@pytest.mark.parametrize("state", BEFORE)
def test_before_the_answer_a_pupil_is_told_the_same_whatever_the_others_bet(state):
    others = [given(*answers) + given(*answers, turn=2) for answers in ((), (0, 0, 0), (1, 2, 0, 1, 2), (2,) * 7)]
    told = {json.dumps(views.pupil(room(state, bets, right=right), 1)) for bets in others for right in (None, 0, 1, 2)}
    assert len(told) == 1


@pytest.mark.parametrize("state", [OPEN, AGAIN, CLOSED_AGAIN])
def test_before_the_answer_the_board_is_the_same_whatever_was_bet(state):
    told = set()
    for answers in itertools.product(range(3), repeat=4):
        bets = given(*answers) + given(*answers, turn=2)
        told.add(json.dumps(views.teacher(room(state, bets), {}.get)))
    assert len(told) == 1


def test_when_the_bets_are_closed_the_board_tells_no_more_than_that_talking_helps():
    offers = {}
    for answers in itertools.product(range(3), repeat=4):
        told = views.teacher(room(CLOSED, given(*answers)), {}.get)
        offers.setdefault(told["round"].pop("offer"), set()).add(json.dumps(told))
    assert offers[True] == offers[False] and len(offers[True]) == 1


@pytest.mark.parametrize(("right", "offered"), [(0, False), (2, False), (3, True), (7, True), (8, False), (10, False)])
def test_a_second_round_is_offered_where_30_to_70_percent_were_right(right, offered):
    bets = given(*[RIGHT] * right + [0] * (10 - right))
    assert views.teacher(room(CLOSED, bets, own=()), {}.get)["round"]["offer"] is offered


@pytest.mark.parametrize("state", TOLD)
def test_hands_are_shown_however_few_they_are_and_few_bets_by_phone_not_even_beside_them(state):
    counted = replace(room(state, given(0, 1), own=()).rounds[0], hands=((1, 2, 0), None))
    told = views.teacher(replace(room(state, []), rounds=(counted,)), {}.get)["round"]
    assert told["splits"] == [[1, 2, 0], None] and told["hands"] == [True, False]
    many = replace(counted, bets=tuple(given(0, 0, 0, 0, 2)))
    assert views.split(many, 1) == [5, 2, 1]


def test_raised_hands_lead_to_a_second_round_too():
    for hands, offered in (((10, 0, 10), True), ((10, 10, 2), False), ((1, 1, 2), False)):
        counted = replace(room(CLOSED, [], own=()).rounds[0], hands=(hands, None))
        told = views.teacher(replace(room(CLOSED, []), rounds=(counted,)), {}.get)["round"]
        assert told["offer"] is offered and "splits" in told and told["splits"] is None


@pytest.mark.parametrize("state", TOLD)
def test_how_few_have_bet_is_never_split(state):
    four, five = given(0, 1, 2, 2), given(0, 1, 2, 2, 2)
    told = views.teacher(room(state, four, own=()), {}.get)["round"]
    assert told["splits"] == [None, None]
    told = views.teacher(room(state, five + given(1, 1, 2, 2, turn=2), own=()), {}.get)["round"]
    assert told["splits"] == [[1, 1, 3], None]
    assert told["right"] == RIGHT and told["says"] == "It is C."


@pytest.mark.parametrize("state", TOLD)
def test_a_pupil_learns_the_answer_and_why_the_own_one_is_wrong_but_not_what_others_chose(state):
    told = [views.pupil(room(state, given(*answers)), 1) for answers in ((0, 0, 0, 0, 0), (2, 1, 2, 1, 2))]
    assert told[0] == told[1]
    assert told[0]["round"]["why"] == "No, because." and told[0]["round"]["right"] == RIGHT
    assert views.pupil(room(state, [], own=(Given(1, 1, RIGHT, None),)), 1)["round"]["why"] is None


def test_in_the_second_round_the_first_bet_is_no_bet_and_counts_again_if_no_other_was_made():
    own = {"answer": 0, "sure": 1}
    for state, shown in ((OPEN, own), (CLOSED, own), (AGAIN, None), (CLOSED_AGAIN, own), (REVEALED, own), (RUN, own)):
        assert views.pupil(room(state, []), 1)["round"]["own"] == shown, state
    second = (OWN, Given(1, 2, 2, 0))
    assert views.pupil(room(AGAIN, [], own=second), 1)["round"]["own"] == {"answer": 2, "sure": 0}


def test_how_often_those_were_right_who_were_so_sure_by_their_last_bets():
    first, second = given(0, 0, 0, 0, 0, 0, sure=2), given(2, 2, 2, turn=2, sure=2)
    found = views.sureness(room(RUN, first + second, own=()).rounds)
    assert found[2] == {"sure": "certain", "bets": 6, "right": 3}
    assert found[0] == {"sure": "guessing", "bets": None, "right": None}
    assert views.teacher(room(OPEN, first, own=()), {}.get)["sureness"][2]["bets"] is None


def test_all_are_led_to_the_run_of_the_class(monkeypatch):
    there = room(RUN, [])
    led = Snapshot(there.id, 2, there.code, there.plan, "heart_or_ring", 4, there.seats, there.rounds)
    lead = {"to": "level-1?ink.pair=3#there", "bet": "ink.heart.3", "time": 4}
    assert views.pupil(led, 1)["lead"] == views.teacher(led, {}.get)["lead"] == lead
    assert views.pupil(there, 1)["lead"] is None


def test_all_are_led_to_what_is_shown_between_bets_also_who_sits_down_late(monkeypatch):
    monkeypatch.setattr(views.way, "address", lambda show: f"its-page#{show}")
    shown = replace(room(RUN, []), plan="45", leads=BRIDGE, led=5, shown=(BRIDGE,))
    lead = {"to": f"its-page#{BRIDGE}", "bet": None, "time": 5}
    assert [views.pupil(shown, seat)["lead"] for seat in (1, 8)] == [lead, lead]
    assert views.teacher(shown, {}.get)["lead"] == lead


def test_the_board_offers_what_comes_next_and_pupils_are_not_told():
    bets = ["heart_or_ring", "new_drop"]
    rounds = tuple(replace(room(RUN, []).rounds[0], id=place, place=place, bet=bet) for place, bet in enumerate(bets))
    there = replace(room(RUN, []), plan="45", rounds=rounds)
    for shown, comes in (((), BRIDGE), ((BRIDGE,), "can_tell")):
        assert views.teacher(replace(there, shown=shown), {}.get)["next"] == comes
    assert views.teacher(replace(there, plan="20"), {}.get)["next"] == "part_of_the_way"
    assert views.teacher(replace(there, rounds=()), {}.get)["next"] == "heart_or_ring"
    assert "next" not in views.pupil(there, 1)


def test_the_board_and_the_remote_know_the_lesson_and_pupils_need_not():
    assert views.teacher(room(OPEN, []), {}.get)["plan"] == "20"
    assert "plan" not in views.pupil(room(OPEN, []), 1)


def test_a_seat_is_one_critter_as_long_as_the_room_is_there_and_no_two_have_one_name():
    names = [views.pupil(room(OPEN, []), seat)["you"]["name"] for seat in range(1, 9)]
    assert len(set(names)) == 8 and names == [views.pupil(room(RUN, []), seat)["you"]["name"] for seat in range(1, 9)]
    assert all(name.endswith(f" {seat}") for seat, name in enumerate(names, 1))
