"""The line before the engine: owners take turns, and one owner does not fill it."""

import threading
from dataclasses import dataclass

import pytest

from diffusion_core.serving.line import OF_VISITOR, Full, Line


@dataclass(eq=False)
class Task:
    owner: str
    visitor: str = ""
    brief: bool = False


def test_first_comes_whose_owner_has_the_fewest_inside():
    line: Line = Line(8)
    for owner in "aab":
        line.enter(Task(owner))
    inside: list = []
    while (chosen := line.next(inside, room=True)) is not None:
        inside.append(chosen)
    assert [one.owner for one in inside] == ["a", "b", "a"] and len(line) == 0


def test_where_there_is_no_room_only_those_come_in_who_have_nothing_inside():
    line: Line = Line(8)
    for owner in "aab":
        line.enter(Task(owner))
    assert line.next([Task("a")], room=False).owner == "b"
    assert line.next([Task("a"), Task("b")], room=False) is None and len(line) == 2


def test_where_it_is_full_only_those_come_in_who_are_over_at_once():
    line: Line = Line(8)
    for one in (Task("b"), Task("c", brief=True), Task("a", brief=True)):
        line.enter(one)
    inside = [Task("a")]
    assert line.next(inside, room=False, full=True).owner == "c"
    assert line.next(inside, room=False, full=True) is None, "b is new but long, a has somebody inside"
    assert line.next(inside, room=False).owner == "b"


def test_one_owner_takes_three_quarters_of_the_places_at_most():
    line: Line = Line(4)
    for _ in range(3):
        line.enter(Task("a"))
    with pytest.raises(Full):
        line.enter(Task("a"))
    line.enter(Task("b"))


def test_when_all_places_are_taken_who_comes_alone_gets_the_last_one_of_a_crowd():
    line: Line = Line(4)
    crowd = [Task("a") for _ in range(3)]
    assert [line.enter(one) for one in (*crowd, Task("b"))] == [None] * 4
    assert line.enter(Task("c")) is crowd[2]
    assert sorted(one.owner for one in line.left()) == ["a", "a", "b", "c"]


def test_a_line_that_is_full_of_single_ones_is_full():
    line: Line = Line(4)
    for owner in "abcd":
        line.enter(Task(owner))
    with pytest.raises(Full):
        line.enter(Task("e"))


def test_a_closed_line_lets_nobody_in_wakes_who_waits_and_still_lets_out():
    line: Line = Line(4)
    waiting = threading.Thread(target=line.wait)
    waiting.start()
    line.close()
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(Full):
        line.enter(Task("a"))
    line._waiting += [Task("a"), Task("b")]
    assert line.next([], room=True).owner == "a"
    assert [one.owner for one in line.left()] == ["b"] and len(line) == 0


def test_whoever_is_not_let_in_or_sent_away_is_counted():
    line: Line = Line(4)
    for owner in "aab":
        line.enter(Task(owner))
    assert line.refused == 0
    line.enter(Task("a"))
    line.enter(Task("c"))  # the last of a's goes
    with pytest.raises(Full):
        line.enter(Task("b"))
    assert line.refused == 2


def test_of_one_visitor_two_come_in_and_of_nobody_in_particular_all():
    line: Line = Line(16)
    for visitor in ("v", "v", "v", "w", "", "", ""):
        line.enter(Task("a", visitor))
    inside: list = []
    while (chosen := line.next(inside, room=True)) is not None:
        inside.append(chosen)
    assert [one.visitor for one in inside] == ["v"] * OF_VISITOR + ["w", "", "", ""] and len(line) == 1
    assert line.next(inside[1:], room=True).visitor == "v"


def test_the_order_that_is_told_is_the_one_in_which_they_come_in():
    line: Line = Line(16)
    for owner, visitor in ("a1", "a1", "a1", "a2", "b3", "b3", "c4", "a5"):
        line.enter(Task(owner, visitor))
    inside = [Task("b", "9")]
    told = line.order(inside)
    came = []
    while (chosen := line.next(inside, room=True)) is not None:
        came.append(chosen)
        inside.append(chosen)
    assert told[: len(came)] == came and len(came) == 7 and told[7].visitor == "1"


def test_who_leaves_the_line_gives_up_the_place():
    line: Line = Line(2)
    first, second = Task("a"), Task("a")
    line.enter(first)
    line.enter(second)
    assert line.leave(first) and not line.leave(first)
    line.enter(third := Task("a"))
    assert line.order([]) == [second, third]
