"""The route that draws while somebody types: who may ask, and that the pictures are the site's own."""

import math
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from diffusion_core.common.wire import unpack
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.generate import generate
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.server import pace, resources, streams, typed
from pages.shared.player import to_bytes

GOOD = {"how": "quick", "seed": "7", "text": "a blue cat"}


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(typed, "book", typed.Drawn())


def ask(client, **changed):
    return client.get(typed.ADDRESS, params={"pass": typed.typed_pass(), **GOOD, **changed})


def answer(client, **changed):
    found = ask(client, **changed)
    assert found.status_code == 200, found.text
    return unpack(found.content)


def test_only_this_site_may_ask_and_only_for_a_while(client, tiny_engine):
    old = streams.signed_mark("words", today=streams._today() - 2)
    for bad in ("", "abc", old, streams.signed_mark("other"), streams.signed("{}")):
        found = ask(client, **{"pass": bad})
        assert (found.status_code, found.text) == (403, streams.FORGED)
    assert ask(client, **{"pass": streams.signed_mark("words", today=streams._today() - 1)}).status_code == 200


def test_a_runs_token_opens_no_run_of_another_kind():
    with pytest.raises(streams.Refused):
        streams.opened(typed.typed_pass())


@pytest.mark.parametrize("wrong", [{"how": "slow"}, {"seed": "-1"}, {"seed": "x"}, {"seed": "9" * 12}, {"seed": "²"},
                                   {"text": "a" * 201}, {"more": "1"}])  # fmt: skip
def test_what_is_absurd_is_refused_and_costs_nothing(client, tiny_engine, monkeypatch, wrong):
    monkeypatch.setattr(typed.Wish, "pictures", lambda wish, jobs: pytest.fail("it was drawn"))
    assert (ask(client, **wrong).status_code, ask(client, **wrong).text) == (400, streams.ABSURD)


def test_the_picture_is_what_the_network_draws_of_these_words(client, tiny_engine, tiny_weights):
    header, arrays = answer(client, how="fine")
    alone = to_bytes(generate(load_network(tiny_weights), ["a blue cat"], [7]))
    # the engine may compute in half precision
    assert np.abs(arrays["pixels"].astype(int) - alone).mean() < 3
    assert header["told"] == ["a blue cat"] and arrays["pixels"].shape == (1, 64, 64, 3)


def test_an_unfinished_word_is_no_error_and_an_unknown_one_is_named(client, tiny_engine):
    header, arrays = answer(client, text="a red kitten with a sca")
    assert header["caption"] == "a red" and header["unknown"] == [["kitten", "cat"]]
    assert header["unfinished"] == "with a sca"
    assert (answer(client, text="a red with a ")[1]["pixels"] == arrays["pixels"]).all()


def test_same_noise_same_words_same_picture_and_others_another(client, tiny_engine):
    one = answer(client)[1]["pixels"]
    typed.book = typed.Drawn()
    assert (answer(client)[1]["pixels"] == one).all()
    for other in ({"text": "a red cat"}, {"seed": "8"}):
        assert (answer(client, **other)[1]["pixels"] != one).any()


def test_word_by_word_begins_with_no_words_and_ends_with_all(client, tiny_engine):
    header, arrays = answer(client, how="growing", text="a red cat with a hat")
    assert header["told"] == ["", "a red", "a red cat", "a red cat with a hat"]
    for words, picture in zip(header["told"], arrays["pixels"], strict=True):
        alone = answer(client, text=f"{words} ")[1]["pixels"][0]
        assert np.abs(picture.astype(int) - alone).max() <= 3


def test_what_was_drawn_is_kept_and_not_drawn_again(client, tiny_engine, monkeypatch):
    one = answer(client)[1]["pixels"]
    monkeypatch.setattr(resources, "engine", lambda: pytest.fail("it was drawn again"))
    assert (answer(client)[1]["pixels"] == one).all()


def test_the_longest_unused_goes():
    kept, jobs = typed.Drawn(most=2), [typed.fine("a cat", seed) for seed in range(3)]
    for job in jobs[:2]:
        kept.keep(job, np.zeros(1))
    assert kept.get(jobs[0]) is not None
    kept.keep(jobs[2], np.zeros(1))
    assert [kept.get(job) is not None for job in jobs] == [True, False, True]


def test_a_crowded_or_missing_network_is_said_in_a_sentence(client, tiny_engine, monkeypatch):
    def crowded(wish, jobs):
        raise Busy("Very many people are drawing.")

    monkeypatch.setattr(typed.Wish, "pictures", crowded)
    assert (ask(client).status_code, ask(client).text) == (503, "Very many people are drawing.")


def test_without_weights_it_says_so(client, no_weights):
    found = ask(client)
    assert found.status_code == 503 and "missing" in found.text


def test_with_the_shipped_network_the_student_draws_while_somebody_types(monkeypatch):
    monkeypatch.delenv("INK_WEIGHTS", raising=False)
    assert resources.has_student()
    job = typed.quick("a cat", 3)
    assert (job.weights, job.steps, job.guidance, job.seed) == ("few steps", 4, 1.0, 3)


def test_who_has_gone_has_nothing_drawn_any_more(tiny_engine):
    wish = typed.Wish("somewhere", "")
    wish.leave()
    with pytest.raises(typed.Left):
        wish.pictures([typed.fine("a cat", 3)])
    assert typed.book.get(typed.fine("a cat", 3)) is None


def test_a_run_that_is_left_in_its_middle_stops(slow, monkeypatch):
    """The engine's place is taken by one whose steps the test puts."""
    wish, job = typed.Wish("somewhere", ""), typed.fine("a cat", 3)
    monkeypatch.setattr(
        resources, "engine", lambda: SimpleNamespace(submit=lambda job, owner, brief: slow(job, owner, ""))
    )
    raised = []

    def draw() -> None:
        try:
            wish.pictures([job])
        except typed.Left as left:
            raised.append(left)

    drawing = threading.Thread(target=draw)
    drawing.start()
    while not slow.begun:
        time.sleep(0.01)
    slow.step(1, job.steps)
    wish.leave()
    assert slow.begun[0].cancelled.is_set()
    slow.finish()
    drawing.join(10)
    assert len(raised) == 1 and typed.book.get(job) is None


def test_who_has_very_much_drawn_hears_a_sentence_and_what_is_kept_costs_nothing(client, tiny_engine, monkeypatch):
    monkeypatch.setattr(pace, "RUNS", pace.Pace(2, 0))
    one, other = (streams.signed_mark("words", visit=visit) for visit in ("one", "other"))
    asked = [ask(client, **{"pass": one, "how": "fine", "seed": str(seed)}) for seed in (1, 2, 3, 1)]
    assert [found.status_code for found in asked] == [200, 200, 429, 200] and asked[2].text == pace.TOO_OFTEN
    assert ask(client, **{"pass": other, "how": "fine", "seed": "4"}).status_code == 200


def test_a_sketch_counts_by_its_steps(client, tiny_engine, monkeypatch):
    monkeypatch.setattr(pace, "RUNS", pace.Pace(2, 0))
    token = streams.signed_mark("words", visit="one")
    asked = [ask(client, **{"pass": token, "seed": str(seed)}).status_code for seed in range(20)]
    # whoever has one picture left may ask
    assert asked.count(200) == math.floor(Job.steps / typed.quick("a cat", 0).steps) + 1 > 2
