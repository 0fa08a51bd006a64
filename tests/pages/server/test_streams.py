"""The route that streams a run: who may ask, and what comes."""

import json
import queue
import time
from functools import partial
from types import SimpleNamespace

import anyio
import numpy as np
import pytest
import torch
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from diffusion_core.common.randomness import Noise
from diffusion_core.networks.weights import load_network
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.generate import predict
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from diffusion_core.serving.outlook import Outlook
from pages.server import pace, resources, routes, shared_runs, streams
from pages.shared.player.wire import chunks


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes.ROUTES, middleware=[Middleware(GZipMiddleware)]))


def ask(client: TestClient, job: Job, *show: str):
    return client.get(streams.ADDRESS, params={"job": streams.signed(job.to_text(), show or shared_runs.TRACKS)})


def frames(content: bytes) -> tuple[dict, list[str], np.ndarray]:
    """Header, labels and pictures (frames, tracks, H, W, 3) of a finished stream."""
    header, *parts = chunks(content)
    head = json.loads(header)
    shape = [len(head["tracks"]), *head["tracks"][0]["shape"]]
    whole = [(told["label"], pixels) for told, pixels in records(parts) if "label" in told and "only" not in told]
    return (
        head,
        [label for label, _ in whole],
        np.stack([np.frombuffer(one, np.uint8).reshape(shape) for _, one in whole]),
    )


def records(parts: list[bytes]) -> list[tuple[dict, bytes]]:
    """What a stream says after its header, each with its pixels."""
    return [(json.loads(told), pixels) for told, pixels in zip(parts[0::2], parts[1::2], strict=True)]


def test_only_this_site_may_ask_and_only_for_a_while(client, tiny_engine):
    token, today = streams.signed(Job(steps=1).to_text()), int(time.time() // 86_400)
    old = streams.signed(Job(steps=1).to_text(), today=today - 2)
    for bad in ("", "abc", token[:-2] + "xx", "x" + token, old):
        answer = client.get(streams.ADDRESS, params={"job": bad})
        assert answer.status_code == 403 and answer.text == streams.FORGED
    for good in (token, streams.signed(Job(steps=1).to_text(), today=today - 1)):
        assert client.get(streams.ADDRESS, params={"job": good}).status_code == 200


def test_a_job_has_one_address_all_day():
    assert streams.signed("{}", today=5) == streams.signed("{}", today=5) != streams.signed("{}", today=6)


def test_a_stream_holds_every_moment_from_the_seeds_noise_to_no_noise(client, tiny_engine):
    head, labels, pictures = frames(ask(client, Job(seed=7, steps=4)).content)
    assert head["frames"] == len(pictures) == 5
    assert [track["name"] for track in head["tracks"]] == ["noisy", "guess"]
    assert labels[0] == "step 0 of 4 · t = 1000 · noise 100 %" and labels[-1] == "step 4 of 4 · t = 0 · noise 0 %"
    noise = Noise([7], (3, 64, 64))()[0].permute(1, 2, 0).numpy()
    assert np.abs(pictures[0, 0] - np.clip((noise + 1) * 127.5, 0, 255)).max() <= 0.51
    assert np.abs(pictures[-1, 0].astype(int) - pictures[-1, 1]).max() <= 1


def test_a_run_that_believes_in_a_picture_says_whose_noise_is_counted(client, tiny_engine):
    _, labels, _ = frames(ask(client, Job(seed=7, steps=4, believed=0.36)).content)
    assert labels[0].endswith(" · believed noise 64\u00a0%") and labels[-1].endswith(" · believed noise 0\u00a0%")


def test_beside_each_noisy_picture_stands_what_the_network_guesses_from_just_that(client, tiny_engine, tiny_weights):
    _, _, pictures = frames(ask(client, Job(seed=7, steps=2, caption="a red cat", guidance=1)).content)
    x = Noise([7], (3, 64, 64))()
    level = torch.tensor([make_schedule("cosine", 1000).log_snr(1000)], dtype=torch.float64)
    guess = predict(load_network(tiny_weights), x, level, ["a red cat"]).x0[0].clamp(-1, 1)
    # the engine may compute in half precision
    off = np.abs(pictures[:, 1] - (guess.permute(1, 2, 0).numpy() + 1) * 127.5).mean((1, 2, 3))
    assert off[0] < 2 and off[1] > 10


def test_a_page_may_want_the_noisy_picture_alone(client, tiny_engine):
    both, alone = (frames(ask(client, Job(steps=2), *show).content) for show in (("noisy", "guess"), ("noisy",)))
    assert [track["name"] for track in alone[0]["tracks"]] == ["noisy"]
    assert np.array_equal(alone[2][:, 0], both[2][:, 0])


def test_tracks_are_a_set_in_one_order_and_no_others_are_signed():
    text = Job().to_text()
    assert streams.opened(streams.signed(text, ["guess", "noisy", "guess"], visit="v")) == (
        text,
        ["noisy", "guess"],
        "v",
    )
    assert streams.signed(text, ["guess", "noisy"]) == streams.signed(text)
    for wrong in ([], ["noisy", "secret"]):
        with pytest.raises(ValueError, match="tracks"):
            streams.signed(text, wrong)


@pytest.mark.parametrize("more", ["&show=noisy", "&show=" + ".".join(["noisy"] * 1500), "&show=secret", "&job=x", "&a"])
def test_what_is_put_behind_an_address_is_refused_and_costs_nothing(client, tiny_engine, monkeypatch, more):
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(lambda *asked: pytest.fail("it was begun")))
    answer = client.get(f"{streams.ADDRESS}?job={streams.signed(Job(steps=1).to_text())}{more}")
    assert (answer.status_code, answer.text) == (400, streams.ABSURD)


def test_the_player_is_told_of_the_tracks_in_the_order_in_which_they_come(client, tiny_engine):
    stream = streams.run_stream(Job(steps=1), titles={"guess": "what it guesses", "noisy": "what it sees"})
    head, _, _ = frames(client.get(stream.url).content)
    named = [(track.name, track.title) for track in stream.tracks]
    assert named == [("noisy", "what it sees"), ("guess", "what it guesses")]
    assert [track["name"] for track in head["tracks"]] == ["noisy", "guess"]


@pytest.mark.parametrize("zone", ["Europe", "../../etc/passwd", "Nowhere/Atlantis", "a\0b", "Zürich", "x" * 5000])
def test_a_browser_that_names_no_real_time_zone_is_told_the_servers_time(monkeypatch, zone):
    context = SimpleNamespace(timezone=zone)
    monkeypatch.setattr(streams.st, "context", context)
    monkeypatch.setattr(shared_runs.book, "finished_at", lambda job: 0.0)
    assert "kept for all" in streams.origin(Job())
    context.timezone = "Asia/Tokyo"
    assert "09:00" in streams.origin(Job())


def test_the_same_job_gives_the_same_frames_kept_or_computed_anew(client, tiny_engine, monkeypatch):
    begun = []

    def begin(job, owner, visit):
        begun.append(job)
        return resources.engine().submit(job)

    def sent():
        _, labels, pictures = frames(ask(client, Job(seed=3, steps=3, sampler="ddpm")).content)
        return labels, pictures.tobytes()

    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(begin))
    first = sent()
    assert sent() == first and len(begun) == 1
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(begin))
    assert sent() == first and len(begun) == 2


def test_sixteen_come_as_a_sheet_in_rows_of_four_each_as_if_alone(client, tiny_engine):
    head, _, sheet = frames(ask(client, Job(seed=10, steps=1, count=16)).content)
    assert head["tracks"][0]["shape"] == [256, 256, 3]
    _, _, alone = frames(ask(client, Job(seed=16, steps=1)).content)
    seventh = sheet[-1, 0, 64:128, 128:192].astype(int)
    assert np.abs(seventh - alone[-1, 0]).mean() < 2
    assert np.abs(seventh - sheet[-1, 0, :64, :64]).mean() > 10


def test_a_stream_is_neither_compressed_nor_held_back(client, tiny_engine):
    headers = ask(client, Job(steps=1)).headers
    assert "content-encoding" not in headers and headers["x-accel-buffering"] == "no"


def test_a_server_with_too_much_to_do_says_so(client, tiny_engine, monkeypatch):
    def busy(*asked):
        raise Busy("Very many people are drawing right now.")

    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(busy))
    answer = ask(client, Job(steps=1))
    assert (answer.status_code, answer.text) == (503, "Very many people are drawing right now.")


def test_a_missing_network_ends_the_stream_with_its_sentence_and_is_not_kept(client, no_weights):
    for _ in range(2):
        assert "missing" in json.loads(chunks(ask(client, Job(steps=2)).content)[-2])["error"]
    assert shared_runs.book.size == 0


def test_a_word_the_network_never_saw_is_named(client, tiny_engine):
    ending = json.loads(chunks(ask(client, Job(steps=2, caption="a purple platypus")).content)[-2])
    assert "platypus" in ending["error"] and "purple," in ending["error"]


@pytest.mark.parametrize("text", ['{"sampler": "guess"}', "[]", '{"steps": "many"}', '{"weights": "other"}', "{"])
def test_a_signed_job_that_makes_no_sense_is_refused_in_one_sentence(client, tiny_engine, text):
    answer = client.get(streams.ADDRESS, params={"job": streams.signed(text)})
    assert answer.status_code == 400 and answer.text == streams.ABSURD


async def visit(job: Job, *, stays: float, show: tuple[str, ...] = shared_runs.TRACKS) -> list[bytes]:
    """One visitor, asking the route itself, who leaves after so many seconds."""
    got: list[bytes] = []
    app = Starlette(routes=routes.ROUTES)
    query = f"job={streams.signed(job.to_text(), show)}".encode()
    scope = {"type": "http", "method": "GET", "path": streams.ADDRESS, "query_string": query, "headers": []}
    asked: queue.SimpleQueue = queue.SimpleQueue()
    asked.put({"type": "http.request", "body": b""})

    async def receive() -> dict:
        if not asked.empty():
            return asked.get()
        await anyio.sleep(stays)
        return {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        got.append(message.get("body", b""))

    await app(scope, receive, send)
    return got


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
    assert "wait" not in told[0] and [one["label"][:6] for one in told[-2 if len(show) > 1 else -1 :]][-1] == "step 1"
    assert all("wait" not in one for one in told[told.index({"wait": {"place": 0, "seconds": 1}}) + 1 :])


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
