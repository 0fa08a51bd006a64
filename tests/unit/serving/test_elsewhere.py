"""Jobs that are drawn elsewhere: the same pictures, cancelled, told, and finished also where an engine dies."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest
import torch

from diffusion_core.common.files import NoWeights, sha256
from diffusion_core.data.vocabulary import UnknownWord
from diffusion_core.serving import elsewhere, frames
from diffusion_core.serving.elsewhere import AWAY, Elsewhere
from diffusion_core.serving.engine import Busy, Engine
from diffusion_core.serving.line import CLOSING
from diffusion_core.serving.wire import WHOLE
from tests.replicas import Answer, replica
from tests.unit.engines import Gate, job
from tests.waiting import until


@pytest.fixture
def weights(tmp_path):
    """A file that stands for the network's."""
    (tmp_path / "some.safetensors").write_bytes(b"numbers")
    return tmp_path / "some.safetensors"


@pytest.fixture
def away(weights, network, device, exact, monkeypatch) -> Iterator[Callable[[Answer], Elsewhere]]:
    """away(answer): an engine whose jobs go to a machine that answers so, and which draws nothing itself."""
    monkeypatch.setattr(elsewhere, "PAUSES", (0.05,))
    with ExitStack() as stack:

        def make(answer: Answer) -> Elsewhere:
            address = stack.enter_context(replica(answer))
            made = Elsewhere(address, {"critters": lambda: network}, device=device, weights=weights)
            stack.callback(made.stop)
            return made

        yield make


def answers_of(engine: Engine, weights) -> Answer:
    return partial(frames.frames, engine, weights=sha256(weights))


def test_through_both_doors_a_job_has_the_same_steps(start, network, away, weights):
    engine = start({"critters": lambda: network})
    far = away(answers_of(engine, weights))
    for wish in (job(seed=4, guidance=3.0), job(seed=5, count=3, sampler="ddpm")):
        here, there = list(engine.submit(wish)), list(far.submit(wish))
        assert [(step.index, step.t) for step in here] == [(step.index, step.t) for step in there]
        for one, other in zip(here, there, strict=True):
            for name in WHOLE:
                a, b = getattr(one, name), getattr(other, name)
                assert (a is None) == (b is None)
                assert a is None or (a - b).abs().max() <= 1e-5
    assert not far._networks._loaded, "what draws is elsewhere"


def test_who_looks_at_two_pictures_of_a_step_is_sent_two(start, network, away, weights):
    engine = start({"critters": lambda: network})
    steps = list(away(answers_of(engine, weights)).submit(job(sampler="ddpm"), brief=True))
    torch.testing.assert_close(steps[-1].x, list(engine.submit(job(sampler="ddpm")))[-1].x, atol=1e-5, rtol=0)
    assert [len(step.eps) for step in steps] == [0] * 5 and steps[0].x0.shape == (1, 3, 64, 64)


def test_what_looks_into_the_network_stays_here(away, network, weights):
    async def nothing(order: bytes):
        raise EOFError
        yield b""

    far = away(nothing)
    assert far.visit("critters", lambda found: found is network)
    assert far.ask("critters", torch.zeros(1, 3, 64, 64), torch.zeros(1), [""]).x0.shape == (1, 3, 64, 64)


def test_the_place_in_the_line_is_told(gated, away, weights):
    engine, gate = gated
    far = away(answers_of(engine, weights))
    inside = [engine.submit(job(), visitor="me") for _ in range(2)]
    gate.wait_for(1)
    waiting = far.submit(job(), visitor="me")
    until(lambda: (found := waiting.outlook()) is not None and found.place == 1)
    gate.let(1000)
    assert [len(list(one)) for one in (*inside, waiting)] == [5, 5, 5]


def test_a_run_that_nobody_waits_for_leaves_the_engine(gated, away, weights):
    engine, gate = gated
    far = away(answers_of(engine, weights))
    inside, waiting = far.submit(job(steps=500), visitor="me"), far.submit(job(steps=400))
    until(lambda: engine.waiting == far.waiting == 2)
    waiting.close()
    inside.close()
    until(lambda: gate.let(1) or engine.waiting == far.waiting == 0)
    assert len(gate.rows) < 100 and list(inside) == list(waiting) == []


@pytest.mark.parametrize("died_after", [0, 1, 3])
def test_an_engine_that_dies_in_mid_run_costs_a_retry_and_no_step_comes_twice(
    start, network, away, weights, died_after
):
    engine = start({"critters": lambda: network})
    asked = []

    async def dies_once(order: bytes):
        asked.append(order)
        steps = 0
        async for record in frames.frames(engine, order, weights=sha256(weights)):
            if len(asked) == 1 and steps == died_after:
                yield record[:100]
                raise EOFError
            steps += record.startswith(b'{"step"')
            yield record

    mine = job(seed=8, sampler="ddpm")
    steps = list(away(dies_once).submit(mine))
    assert [step.index for step in steps] == [1, 2, 3, 4, 5] and len(asked) == 2
    torch.testing.assert_close(steps[-1].x, list(engine.submit(mine))[-1].x, atol=1e-5, rtol=0)


def test_who_has_waited_longer_than_anybody_is_patient_is_asked_for_again_all_the_same(
    gated, away, weights, monkeypatch
):
    monkeypatch.setattr(elsewhere, "PATIENCE", 0.5)
    monkeypatch.setattr(frames, "ALIVE", 0.1)
    monkeypatch.setattr(frames, "LOOK", 0.05)
    engine, gate = gated
    asked = []

    async def dies_after_a_while(order: bytes):
        asked.append(order)
        began = time.monotonic()
        async for record in frames.frames(engine, order, weights=sha256(weights)):
            if len(asked) == 1 and time.monotonic() - began > 1:
                raise EOFError
            yield record

    running = away(dies_after_a_while).submit(job())
    until(lambda: len(asked) == 2)
    gate.let(1000)
    assert [step.index for step in running] == [1, 2, 3, 4, 5]


def test_an_engine_that_closes_hands_its_runs_to_another(start, network, away, weights):
    closing, other = start({"critters": lambda: network}), start({"critters": lambda: network})
    gate, asked = Gate(), []
    hook = network.register_forward_pre_hook(gate)

    async def one_after_the_other(order: bytes):
        asked.append(order)
        async for record in frames.frames(closing if len(asked) == 1 else other, order, weights=sha256(weights)):
            yield record

    running = away(one_after_the_other).submit(job())
    gate.wait_for(1)
    hook.remove()
    gate.let(1)
    closing.stop()
    assert [step.index for step in running] == [1, 2, 3, 4, 5] and len(asked) in (1, 2)


@pytest.mark.parametrize(
    ("wish", "error"),
    [(job(caption="a purple zebra"), UnknownWord), (job(caption="cat " * 17), ValueError)],
)
def test_what_goes_wrong_elsewhere_is_raised_where_the_steps_are_read(start, network, away, weights, wish, error):
    far = away(answers_of(start({"critters": lambda: network}), weights))
    with pytest.raises(error) as raised:
        list(far.submit(wish))
    assert error is not UnknownWord or raised.value.words == ("zebra",)


def test_other_weights_draw_nothing(start, network, away, weights):
    engine = start({"critters": lambda: network})
    with pytest.raises(NoWeights, match="another network"):
        list(away(partial(frames.frames, engine, weights="other")).submit(job()))


def test_who_is_refused_there_is_told_so(start, network, away, weights):
    engine = start({"critters": lambda: network}, waiting=0)
    with pytest.raises(Busy, match="Very many"):
        list(away(answers_of(engine, weights)).submit(job()))


def test_where_nobody_answers_a_sentence_comes(network, device, weights, monkeypatch):
    monkeypatch.setattr(elsewhere, "PATIENCE", 0.2)
    far = Elsewhere("http://127.0.0.1:9", {"critters": lambda: network}, device=device, weights=weights)
    with pytest.raises(Busy, match=AWAY):
        list(far.submit(job()))
    with pytest.raises(KeyError, match="nowhere"):
        far.submit(job(weights="nowhere"))
    far.stop()


def test_silence_is_taken_for_death_and_being_alive_is_not(gated, away, weights, monkeypatch):
    monkeypatch.setattr(elsewhere, "SILENCE", 0.6)
    monkeypatch.setattr(frames, "ALIVE", 0.2)
    monkeypatch.setattr(frames, "LOOK", 0.1)
    engine, gate = gated
    asked = []

    async def answer(order: bytes):
        asked.append(order)
        async for record in frames.frames(engine, order, weights=sha256(weights)):
            yield record

    running = away(answer).submit(job())
    gate.wait_for(1)
    time.sleep(1.5)  # more than twice as long as silence may last
    gate.let(1000)
    assert len(list(running)) == 5 and len(asked) == 1


def test_an_engine_that_is_silent_is_taken_for_dead(start, network, away, weights, monkeypatch):
    monkeypatch.setattr(elsewhere, "SILENCE", 0.3)
    engine, asked = start({"critters": lambda: network}), []

    async def silent_once(order: bytes):
        asked.append(order)
        if len(asked) == 1:
            await asyncio.sleep(3)
        async for record in frames.frames(engine, order, weights=sha256(weights)):
            yield record

    began = time.monotonic()
    assert len(list(away(silent_once).submit(job()))) == 5
    assert time.monotonic() - began < 2.5


def test_at_the_end_whoever_is_still_drawn_for_is_told(gated, away, weights):
    engine, gate = gated
    far = away(answers_of(engine, weights))
    running = far.submit(job(steps=500))
    gate.wait_for(1)
    far.stop(0.2)
    with pytest.raises(Busy, match=CLOSING):
        list(running)
    with pytest.raises(Busy, match=CLOSING):
        far.submit(job())
    until(lambda: gate.let(1) or engine.waiting == 0)
    assert len(gate.rows) < 100
