"""Who works: a thread rests and stops between two results, a process is told to rest and killed to stop."""

import os
import threading
import time

import pytest

from diffusion_core.common.device import POLITE
from pages.server.errands import BROKE, FINISHED, PAUSED, STOPPED, Errands
from pages.server.workers import InProcess, InThread
from tests.pages.server.workers import Child
from tests.waiting import until


@pytest.fixture
def errands():
    one_at_a_time = Errands(1, patience=1000, full="")
    yield one_at_a_time
    one_at_a_time.close()


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


# --- a thread


def test_a_thread_goes_on_to_the_end_and_the_next_begins(errands):
    steps, other = Steps(3), Steps(1)
    errand, waiting = errands.enter(InThread(iter(steps))), errands.enter(InThread(iter(other)))
    steps.go()
    until(lambda: errand.latest == 0)
    assert not errand.over and not waiting.begun
    steps.go(2)
    other.go()
    until(lambda: waiting.over)
    assert errand.finished and errand.results == [0, 1, 2] and waiting.finished


def test_a_thread_stops_after_the_result_under_way(errands):
    steps = Steps(100)
    errand = errands.enter(InThread(iter(steps)))
    steps.go()
    until(lambda: errand.latest == 0)
    errand.stop()
    assert not errand.over
    steps.go(99)
    until(lambda: errand.over)
    assert errand.why == STOPPED and steps.made == 2 and errand.latest == 1


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_thread_rests_between_two_results_and_goes_on_or_is_stopped_there(errands, goes_on):
    steps = Steps(3)
    errand = errands.enter(InThread(iter(steps)), goal=lambda result: result == 0)
    steps.go(3)
    until(lambda: errand.state == PAUSED)
    time.sleep(0.1)
    assert errand.results == [0]
    (errand.go_on if goes_on else errand.stop)()
    until(lambda: errand.over)
    assert (errand.why, steps.made) == ((FINISHED, 3) if goes_on else (STOPPED, 1))


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="no niceness here")
def test_a_thread_is_polite_and_leaves_the_others_as_they_are(errands):
    def niceness():
        yield os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    errand = errands.enter(InThread(niceness()))
    until(lambda: errand.over)
    assert errand.latest == min(19, before + POLITE)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_breaks_makes_room_for_the_next(errands):
    def broken():
        yield 1
        raise RuntimeError

    errand, other = errands.enter(InThread(broken())), errands.enter(InThread(iter([2])))
    until(lambda: other.over)
    assert errand.why == BROKE and errand.latest == 1 and other.finished


# --- a process


def letters(stream):
    """The results of a child: what it writes, byte by byte."""
    while found := stream.read(1):
        yield found


@pytest.fixture
def child():
    return Child()


def test_a_process_is_told_to_rest_and_to_go_on(errands, child):
    errand = errands.enter(InProcess(lambda: child, letters), goal=lambda letter: letter == b"c")
    child.send(b"abcd")
    until(lambda: errand.results == [b"a", b"b", b"c", b"d"])
    assert errand.state == PAUSED and child.orders == [b"pause\n"]
    errand.go_on()
    assert child.orders == [b"pause\n", b"go\n"]


def test_a_process_is_killed_to_stop_it_and_makes_room_at_once(errands, child):
    errand, other = errands.enter(InProcess(lambda: child, letters)), errands.enter(InProcess(Child, letters))
    errand.stop()
    assert errand.over and errand.why == STOPPED and child.killed and other.begun
    until(lambda: child.closed)
    assert errand.why == STOPPED


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("where", ["record", "goal"])
def test_a_process_whose_record_or_goal_breaks_is_ended_and_makes_room(errands, child, where):
    def read(stream):
        for letter in letters(stream):
            if where == "record" and letter == b"b":
                raise ValueError("not a record")
            yield letter

    def goal(letter):
        if where == "goal" and letter == b"b":
            raise ValueError("no goal")

    errand, other = errands.enter(InProcess(lambda: child, read), goal=goal), errands.enter(InThread(iter([1])))
    child.send(b"ab")
    until(lambda: other.over and child.closed)
    assert errand.why == BROKE and errand.latest in (b"a", b"b") and child.killed and child.buried


def test_a_process_that_cannot_be_started_leaves_the_row(errands):
    def start():
        raise OSError("no more processes")

    errand = errands.enter(InProcess(start, letters))
    assert errand.over and errand.why == BROKE and errand.worker.child is None


@pytest.mark.parametrize(("code", "why"), [(0, FINISHED), (1, BROKE), (-9, BROKE)])
def test_a_process_that_ends_with_nought_is_finished_and_any_other_broke_off(errands, child, code, why):
    errand = errands.enter(InProcess(lambda: child, letters))
    child.end(b"ab", code)
    until(lambda: errand.over and child.closed)
    assert errand.why == why and errand.results == [b"a", b"b"]
