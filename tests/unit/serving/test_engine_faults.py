"""When something goes wrong in the engine, one visitor hears of it and all others are served on."""

import threading
import time

import pytest
import torch

from diffusion_core.common.files import NoWeights
from diffusion_core.data.vocabulary import UnknownWord
from diffusion_core.serving import networks as served_networks
from diffusion_core.serving.engine import Busy, Engine
from tests.unit.engines import SOON, Gate, job


def test_a_full_queue_says_so_and_recovers(gated):
    engine, gate = gated
    first = engine.submit(job())
    gate.wait_for(1)
    waiting = [engine.submit(job()), engine.submit(job())]
    with pytest.raises(Busy, match="Very many people"):
        engine.submit(job())
    gate.let(100)
    assert [len(list(one)) for one in (first, *waiting)] == [5, 5, 5]
    assert len(list(engine.submit(job()))) == 5


def test_an_unknown_word_is_raised_where_the_steps_are_read(start, network):
    engine = start({"critters": lambda: network})
    running = engine.submit(job(caption="a red giraffe"))
    with pytest.raises(UnknownWord, match="giraffe"):
        list(running)
    with pytest.raises(UnknownWord):
        engine.ask("critters", torch.zeros(1, 3, 64, 64), torch.zeros(1), ["giraffe"])
    assert len(list(engine.submit(job()))) == 5


def test_missing_weights_are_told_to_the_reader_and_tried_again(start, network):
    tries = []

    def loader():
        tries.append(1)
        if len(tries) < 3:
            raise NoWeights("The trained network is missing.")
        return network

    engine = start({"critters": loader, "other": lambda: network})
    with pytest.raises(NoWeights, match="is missing"):
        list(engine.submit(job()))
    with pytest.raises(NoWeights, match="is missing"):
        engine.load("critters")
    assert len(list(engine.submit(job(weights="other")))) == 5
    assert len(list(engine.submit(job()))) == 5
    with pytest.raises(KeyError, match="'nothing'"):
        engine.submit(job(weights="nothing"))


def test_a_visitor_whose_jobs_all_fail_hears_of_each_of_them(start):
    def loader():
        raise NoWeights("The trained network is missing.")

    engine = start({"critters": loader})
    for running in [engine.submit(job(seed=i), visitor="one") for i in range(4)]:
        with pytest.raises(NoWeights, match="is missing"):
            running.take(SOON)


def test_a_spoilt_question_spoils_no_other_picture(gated):
    engine, gate = gated
    good = engine.submit(job())
    gate.wait_for(1)
    failures = []

    def ask():
        try:
            engine.ask("critters", torch.zeros(1, 4, 64, 64), torch.zeros(1), [""])
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    asker = threading.Thread(target=ask)
    asker.start()
    while engine.waiting == 0:
        time.sleep(0.01)
    gate.let(100)
    asker.join(SOON)
    assert len(list(good)) == 5
    assert len(failures) == 1


@pytest.mark.parametrize("where", ["loading", "answering"])
def test_a_full_gpu_hands_over_to_the_cpu(start, network, monkeypatch, where, device):
    alarms = [torch.OutOfMemoryError("CUDA out of memory")]
    owner, name = {"loading": (type(network), "to"), "answering": (served_networks, "answer_together")}[where]
    honest = getattr(owner, name)

    def full_once(*arguments):
        if alarms:
            raise alarms.pop()
        return honest(*arguments)

    engine = start({"critters": lambda: network})
    monkeypatch.setattr(owner, name, full_once)
    assert len(list(engine.submit(job()))) == 5
    assert alarms == []
    assert engine.device == torch.device("cpu")
    assert next(network.parameters()).device.type == "cpu"


def test_the_global_generator_is_left_alone(start, network):
    engine = start({"critters": lambda: network})
    before = torch.get_rng_state()
    list(engine.submit(job(sampler="ddpm", guidance=2.0)))
    assert torch.equal(torch.get_rng_state(), before)


def test_nobody_waits_for_a_stopped_engine(device, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = Engine({"critters": lambda: network}, device=device)
    running = engine.submit(job(steps=300))
    gate.wait_for(1)
    late = threading.Timer(0.2, gate.let, [300])
    late.start()
    engine.stop()
    with pytest.raises(Busy, match="closing"):
        list(running)
    with pytest.raises(Busy, match="closing"):
        engine.submit(job())


def test_a_stopped_engine_finishes_in_its_time_what_it_has_let_in(device, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = Engine({"critters": lambda: network}, device=device)
    running = [engine.submit(job(steps=5, seed=seed)) for seed in range(3)]
    gate.wait_for(1)
    threading.Timer(0.2, gate.let, [50]).start()
    engine.stop(within=SOON)
    assert [len(list(one)) for one in running] == [5, 5, 5]


def test_a_job_without_an_end_is_told_that_its_time_is_over(device, network):
    network.register_forward_pre_hook(lambda *_: time.sleep(0.02))
    engine = Engine({"critters": lambda: network}, device=device)
    running = engine.submit(job(steps=300))
    began = time.monotonic()
    engine.stop(within=0.3)
    assert 0.3 <= time.monotonic() - began < 3
    with pytest.raises(Busy, match="closing"):
        list(running)
