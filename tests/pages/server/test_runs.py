"""Runs of pages: two of a visit, few of a crowd, and none that nobody wants any longer."""

import threading
from collections.abc import Callable

import pytest

from pages.server.runs import OF_ONE, OF_VISIT, Places
from tests.waiting import until


class Runs:
    """Threads that each want a place, and give it back when the test says so."""

    def __init__(self) -> None:
        self.places, self.over = Places(), threading.Event()
        self.threads: list[threading.Thread] = []
        self.done: list[bool] = []

    def begin(self, visit: str, who: str, wanted: Callable[[], bool] = lambda: True) -> None:
        def run() -> None:
            with self.places.taken(visit, who, wanted) as may:
                self.done.append(may)
                assert not may or self.over.wait(60)

        seen = len(self.places._waiting) + len(self.places._working)
        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()
        until(lambda: len(self.places._waiting) + len(self.places._working) > seen)

    def working(self, who: str) -> int:
        return sum(run.who == who for run in self.places._working)


@pytest.fixture
def runs():
    made = Runs()
    yield made
    made.over.set()
    for thread in made.threads:
        thread.join(60)
    assert not made.places._waiting and not made.places._working


def test_a_visit_has_two_runs_at_once(runs):
    for _ in range(OF_VISIT + 3):
        runs.begin("a", "home")
    assert runs.working("home") == OF_VISIT
    runs.begin("b", "home")
    assert runs.working("home") == OF_VISIT + 1


def test_a_crowd_has_few_and_who_comes_alone_need_not_wait(runs):
    for i in range(OF_ONE + 8):
        runs.begin(f"{i}", "crowd")
    assert runs.working("crowd") == OF_ONE
    runs.begin("b", "another")
    assert runs.working("another") == 1 and runs.working("crowd") == OF_ONE


def test_a_run_that_nobody_wants_any_longer_gives_up_waiting(runs):
    for _ in range(OF_VISIT):
        runs.begin("a", "home")
    wanted = threading.Event()
    wanted.set()
    runs.begin("a", "home", wanted.is_set)
    wanted.clear()
    until(lambda: runs.done == [True] * OF_VISIT + [False])


def test_who_waits_for_others_work_leaves_the_place_meanwhile(runs):
    for _ in range(OF_VISIT - 1):
        runs.begin("a", "home")
    with runs.places.taken("a", "home", lambda: True):
        with runs.places.left_meanwhile(), runs.places.left_meanwhile():
            runs.begin("a", "home")
            assert runs.working("home") == OF_VISIT
        assert runs.working("home") == OF_VISIT + 1, "it goes on at once"
    assert runs.working("home") == OF_VISIT


def test_who_has_shown_a_picture_lets_those_work_that_owe_theirs_and_goes_on_when_none_does(runs):
    for i in range(OF_ONE - 1):
        runs.begin(f"{i}", "crowd")
    order = []
    shown = threading.Thread(target=giving_way, args=(runs.places, order))
    with runs.places.taken("first", "crowd", lambda: True):
        shown.start()  # and waits
        until(lambda: len(runs.places._waiting) == 1)
    until(lambda: order == ["its picture"] and len(runs.places._waiting) == 1)
    runs.begin("late", "crowd")
    assert runs.working("crowd") == OF_ONE and order == ["its picture"]
    runs.over.set()
    until(lambda: order == ["its picture", "the rest"])
    shown.join(60)


def test_whoever_shows_the_last_picture_that_was_owed_lets_those_go_on_that_gave_way(runs, monkeypatch):
    monkeypatch.setattr("pages.server.runs.PATIENCE", 600)
    order = []
    with runs.places.taken("last", "crowd", lambda: True):
        shown = threading.Thread(target=giving_way, args=(runs.places, order))
        shown.start()
        until(lambda: order == ["its picture"] and len(runs.places._waiting) == 1)
        runs.places.give_way(lambda: pytest.fail("waits"))
        until(lambda: order == ["its picture", "the rest"])
    shown.join(60)


@pytest.mark.parametrize("reason", ["hurry", "patience"])
def test_nobody_gives_way_for_ever_nor_once_the_visitor_has_changed_something(runs, monkeypatch, reason):
    monkeypatch.setattr("pages.server.runs.PATIENCE", 0.1 if reason == "patience" else 600)
    runs.begin("owes", "home")
    hurry, order = threading.Event(), []
    shown = threading.Thread(target=giving_way, args=(runs.places, order, hurry.is_set))
    shown.start()
    if reason == "hurry":
        until(lambda: len(runs.places._waiting) == 1)
        hurry.set()
    until(lambda: order == ["its picture", "the rest"])
    shown.join(60)
    assert runs.working("home") == 1


def test_where_nobody_owes_a_picture_nobody_gives_way(runs):
    with runs.places.taken("a", "home", lambda: True):
        runs.places.give_way(lambda: pytest.fail("waits"))
        with runs.places.taken("b", "home", lambda: True):
            runs.places.give_way(lambda: pytest.fail("waits"))


def giving_way(places: Places, order: list[str], is_hurried: Callable[[], bool] = lambda: False) -> None:
    with places.taken("shown", "crowd", lambda: True):
        order.append("its picture")
        places.give_way(is_hurried)
        order.append("the rest")


def test_outside_of_a_run_there_is_nothing_to_leave(runs):
    with runs.places.left_meanwhile():
        runs.places.give_way(lambda: False)
    assert not runs.places._working
