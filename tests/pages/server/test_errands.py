"""Errands: so many at a time, the others in a row; pausing gives up the place; who leaves is stopped."""

import threading
import time

import pytest

from pages.server.errands import (
    BROKE,
    CLOSED,
    CROWDED,
    FINISHED,
    LEFT,
    MOST_RESTING,
    OVER,
    PAUSED,
    STOPPED,
    WAITING,
    WORKING,
    Errands,
)
from tests.pages.server.hands import Hand, entered
from tests.waiting import until


@pytest.fixture
def place():
    """Errands, one at a time, and a clock that the test turns."""
    now = [0.0]
    errands = Errands(1, patience=1000, full="Please try again.", clock=lambda: now[0])
    yield errands, now
    errands.close()


def test_one_works_and_the_others_know_their_place(place):
    errands, _ = place
    first, second, third = entered(errands, 3)
    assert [one.state for one in (first, second, third)] == [WORKING, WAITING, WAITING]
    assert [one.place() for one in (first, second, third)] == [0, 1, 2]
    assert first.begun and not second.begun and not second.worker.orders
    first.stop()
    assert first.state == OVER and first.why == STOPPED and first.worker.orders == ["begin", "stop"]
    assert second.state == WORKING and third.place() == 1
    assert second.worker.orders == ["begin"]


def test_as_many_work_as_there_are_places():
    errands = Errands(2, patience=1000, full="")
    assert [one.state for one in entered(errands, 3)] == [WORKING, WORKING, WAITING]
    errands.close()


def test_results_are_kept_and_the_newest_is_at_hand(place):
    (errand,) = entered(place[0], 1)
    assert errand.latest is None
    errand.worker.tell(1)
    errand.worker.tell(2)
    errand.stop()
    assert errand.latest == 2 and errand.results == [1, 2]


def test_one_that_came_to_its_end_is_finished_and_one_that_did_not_broke_off(place):
    first, second, third = entered(place[0], 3)
    first.worker.end(True)
    assert first.over and first.finished and first.why == FINISHED and second.state == WORKING
    second.worker.end(False)
    assert second.over and not second.finished and second.why == BROKE and third.state == WORKING
    second.stop()
    assert second.why == BROKE, "what is over stays as it ended"


def test_who_cannot_stop_at_once_keeps_the_place_until_it_has(place):
    errands, _ = place
    slow, next_one = errands.enter(Hand(at_once=False)), errands.enter(Hand())
    slow.stop()
    assert slow.state == WORKING and next_one.place() == 1
    slow.pause()
    assert slow.state == WORKING, "what is about to end is not paused"
    slow.worker.end(True)
    assert slow.over and slow.why == STOPPED and not slow.finished and next_one.state == WORKING


def test_who_is_stopped_while_it_waits_never_begins(place):
    first, second, third = entered(place[0], 3)
    second.stop()
    assert second.over and not second.begun and third.place() == 1
    first.worker.end(True)
    assert second.worker.orders == [] and third.state == WORKING


def test_who_pauses_gives_the_place_up_and_queues_again_to_go_on(place):
    first, second = entered(place[0], 2)
    first.pause()
    assert first.state == PAUSED and second.state == WORKING and first.worker.orders == ["begin", "pause"]
    first.go_on()
    assert first.state == WAITING and first.worker.orders == ["begin", "pause"]
    second.stop()
    assert first.state == WORKING and first.worker.orders == ["begin", "pause", "go on"]


def test_at_its_goal_it_pauses_once_and_may_go_on(place):
    errand = place[0].enter(Hand(), goal=lambda share: share >= 0.8)
    for share in (0.1, 0.79):
        errand.worker.tell(share)
    assert errand.state == WORKING and not errand.reached
    errand.worker.tell(0.81)
    assert errand.state == PAUSED and errand.reached
    errand.go_on()
    errand.worker.tell(0.9)
    assert errand.state == WORKING and errand.worker.orders == ["begin", "pause", "go on"]


def test_who_comes_back_queues_behind_those_who_waited(place):
    first, second, third = entered(place[0], 3)
    first.pause()
    first.go_on()
    assert second.state == WORKING and [third.place(), first.place()] == [1, 2]


def test_of_many_that_rest_the_one_that_rested_longest_is_ended(place):
    resting = []
    assert MOST_RESTING == 2, "each holds some 300 MB"
    for _ in range(3):
        resting += entered(place[0], 1)
        resting[-1].pause()
    assert resting[0].state == OVER and resting[0].why == CROWDED and resting[0].worker.orders[-1] == "stop"
    assert all(one.state == PAUSED for one in resting[1:])


def test_who_is_not_heard_has_left(place):
    errands, now = place
    first, second = entered(errands, 2)
    now[0] = 900
    second.hear()
    now[0] = 1500
    errands.sweep()
    assert first.why == LEFT and first.worker.orders[-1] == "stop"
    assert second.state == WORKING


def test_who_has_had_a_turn_gives_way_to_those_who_wait_and_to_nobody_else():
    now = [0.0]
    errands = Errands(1, patience=1e9, turn=180, full="", clock=lambda: now[0])
    (first,) = entered(errands, 1)
    now[0] = 1000
    errands.sweep()
    assert first.state == WORKING and not first.gave_way, "nobody waited"
    second, third = entered(errands, 2)
    errands.sweep()
    assert first.state == PAUSED and first.gave_way and first.worker.orders == ["begin", "pause"]
    assert second.state == WORKING and third.place() == 1
    now[0] = 1179
    first.go_on()
    errands.sweep()
    assert second.state == WORKING and not first.gave_way and [third.place(), first.place()] == [1, 2]
    now[0] = 1181
    errands.sweep()
    assert second.gave_way and third.state == WORKING and first.place() == 1
    errands.close()


def test_one_that_only_just_went_on_has_its_whole_turn():
    now = [0.0]
    errands = Errands(1, patience=1e9, turn=180, full="", clock=lambda: now[0])
    first, second = entered(errands, 2)
    now[0] = 170
    first.pause()
    second.stop()
    first.go_on()
    (third,) = entered(errands, 1)
    now[0] = 340
    errands.sweep()
    assert first.state == WORKING and third.place() == 1
    errands.close()


def test_somebody_sweeps_while_anybody_is_there():
    errands = Errands(1, patience=0.2, full="")
    first, second = entered(errands, 2)
    until(lambda: first.over and second.over)
    assert first.why == second.why == LEFT
    (late,) = entered(errands, 1)
    until(lambda: late.over)


class Broken(Hand):
    """A worker that cannot begin."""

    def begin(self, tell, end):
        raise OSError("no more processes")


def test_one_that_cannot_begin_makes_room_and_troubles_nobody_else(caplog):
    errands = Errands(2, patience=1000, full="")
    first, other = entered(errands, 2)
    broken = [errands.enter(Broken()) for _ in range(2)]
    third, fourth = entered(errands, 2)
    first.stop()
    assert all(one.over and one.why == BROKE and one.worker.orders == ["stop"] for one in broken)
    assert third.state == WORKING and third.worker.orders == ["begin"] and fourth.place() == 1
    assert "no more processes" in caplog.text
    other.stop()
    assert third.worker.orders == ["begin"] and fourth.worker.orders == ["begin"]
    errands.close()


class Stubborn(Hand):
    """A worker that cannot be stopped at first."""

    def stop(self):
        super().stop()
        if len(self.orders) < 3:
            raise OSError("not now")
        return True


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_after_a_sweep_that_broke_the_next_who_enters_is_swept_again():
    errands = Errands(3, patience=0.2, full="")
    first = errands.enter(Stubborn())
    until(lambda: "stop" in first.worker.orders)
    # the sweep that broke had the lock: this waits until it is quite over
    late = errands.enter(Hand())
    until(lambda: late.over)
    assert late.why == LEFT


def test_at_the_end_all_stop_none_begins_and_what_is_under_way_is_waited_for():
    errands = Errands(2, patience=1000, full="")
    quick, slow, waiting = errands.enter(Hand()), errands.enter(Hand(at_once=False)), errands.enter(Hand())
    ending = threading.Timer(0.2, lambda: slow.worker.end(False))
    ending.start()
    errands.close(within=20)
    assert quick.over and slow.over and slow.why == CLOSED and waiting.over and not waiting.begun


def test_at_the_end_nobody_is_waited_for_longer_than_said():
    errands = Errands(1, patience=1000, full="")
    never = errands.enter(Hand(at_once=False))
    began = time.monotonic()
    errands.close(within=0.1)
    assert time.monotonic() - began < 10 and not never.over
