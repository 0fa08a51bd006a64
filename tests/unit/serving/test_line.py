"""The line before the engine: owners take turns, and one owner does not fill it."""

import threading
from types import SimpleNamespace

import pytest

from diffusion_core.serving.line import Full, Line


def task(owner: str) -> SimpleNamespace:
    return SimpleNamespace(owner=owner)


def test_first_comes_whose_owner_has_the_fewest_inside():
    line: Line = Line(8)
    for owner in "aab":
        line.enter(task(owner))
    inside: list = []
    while (chosen := line.next(inside, room=True)) is not None:
        inside.append(chosen)
    assert [one.owner for one in inside] == ["a", "b", "a"] and len(line) == 0


def test_where_there_is_no_room_only_those_come_in_who_have_nothing_inside():
    line: Line = Line(8)
    for owner in "aab":
        line.enter(task(owner))
    assert line.next([task("a")], room=False).owner == "b"
    assert line.next([task("a"), task("b")], room=False) is None and len(line) == 2


def test_one_owner_takes_three_quarters_of_the_places_at_most():
    line: Line = Line(4)
    for _ in range(3):
        line.enter(task("a"))
    with pytest.raises(Full):
        line.enter(task("a"))
    line.enter(task("b"))


def test_when_all_places_are_taken_who_comes_alone_gets_the_last_one_of_a_crowd():
    line: Line = Line(4)
    crowd = [task("a") for _ in range(3)]
    assert [line.enter(one) for one in (*crowd, task("b"))] == [None] * 4
    assert line.enter(task("c")) is crowd[2]
    assert sorted(one.owner for one in line.left()) == ["a", "a", "b", "c"]


def test_a_line_that_is_full_of_single_ones_is_full():
    line: Line = Line(4)
    for owner in "abcd":
        line.enter(task(owner))
    with pytest.raises(Full):
        line.enter(task("e"))


def test_a_closed_line_lets_nobody_in_or_out_and_wakes_who_waits():
    line: Line = Line(4)
    waiting = threading.Thread(target=line.wait)
    waiting.start()
    line.close()
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(Full):
        line.enter(task("a"))
    line._waiting.append(task("a"))
    assert line.next([], room=True) is None
    assert [one.owner for one in line.left()] == ["a"] and len(line) == 0
