"""The server's end: what is at work finishes or is told, its children end, and all is over in time."""

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest
from itsdangerous import URLSafeSerializer

from diffusion_core.sampling.job import Job
from diffusion_core.serving.line import CLOSING
from pages.server import closing, resources, streams
from pages.server.errands import CLOSED, Errands
from pages.server.streamlit_private import usable
from pages.server.streamlit_table import ENDING
from tests import ROOT
from tests.browser.machine import running_process
from tests.pages.server.hands import Hand
from tests.waiting import until

SECRET = "of this test, 32 letters at least"
VISITOR = "203.0.113.77"


class Server:
    """What uvicorn has."""

    def __init__(self) -> None:
        self.should_exit, self.config = False, SimpleNamespace(timeout_graceful_shutdown=None)


class Engine:
    """One that needs so long to finish."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def stop(self, within: float) -> None:
        time.sleep(min(self.seconds, within))


@pytest.fixture
def ends(monkeypatch):
    """ends(row, engine): closes a server that has these; returns it, and how long it took."""
    monkeypatch.setattr(closing, "begun", threading.Event())
    monkeypatch.setattr(closing, "MOST", 1e6)  # or this process would end
    monkeypatch.setattr(closing, "TOLD", 0.5)

    def end(row: Errands, engine: Engine | None) -> tuple[Server, float]:
        monkeypatch.setattr(closing, "ROWS", {"training": row})
        monkeypatch.setattr(resources, "built", lambda patience: engine)
        server, began = Server(), time.monotonic()
        closing.begin(server)
        until(lambda: server.should_exit)
        return server, time.monotonic() - began

    return end


def test_a_server_that_does_nothing_ends_at_once(ends):
    server, seconds = ends(Errands(1, patience=1000, full=""), None)
    assert seconds < 0.4 and server.config.timeout_graceful_shutdown == closing.UNSENT


def test_trainings_end_with_their_reason_while_pages_can_still_tell_it(ends):
    row = Errands(1, patience=1000, full="")
    working, waiting = row.enter(Hand()), row.enter(Hand())
    _, seconds = ends(row, None)
    assert working.worker.orders == ["begin", "stop"] and working.why == waiting.why == CLOSED
    assert 0.5 <= seconds < 3


def test_what_is_being_drawn_is_waited_for(ends):
    _, seconds = ends(Errands(1, patience=1000, full=""), Engine(0.6))
    assert 0.6 <= seconds < 3


def test_all_pauses_together_are_shorter_than_the_whole():
    assert max(closing.DRAWING, closing.TOLD) + closing.UNSENT < closing.MOST == 10


def test_asked_twice_the_server_ends_at_once(ends):
    server, _ = ends(Errands(1, patience=1000, full=""), None)
    again = Server()
    closing.begin(again)
    assert again.should_exit and again.config.timeout_graceful_shutdown is None and server.should_exit


STUCK = """
import threading, time
from types import SimpleNamespace
from pages.server import closing
closing.MOST = 0.5
threading.Thread(target=time.sleep, args=(60,)).start()
closing.begin(SimpleNamespace(config=SimpleNamespace(), should_exit=False))
time.sleep(60)
"""


def test_whatever_hangs_the_process_ends_in_time_and_with_0():
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", STUCK], cwd=ROOT, timeout=50, check=False)
    assert ended.returncode == 0 and time.monotonic() - began < 30


BUSY = """
import threading, time, torch
from pages.server import closing

def work():
    convolution = torch.nn.Conv2d(64, 64, 3)
    while True:
        with torch.inference_mode():
            convolution(torch.randn(8, 64, 64, 64))

for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
time.sleep(1)
closing._at_once(lambda signal: print("ended by", signal), 15)
"""


def test_a_thread_that_is_still_in_torch_does_not_abort_the_process():
    # without _at_once most of these end with -6 or -11
    for _ in range(3):
        ended = subprocess.run([sys.executable, "-c", BUSY], cwd=ROOT, timeout=50, check=False, capture_output=True)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"ended by 15\n", b"")


def test_this_uvicorn_can_be_ended_so():
    assert usable(ENDING)


def ask(url: str) -> tuple[int, bytes]:
    asked = urllib.request.Request(url, headers={"X-Forwarded-For": VISITOR})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def run_of(job: Job) -> str:
    """Its address, while `streams` signs with our secret."""
    return f"{streams.ADDRESS}?job={streams.signed(job.to_text(), ['guess'])}"


def test_a_real_server_tells_a_long_run_of_its_end_refuses_the_next_and_leaves_no_address_in_its_log(
    monkeypatch, tmp_path, tiny_weights
):
    for name, value in {
        "LOG_FORMAT": "json", "STREAMLIT_SERVER_COOKIE_SECRET": SECRET, "INK_WEIGHTS": str(tiny_weights),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(streams, "_signer", URLSafeSerializer(SECRET, salt=streams.ADDRESS))
    answers: dict[str, tuple[int, bytes]] = {}
    with (tmp_path / "log").open("wb") as log, running_process(log=log) as (address, server):
        # longer than it has time for, so that the server is there to be asked meanwhile
        job = Job(seed=1, steps=1000, count=16)
        run = threading.Thread(target=lambda: answers.update(run=ask(address + run_of(job))))
        run.start()
        assert ask(f"{address}/nowhere")[0] == ask(f"{address}/metrics")[0] == 404
        until(lambda: b"ink_jobs 1" in urllib.request.urlopen(f"{address}/metrics").read(), within=60)
        server.send_signal(signal.SIGTERM)
        began = time.monotonic()
        until(lambda: ask(f"{address}/readyz")[0] == 503)
        answers["late"] = ask(address + run_of(Job(seed=2)))
        assert server.wait(20) == 0 and time.monotonic() - began < closing.MOST + 1
        run.join()
    assert answers["late"] == (503, CLOSING.encode())
    status, frames = answers["run"]
    assert status == 200 and b"step 0 of 1000" in frames and CLOSING.encode() in frames[-200:]
    told = (tmp_path / "log").read_text(encoding="utf-8")
    assert VISITOR not in told and "127.0.0.1" not in told
    lines = [
        line for line in told.splitlines() if line.strip() and "localhost" not in line and "You can now" not in line
    ]
    assert lines and all(json.loads(line)["what"] for line in lines)
