"""The workshop: so many at a time, the others in a row; pausing gives up the place; who leaves is stopped."""

import io
import threading

import pytest
import torch

from diffusion_core.serving.training_process import record
from diffusion_core.training.watched import LESSONS, Glimpse
from pages.server import trainings
from pages.server.trainings import (
    BROKE,
    CROWDED,
    FINISHED,
    LEFT,
    MOST_RESTING,
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
        self.orders, self.killed, self.ended, self.sent = [], False, threading.Event(), threading.Event()
        self.stdin, self.stdout = self, self
        self.waiting, self.closed = io.BytesIO(), False

    def write(self, order: bytes) -> None:
        self.orders.append(order)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True

    def read(self, count: int) -> bytes:
        self.sent.wait(SOON)
        if found := self.waiting.read(count):
            return found
        self.ended.wait(SOON)
        return self.waiting.read(count)

    def kill(self) -> None:
        self.killed = True
        self.sent.set()
        self.ended.set()

    def wait(self) -> int:
        return 0

    def end(self, *looks: Glimpse) -> None:
        self.send(*looks)
        self.ended.set()

    def send(self, *looks: Glimpse) -> None:
        """All that it has to say, before it rests."""
        self.waiting = io.BytesIO(b"".join(map(record, looks)))
        self.sent.set()


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


def look(nudges: int, right: float = 0.0) -> Glimpse:
    return Glimpse(nudges, nudges, 0.5, torch.zeros(2, 2), right, torch.zeros(1), 1.0)


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


def test_at_its_goal_it_pauses_once_and_may_train_on(place):
    shop, children, _ = place
    training = shop.enter("critters", 0)
    children[0].send(look(0), look(300, 0.79), look(500, 0.81), look(540, 0.78), look(577, 0.84))
    until(lambda: len(training.looks) == 5)
    assert training.reached and training.state == PAUSED and children[0].orders == [b"pause\n"]
    shop.go_on(training)
    assert training.state == WORKING and children[0].orders == [b"pause\n", b"go\n"]


def test_who_comes_back_queues_behind_those_who_waited(place):
    shop, _, _ = place
    first, second, third = (shop.enter("points", seed) for seed in range(3))
    shop.pause(first)
    shop.go_on(first)
    assert second.state == WORKING and [shop.place(third), shop.place(first)] == [1, 2]


def test_of_many_that_rest_the_one_that_rested_longest_is_ended(place):
    shop, children, _ = place
    resting = []
    for seed in range(MOST_RESTING + 1):
        resting.append(shop.enter("points", seed))
        shop.pause(resting[-1])
    assert resting[0].state == OVER and resting[0].why == CROWDED and children[0].killed
    assert all(one.state == PAUSED for one in resting[1:])


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


def test_one_workshop_serves_the_whole_server():
    assert trainings.workshop() is trainings.workshop()
    assert trainings.workshop().places == max(1, trainings.cores() // 2)
