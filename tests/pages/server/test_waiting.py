"""Who waits for a run: what comes meanwhile, and who may ask how often."""

import json
from functools import partial

import anyio
import numpy as np
import pytest

from diffusion_core.common.randomness import Noise
from diffusion_core.sampling.job import Job
from diffusion_core.serving.outlook import Outlook
from diffusion_core.serving.running import Running
from pages.server import pace, resources, shared_runs, streams
from pages.shared.player.wire import chunks
from tests.pages.server.streamed import frames, records, visit


def test_a_visitor_who_leaves_stops_the_job_and_blocks_nobody_meanwhile(slow, tiny_engine, monkeypatch):
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(slow))
    anyio.run(lambda: visit(Job(steps=5), stays=0.2))
    assert slow.begun[0].cancelled.is_set()
    assert shared_runs.book.size == 0


def test_fresh_noise_comes_before_the_network_has_answered_and_a_guess_does_not(slow, tiny_engine, monkeypatch):
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(slow))
    alone, both = (
        anyio.run(partial(visit, Job(seed=7), stays=0.2, show=show)) for show in (("noisy",), shared_runs.TRACKS)
    )
    noise = shared_runs.sheet(Noise([7], (3, 64, 64))())
    _, labels, pictures = frames(b"".join(alone))
    assert labels == ["step 0 of 20 · t = 1000 · noise 100 %"]
    assert np.array_equal(pictures[0, 0], noise)
    _, *parts = chunks(b"".join(both))
    [(told, pixels)] = records(parts)
    assert told == {"label": labels[0], "only": ["noisy"]} and pixels == noise.tobytes()


@pytest.mark.parametrize("show", [("noisy",), shared_runs.TRACKS])
def test_who_waits_is_told_the_place_as_it_moves_until_the_network_has_answered(slow, monkeypatch, show):
    monkeypatch.setattr(shared_runs, "LOOK", 0.01)
    line = [Outlook(3, None), Outlook(2, 2.2), Outlook(2, 2.3), Outlook(1, 0.2), Outlook(0, 0.1)]

    async def watch() -> list[dict]:
        run = shared_runs.book.open(Job(steps=1))
        slow.begun[0].outlook = lambda: line.pop(0) if len(line) > 1 else line[0]
        said = []
        async for part in run.follow(show):
            said.append(part)
            if {"place": 0, "seconds": 1} in json.loads(chunks(part)[0]).values():
                slow.step(1, 1)
                slow.finish()
        _, *parts = chunks(b"".join(said))
        return [told for told, _ in records(parts)]

    told = anyio.run(watch)
    waits = [(one["wait"]["place"], one["wait"]["seconds"]) for one in told if "wait" in one]
    assert waits == [(3, None), (2, 2), (1, 1), (0, 1)]
    assert [one["label"][:6] for one in told[-2 if len(show) > 1 else -1 :]][-1] == "step 1"
    assert all("wait" not in one for one in told[told.index({"wait": {"place": 0, "seconds": 1}}) + 1 :])


def test_the_place_is_told_before_even_the_noise_is_there(monkeypatch):
    running = Running(outlook=lambda: Outlook(7, 3.0))
    run = shared_runs.Run((64, 64, 3), 21, running)

    async def first_two() -> list[bytes]:
        parts = run.follow(("noisy",))
        return [await anext(parts), await anext(parts)]

    _, told, _ = chunks(b"".join(anyio.run(first_two)))
    assert json.loads(told) == {"wait": {"place": 7, "seconds": 3}}


@pytest.mark.parametrize(("seconds", "said"), [(0.1, 1), (3.6, 4), (12.6, 15), (58, 60), (70, 60), (130, 120)])
def test_seconds_are_said_as_one_says_them(seconds, said):
    assert shared_runs.rounded(Outlook(5, seconds)) == (5, said)


def test_a_visit_that_asks_for_very_much_hears_a_sentence_and_others_do_not(client, slow, monkeypatch):
    monkeypatch.setattr(pace, "RUNS", pace.Pace(20, 0))
    book = shared_runs.book

    def tried(seed: int, visit: str, count: int = 1) -> str:
        try:
            book.leave(book.open(Job(seed=seed, count=count), visit=visit))
        except shared_runs.TooOften as error:
            return str(error)
        return ""

    assert [tried(seed, "greedy", 16) for seed in range(3)] == ["", "", pace.TOO_OFTEN]
    assert [tried(9, "other"), tried(9, "")] == ["", ""]
    resources.ready.set()
    token = streams.signed(Job(seed=5).to_text(), visit="greedy")
    answer = client.get(streams.ADDRESS, params={"job": token})
    assert (answer.status_code, answer.text) == (429, pace.TOO_OFTEN)


def test_what_is_kept_may_be_looked_at_as_often_as_one_likes(client, tiny_engine, monkeypatch):
    monkeypatch.setattr(pace, "RUNS", pace.Pace(1, 0))
    token = streams.signed(Job(steps=1).to_text(), visit="somebody")
    assert {client.get(streams.ADDRESS, params={"job": token}).status_code for _ in range(3)} == {200}


def test_the_engine_hears_which_visit_asks(client, tiny_engine, monkeypatch):
    heard = []

    def begin(job, owner, visit):
        heard.append(visit)
        return resources.engine().submit(job)

    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(begin))
    client.get(streams.ADDRESS, params={"job": streams.signed(Job(steps=1).to_text(), visit="somebody")})
    assert heard == ["somebody"]
