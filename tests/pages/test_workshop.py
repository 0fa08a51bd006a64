"""The workshop: so many at a time, the others in a row; pausing gives up the place; who leaves is stopped."""

import io
import threading

import pytest
import torch

from diffusion_core.live_child import record
from diffusion_core.live_training import LESSONS, Look
from pages.shared.workshop import (
    BROKE,
    FINISHED,
    LEFT,
    MOST_WAITING,
    OVER,
    PAUSED,
    STOPPED,
    WAITING,
    WORKING,
    Full,
    Workshop,
    start_child,
)

SOON = 120


class Stub:
    """A process that sends what the test lets it, and notes its orders."""

    def __init__(self) -> None:
        self.orders, self.killed, self.ended = [], False, threading.Event()
        self.stdin, self.stdout = self, self
        self.waiting, self.closed = io.BytesIO(), False

    def write(self, order: bytes) -> None:
        self.orders.append(order)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True

    def read(self, count: int) -> bytes:
        self.ended.wait(SOON)
        return self.waiting.read(count)

    def kill(self) -> None:
        self.killed = True
        self.ended.set()

    def wait(self) -> int:
        return 0

    def end(self, *looks: Look) -> None:
        self.waiting = io.BytesIO(b"".join(map(record, looks)))
        self.ended.set()


@pytest.fixture
def place():
    """A workshop for one, its processes, and a clock that the test turns."""
    children, now = [], [0.0]

    def begin(name, seed):
        children.append(Stub())
        return children[-1]

    shop = Workshop(1, patience=1000, begin=begin, clock=lambda: now[0])
    yield shop, children, now
    shop.close()
    assert all(child.killed or child.ended.is_set() for child in children)


def until(true) -> None:
    waited = threading.Event()
    for _ in range(SOON * 20):
        if true():
            return
        waited.wait(0.05)
    raise AssertionError("it never came")


def look(nudges: int) -> Look:
    return Look(nudges, nudges, 0.5, torch.zeros(2, 2), 0.0, torch.zeros(1), 1.0)


def test_one_works_and_the_others_know_their_place(place):
    shop, children, _ = place
    first, second, third = (shop.enter("points", seed) for seed in range(3))
    assert [one.state for one in (first, second, third)] == [WORKING, WAITING, WAITING]
    assert [shop.place(one) for one in (first, second, third)] == [0, 1, 2]
    assert len(children) == 1
    shop.stop(first)
    assert first.state == OVER and first.why == STOPPED and children[0].killed
    assert second.state == WORKING and shop.place(third) == 1


def test_who_pauses_gives_the_place_up_and_queues_again_to_go_on(place):
    shop, children, _ = place
    first, second = shop.enter("points", 0), shop.enter("points", 1)
    shop.pause(first)
    assert first.state == PAUSED and second.state == WORKING and children[0].orders == [b"pause\n"]
    shop.go_on(first)
    assert first.state == WAITING and children[0].orders == [b"pause\n"]
    shop.stop(second)
    assert first.state == WORKING and children[0].orders == [b"pause\n", b"go\n"]


def test_who_is_not_heard_has_left(place):
    shop, children, now = place
    first, second = shop.enter("points", 0), shop.enter("points", 1)
    now[0] = 900
    shop.hear(second)
    now[0] = 1500
    shop.sweep()
    assert first.why == LEFT and children[0].killed
    assert second.state == WORKING


def test_a_training_that_made_all_its_nudges_is_finished_and_one_that_did_not_broke_off(place):
    shop, children, _ = place
    first, second = shop.enter("points", 0), shop.enter("points", 1)
    children[0].end(look(0), look(LESSONS["points"].nudges))
    until(lambda: first.state == OVER)
    assert first.why == FINISHED and len(first.looks) == 2
    until(lambda: second.state == WORKING)
    children[1].end(look(0))
    until(lambda: second.state == OVER)
    assert second.why == BROKE
    shop.stop(second)
    assert second.why == BROKE, "what is over stays as it ended"


def test_the_queue_has_an_end_and_unknown_names_are_refused(place):
    shop, _, _ = place
    for seed in range(MOST_WAITING + 1):
        shop.enter("points", seed)
    with pytest.raises(Full, match="try again"):
        shop.enter("points", 99)
    with pytest.raises(KeyError):
        shop.enter("portraits", 0)


def test_a_real_training_is_stopped_at_once_when_its_visitor_is_silent():
    shop = Workshop(1, patience=SOON, begin=start_child)
    training = shop.enter("points", 0)
    try:
        until(lambda: training.looks)
        assert training.state == WORKING and training.child.poll() is None
        training.heard -= 2 * SOON
        until(lambda: training.state == OVER)
        assert training.why == LEFT
        assert training.child.wait(10) != 0, "killed, not finished"
    finally:
        shop.close()
