"""Turns: many from one neighbourhood hold up nobody elsewhere."""

import threading
from types import SimpleNamespace

import pytest

from pages.server.turns import Crowded, Turns, in_rounds, who_makes_room
from tests.waiting import until


def rounds(waiting: str, had: str = "") -> str:
    return "".join(one.who for one in in_rounds([SimpleNamespace(who=who) for who in waiting], had))


@pytest.mark.parametrize("waiting, had, order", [
    ("aaab", "", "abaa"), ("aaab", "a", "baaa"), ("abab", "", "abab"), ("aabb", "ab", "abab"), ("ab", "aab", "ba"),
])  # fmt: skip
def test_first_comes_who_had_the_fewest_turns_and_of_those_who_came_first(waiting, had, order):
    assert rounds(waiting, had) == order


def test_a_crowd_of_one_neighbourhood_lets_somebody_else_in_next():
    turns, order = Turns(most=16), []

    def take(who: str) -> None:
        with turns.taken(who, patience=60):
            order.append(who)

    with turns.taken("crowd", patience=60):
        threads = [threading.Thread(target=take, args=["crowd"]) for _ in range(6)]
        threads.append(threading.Thread(target=take, args=["another"]))
        for i, thread in enumerate(threads):
            thread.start()
            until(lambda i=i: len(turns._waiting) == i + 1)
    for thread in threads:
        thread.join()
    assert order == ["another"] + ["crowd"] * 6


def test_a_place_is_given_back_by_whoever_breaks_off():
    turns = Turns(most=1)
    with pytest.raises(ZeroDivisionError), turns.taken("", patience=1):
        raise ZeroDivisionError
    with turns.taken("", patience=1), pytest.raises(Crowded), turns.taken("", patience=0.1):
        pass
    with turns.taken("", patience=1):
        assert turns.is_taken and not turns._waiting


def test_who_comes_alone_finds_room_in_a_row_that_a_crowd_has_filled():
    turns, said = Turns(most=4), []

    def take(who: str) -> None:
        try:
            with turns.taken(who, patience=60):
                said.append(who)
        except Crowded:
            said.append(f"{who} was sent away")

    with turns.taken("crowd", patience=60):
        threads = [threading.Thread(target=take, args=["crowd"]) for _ in range(4)]
        for i, thread in enumerate(threads):
            thread.start()
            until(lambda i=i: len(turns._waiting) == i + 1)
        with pytest.raises(Crowded), turns.taken("crowd", patience=60):
            pass
        threads.append(threading.Thread(target=take, args=["another"]))
        threads[-1].start()
        until(lambda: any(turn.who == "another" for turn in turns._waiting))
        until(lambda: said)
    for thread in threads:
        thread.join()
    assert said == ["crowd was sent away", "another", "crowd", "crowd", "crowd"] and not turns._waiting


def test_a_row_that_is_full_of_single_ones_is_full():
    assert who_makes_room([SimpleNamespace(who=who) for who in "abcd"], "e") is None
    waiting = [SimpleNamespace(who=who) for who in "aabb"]
    assert who_makes_room(waiting, "b") is None and who_makes_room(waiting, "c") is waiting[1]
