"""The rows of this server: trainings beside searches, as many as its cores allow."""

import subprocess
import sys
import time

import pytest

from pages.server import queues, resources
from pages.server.errands import LEFT, WORKING, Errands
from tests import ROOT
from tests.waiting import until

SOON = 120


def test_one_row_of_each_kind_serves_the_whole_server():
    assert queues.TRAININGS.places == max(1, resources.cores() // 2) and queues.SEARCHES.places == 1


def test_nobody_keeps_the_place_for_trainings_while_others_wait():
    assert queues.TURN == 120 == queues.TRAININGS._turn


def test_a_training_of_an_unknown_name_is_refused():
    with pytest.raises(KeyError):
        queues.train("portraits", 0)


def test_a_search_goes_on_beside_the_trainings(monkeypatch):
    monkeypatch.setattr(queues, "TRAININGS", Errands(0, patience=1000, full=""))
    found = queues.search(iter([[1], [2]]))
    until(lambda: found.over)
    assert found.finished and found.latest == [2]


CUT_OFF = """
import threading, time
from pages.server import queues
inside = threading.Event()
def long():
    inside.set()
    time.sleep(1)
    print("done", flush=True)
    yield []
    print("more", flush=True)
queues.search(long())
inside.wait()
"""


def test_the_end_of_the_server_waits_for_what_is_searched_and_for_nothing_more():
    command = [sys.executable, "-c", CUT_OFF]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SOON, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["done"]


def test_a_real_training_is_stopped_at_once_when_its_visitor_is_silent(monkeypatch):
    row = Errands(1, patience=SOON, full="")
    monkeypatch.setattr(queues, "TRAININGS", row)
    training = queues.train("points", 0)
    child = training.worker.child
    try:
        until(lambda: training.latest, within=SOON)
        assert training.state == WORKING and child.poll() is None
        training.heard = time.monotonic() - 2 * SOON
        until(lambda: training.over)
        assert training.why == LEFT
        assert child.wait(10) != 0, "killed, not finished"
    finally:
        row.close()
