"""Long work beside the page: it goes on to its end, stops when told or left alone, and one waits for the other."""

import threading
import time

import pytest

from pages.server.errands import Errand

SOON = 20


def until(true):
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


class Steps:
    """Results 0, 1, 2, … below `count`, each only once it is let go."""

    def __init__(self, count):
        self.count, self.gate, self.made = count, threading.Semaphore(0), 0

    def __iter__(self):
        for i in range(self.count):
            self.gate.acquire()
            self.made += 1
            yield i

    def go(self, count=1):
        self.gate.release(count)


def test_it_goes_on_to_its_end_and_keeps_the_newest():
    steps = Steps(3)
    errand = Errand(iter(steps))
    assert errand.latest is None and not errand.over
    steps.go()
    until(lambda: errand.latest == 0)
    steps.go(2)
    until(lambda: errand.over)
    assert errand.finished and errand.latest == 2


def test_it_stops_when_told_and_what_it_found_stays():
    steps = Steps(100)
    errand = Errand(iter(steps))
    steps.go()
    until(lambda: errand.latest == 0)
    errand.stop()
    steps.go(99)
    until(lambda: errand.over)
    assert not errand.finished and steps.made == 2 and errand.latest == 1


def test_it_stops_when_its_visitor_has_left():
    now, steps = [0.0], Steps(100)
    errand = Errand(iter(steps), patience=10, clock=lambda: now[0])
    now[0] = 9.0
    errand.hear()
    now[0] = 18.0
    steps.go()
    until(lambda: errand.latest == 0)
    now[0] = 19.5
    steps.go()
    until(lambda: errand.over)
    assert not errand.finished and steps.made == 2


def test_the_second_waits_for_the_first_and_can_be_stopped_while_it_waits():
    steps, other = Steps(1), Steps(1)
    first = Errand(iter(steps))
    until(lambda: first.begun)
    second, third = Errand(iter(other)), Errand(iter(Steps(1)))
    third.stop()
    until(lambda: third.over)
    assert not second.begun and not third.begun
    steps.go()
    other.go()
    until(lambda: second.over)
    assert first.finished and second.finished


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_breaks_makes_room_for_the_next():
    def broken():
        yield 1
        raise RuntimeError

    one = Errand(broken())
    until(lambda: one.over)
    assert not one.finished and one.latest == 1
    steps = Steps(1)
    other = Errand(iter(steps))
    steps.go()
    until(lambda: other.finished)
