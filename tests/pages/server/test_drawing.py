"""What a page asks of the networks: for its visitor's turn, and no longer than the visitor waits."""

import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from diffusion_core.serving.outlook import Outlook
from diffusion_core.serving.running import END, Running
from pages.server import drawing, pace, place, resources
from tests.pages.driver import rerun
from tests.waiting import until


class Engine:
    """In place of the server's: notes who asks, and gives what the test puts."""

    def __init__(self) -> None:
        self.runs: list[Running] = []
        self.owners: list[str] = []

    def submit(self, job: Job, *, owner: str, visitor: str) -> Running:
        self.runs.append(Running())
        self.owners.append(owner)
        return self.runs[-1]


@pytest.fixture
def engine(monkeypatch) -> Engine:
    made = Engine()
    monkeypatch.setattr(resources, "engine", lambda: made)
    return made


def test_steps_come_to_their_end_and_each_job_has_its_last(engine):
    engine.submit = lambda job, **asked: run_of(job.steps)
    assert list(drawing.steps(Job(steps=3))) == [1, 2, 3]
    assert drawing.last_steps([Job(steps=2), Job(steps=4)]) == [2, 4]


def run_of(steps: int) -> Running:
    run = Running()
    for item in (*range(1, steps + 1), END):
        run.steps.put(item)
    return run


def test_who_breaks_off_closes_the_job(engine):
    steps = drawing.steps(Job())
    engine_steps = threading.Timer(0.1, lambda: engine.runs[0].steps.put(1))
    engine_steps.start()
    assert next(steps) == 1 and not engine.runs[0].cancelled.is_set()
    steps.close()
    assert engine.runs[0].cancelled.is_set()


@pytest.mark.parametrize("left", [False, True], ids=["stays", "left"])
def test_for_a_visitor_who_has_left_the_job_is_closed_at_its_next_step(engine, monkeypatch, left):
    contexts: list = []

    def page() -> None:
        import streamlit as st

        from diffusion_core.sampling.job import Job
        from pages.server import drawing

        for step in drawing.steps(Job()):
            st.write(f"step {step}")

    def answer() -> None:
        until(lambda: engine.runs)
        engine.runs[0].steps.put(1)
        if left:
            until(lambda: contexts)
            contexts[0].script_requests.request_stop()
        for item in (2, END):
            engine.runs[0].steps.put(item)

    whole = drawing.stay

    def noted() -> None:
        contexts.append(get_script_run_ctx())
        whole()

    monkeypatch.setattr(drawing, "stay", noted)
    answering = threading.Thread(target=answer)
    answering.start()
    shown = rerun(AppTest.from_function(page, default_timeout=20))
    answering.join()
    assert engine.runs[0].cancelled.is_set()
    assert ("step 2" in [one.value for one in shown.markdown]) != left


def test_while_a_page_waits_in_line_its_browser_can_ask_for_the_place(engine, monkeypatch):
    monkeypatch.setattr(drawing, "own_visit", lambda: "mine")
    client = TestClient(Starlette(routes=[Route(place.ADDRESS, place.place)]))

    def said(visit: str = "mine") -> dict:
        return client.get(place.ADDRESS, params={"visit": visit}).json()

    engine.submit = lambda *_, **__: Running(outlook=lambda: Outlook(3, 19.6))
    steps = drawing.begun(Job())
    following = drawing.followed(steps)
    assert said() == {}, "nobody waits for it yet"
    page = threading.Thread(target=lambda: list(following))
    page.start()
    until(lambda: said() == {"said": "3rd in line, about 20 s"})
    assert said("another") == said("") == {}
    steps.outlook = lambda: Outlook(0, 0.0)
    assert said() == {}, "it is this one's turn"
    steps.outlook = lambda: Outlook(1, None)
    assert said() == {"said": "1st in line"}
    steps.steps.put(1)
    until(lambda: said() == {})
    steps.steps.put(END)
    page.join(20)
    assert not place._waiting


@pytest.mark.parametrize(
    ("outlook", "words"),
    [
        (Outlook(1, None), "1st in line"),
        (Outlook(2, 2.2), "2nd in line, about 2 s"),
        (Outlook(12, 150), "12th in line, about 2 min"),
        (Outlook(112, 119.4), "112th in line, about 119 s"),
        (Outlook(23, 0.3), "23rd in line, about 0 s"),
    ],
)
def test_the_place_is_said_as_one_says_it(outlook, words):
    assert place.said(outlook) == words


def test_jobs_of_which_none_was_followed_are_closed(engine):
    def full(job, **asked):
        engine.runs.append(Running())
        if len(engine.runs) == 3:
            raise KeyError
        return engine.runs[-1]

    engine.submit = full
    with pytest.raises(KeyError):
        drawing.last_steps([Job(seed=seed) for seed in range(3)])
    assert [run.cancelled.is_set() for run in engine.runs] == [True, True, False]


def test_for_a_visitor_who_leaves_while_waiting_the_job_is_closed_within_a_second(engine):
    contexts: list = []

    def page() -> None:
        from diffusion_core.sampling.job import Job
        from pages.server import drawing

        list(drawing.steps(Job()))

    def leave() -> None:
        until(lambda: contexts and engine.runs)
        contexts[0].script_requests.request_stop()

    submit = engine.submit
    engine.submit = lambda job, **asked: contexts.append(get_script_run_ctx()) or submit(job, **asked)
    leaving = threading.Thread(target=leave)
    leaving.start()
    began = time.monotonic()
    rerun(AppTest.from_function(page, default_timeout=20))
    leaving.join()
    assert engine.runs[0].cancelled.is_set() and time.monotonic() - began < 5


def test_a_visit_asks_under_a_name_of_its_own(engine):
    def page() -> None:
        from diffusion_core.sampling.job import Job
        from pages.server import drawing

        list(drawing.steps(Job(steps=1)))

    seen: list[str] = []
    engine.submit = lambda job, visitor, **asked: seen.append(visitor) or run_of(1)
    first, second = (AppTest.from_function(page, default_timeout=20) for _ in range(2))
    for one in (first, first, second):
        rerun(one)
    assert seen[0] and seen[0] == seen[1] != seen[2]
    list(drawing.steps(Job(steps=1)))
    assert seen[3] == ""


def test_a_visit_that_asks_for_very_much_hears_a_sentence(engine, monkeypatch):
    monkeypatch.setattr(pace, "RUNS", pace.Pace(2, 0))
    monkeypatch.setattr(drawing, "own_visit", lambda: "greedy")
    engine.submit = lambda job, **asked: run_of(1)
    with pytest.raises(Busy, match="very many pictures"):
        for _ in range(3):
            list(drawing.steps(Job(steps=1)))
