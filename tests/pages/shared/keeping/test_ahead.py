"""What is worked out ahead: the newest wish first, never while others come, and nothing that belongs to one visit."""

import subprocess
import sys
import threading
import time

from pages.shared.keeping import ahead
from pages.shared.page.pictures import Picture


def test_a_wish_is_worked_out_once_the_server_rests():
    done, began = threading.Event(), time.monotonic()
    ahead.work_out(done.set)
    assert done.wait(10)
    assert time.monotonic() - began >= ahead.REST


def test_the_newest_come_first_and_the_oldest_are_dropped():
    order, last = [], threading.Event()
    count = ahead.MOST + 2
    ahead.work_out(lambda: (order.append(0), last.set()))
    for number in range(1, count):
        ahead.work_out(order.append, number)
    # the two oldest never
    until = time.monotonic() + 10
    while len(order) < ahead.MOST and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(2 * ahead.REST)
    assert order == list(range(count - 1, count - 1 - ahead.MOST, -1))
    assert not last.is_set()


def test_two_first_visitors_at_once_have_one_worker(monkeypatch):
    made, done = [], [threading.Event(), threading.Event()]

    class Slow(ahead.Worker):
        def __init__(self):
            made.append(self)
            time.sleep(0.3)
            super().__init__()

    monkeypatch.setattr(ahead, "Worker", Slow)
    ahead.the_worker.cache_clear()
    visitors = [threading.Thread(target=ahead.work_out, args=(one.set,)) for one in done]
    for visitor in visitors:
        visitor.start()
    assert all(one.wait(10) for one in done) and len(made) == 1


def test_one_that_fails_leaves_the_others_alone(caplog):
    done = threading.Event()
    ahead.work_out(done.set)
    ahead.work_out(lambda: 1 / 0)
    assert done.wait(10)
    assert "ZeroDivisionError" in caplog.text


def test_a_picture_of_the_visitors_own_is_left_alone():
    asked = threading.Event()
    ahead.work_out(lambda picture: asked.set(), Picture(b"", "mine", private=True))
    assert not asked.wait(4 * ahead.REST)


CUT_OFF = """
import threading, torch
from pages.shared.keeping import ahead
inside = threading.Event()
def long():
    inside.set()
    for _ in range(20_000):
        torch.randn(64, 64) @ torch.randn(64, 64)
    print("done", flush=True)
ahead.work_out(long)
ahead.work_out(long)
inside.wait()
"""


def test_the_end_of_the_server_waits_for_what_has_begun_and_for_nothing_else():
    ended = subprocess.run([sys.executable, "-c", CUT_OFF], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["done"]
