"""The route that streams a run: who may ask, and what comes."""

import json
import time
from types import SimpleNamespace

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
from pages.server import resources, routes, shared_runs, streams
from pages.shared.player.wire import chunks
from tests.pages.server.streamed import ask, frames


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes.ROUTES, middleware=[Middleware(GZipMiddleware)]))


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
