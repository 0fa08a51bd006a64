"""The engine: many visitors, one thread, nobody's picture changed by anybody else."""

from threading import Event, Thread

import pytest
import torch

from diffusion_core.serving.engine import FULL
from diffusion_core.serving.turns import TURN
from tests.unit.engines import SOON, Gate, job
from tests.waiting import until


def pictures(running) -> list[torch.Tensor]:
    return [step.x for step in running]


CLOSE = {"atol": 2e-3, "rtol": 2e-3}


def test_a_picture_does_not_depend_on_who_else_is_served(start, network):
    engine = start({"critters": lambda: network})
    mine = job(seed=4, steps=6, guidance=3.0)
    alone = pictures(engine.submit(mine))
    others = [
        job(seed=9, count=5, sampler="ddpm"),
        job(caption="", sampler="dpmpp_2m", steps=9),
        job(caption="an owl at night", guidance=2.0, schedule="linear", steps=3),
    ]
    crowd = [engine.submit(one) for one in others[:2]]
    running = engine.submit(mine)
    crowd.append(engine.submit(others[2]))
    again = pictures(running)
    assert [len(list(one)) for one in crowd] == [5, 9, 3]
    assert len(again) == 6
    for a, b in zip(again, alone, strict=True):
        torch.testing.assert_close(a, b, **CLOSE)
    assert (alone[-1] - pictures(engine.submit(job(seed=5, steps=6, guidance=3.0)))[-1]).abs().max() > 0.1


def test_the_pictures_of_a_job_are_those_of_its_seeds_one_by_one(start, network):
    engine = start({"critters": lambda: network})
    for sampler in ("ddim", "ddpm"):
        together = pictures(engine.submit(job(seed=10, count=3, sampler=sampler)))[-1]
        assert together.shape == (3, 3, 64, 64)
        for i in range(3):
            (alone,) = pictures(engine.submit(job(seed=10 + i, sampler=sampler)))[-1]
            torch.testing.assert_close(together[i], alone, **CLOSE)


def test_jobs_join_and_leave_between_steps(gated):
    engine, gate = gated
    long = engine.submit(job(steps=10, seed=1))
    gate.let(2)
    gate.wait_for(3)  # two passes done, the third under way with one row
    short = engine.submit(job(steps=4, seed=2))
    gate.let(100)
    assert len(list(short)) == 4
    assert len(list(long)) == 10
    assert gate.rows == [1, 1, 1, 2, 2, 2, 2, 1, 1, 1]


def test_steps_arrive_before_the_picture_is_finished(gated):
    engine, gate = gated
    running = engine.submit(job(steps=10))
    steps = iter(running)
    for wanted in (1, 2, 3):
        gate.let(1)
        assert next(steps).index == wanted
    assert len(gate.rows) <= 4


def test_a_cancelled_job_frees_the_engine(gated):
    engine, gate = gated
    running = engine.submit(job(steps=500))
    gate.wait_for(1)
    running.close()
    gate.let(1)
    assert list(running) == []
    assert len(gate.rows) == 1
    gate.let(5)
    assert len(list(engine.submit(job()))) == 5
    assert engine.waiting == 0


def test_a_job_cancelled_in_the_queue_is_never_begun(gated):
    engine, gate = gated
    first = engine.submit(job())
    gate.wait_for(1)
    second = engine.submit(job(count=7))
    second.close()
    gate.let(100)
    assert (len(list(first)), list(second)) == (5, [])
    assert 7 not in gate.rows and 8 not in gate.rows


def test_two_networks_take_turns(start, make_network):
    log: list[str] = []
    gates = {name: Gate(name, log) for name in ("a", "b")}
    networks = {name: make_network(i) for i, name in enumerate(gates)}
    for name, gate in gates.items():
        networks[name].register_forward_pre_hook(gate)
    engine = start({name: lambda name=name: networks[name] for name in gates})
    first = [engine.submit(job(weights="a", seed=i, steps=8)) for i in range(3)]
    gates["a"].wait_for(1)
    last = engine.submit(job(weights="b", steps=8))
    for gate in gates.values():
        gate.let(1000)
    assert [len(list(one)) for one in (*first, last)] == [8, 8, 8, 8]
    begun = log.index("b")
    assert begun <= 3
    assert log[begun : begun + 10] == ["b", "a"] * 5


def test_a_batch_stays_within_its_rows_and_nobody_starves(start, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    gate.let(1000)
    engine = start({"critters": lambda: network}, rows=4)
    crowd = [engine.submit(job(seed=i, count=3, steps=3)) for i in range(4)]
    wide = engine.submit(job(count=16, steps=2))
    assert [len(list(one)) for one in (*crowd, wide)] == [3, 3, 3, 3, 2]
    assert {rows for rows in gate.rows if rows > 4} == {16}  # one job alone may be wider


def test_where_several_owners_ask_each_has_a_turn_in_every_pass(start, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = start({"critters": lambda: network})
    crowd = [engine.submit(job(seed=i, steps=6), owner="crowd") for i in range(10)]
    gate.wait_for(1)
    other = engine.submit(job(seed=99, count=2, steps=3), owner="another")
    gate.let(1000)
    assert [len(list(one)) for one in (*crowd, other)] == [6] * 10 + [3]
    # the crowd alone fills a pass; beside another it has its turn
    together = [rows for rows in gate.rows if rows == TURN + 2]
    assert len(together) == 3 and max(gate.rows) <= 10


def test_a_job_closed_while_others_have_their_turn_is_asked_nothing_more(start, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = start({"critters": lambda: network}, rows=1)
    first, second = (engine.submit(job(seed=i)) for i in range(2))
    gate.wait_for(1)
    gate.let(1)
    gate.wait_for(1)
    second.close()
    gate.let(1000)
    assert len(list(first)) == 5 and len(list(second)) <= 1
    assert len(gate.rows) <= 6


def test_a_network_is_loaded_once(start, network):
    loads = []
    engine = start({"critters": lambda: loads.append(1) or network})
    assert loads == []
    engine.load("critters")
    list(engine.submit(job()))
    assert loads == [1]


def test_a_question_is_answered_as_the_network_would(start, network, device):
    engine = start({"critters": lambda: network})
    x = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    level, captions = torch.tensor([0.5, -2.0]), ["a red cat", ""]
    guess = engine.ask("critters", x, level, captions)
    with torch.no_grad():
        wanted = network.denoiser(network.reader.read(captions))(x.to(device), level)
    for ours, theirs in zip(guess, wanted, strict=True):
        torch.testing.assert_close(ours, theirs.cpu(), **CLOSE)


def test_a_worse_self_is_asked_in_turn_and_steers_the_picture(start, network, make_network):
    engine = start({"critters": lambda: network, "early": lambda: make_network(1)})
    plain, led = (job(steps=4, guidance=2.0, worse=worse) for worse in ("", "early"))
    alone = pictures(engine.submit(led))
    crowd = [engine.submit(one) for one in (plain, led, job(steps=4, weights="early"))]
    ways = [pictures(one) for one in crowd]
    assert [len(way) for way in ways] == [4, 4, 4]
    torch.testing.assert_close(ways[1][-1], alone[-1], **CLOSE)
    assert (ways[0][-1] - alone[-1]).abs().max() > 0.1


def test_a_worse_self_that_there_is_not_is_refused_at_once(start, network):
    with pytest.raises(KeyError, match="early"):
        start({"critters": lambda: network}).submit(job(guidance=2.0, worse="early"))


def test_who_waits_is_told_a_place_that_moves_on_and_seconds_from_the_measured_pace(start, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = start({"critters": lambda: network}, rows=1)
    runs = [engine.submit(job(seed=i, steps=3)) for i in range(5)]
    gate.wait_for(1)
    until(lambda: runs[0].outlook().place == 0)
    assert [run.outlook() for run in runs[2:]] == [(1, None), (2, None), (3, None)]
    gate.let(6)  # the two inside are done
    gate.wait_for(6)
    until(lambda: runs[4].outlook().place == 1)
    waits = runs[4].outlook().seconds
    assert 0 < waits < SOON and runs[3].outlook().place == 0
    gate.let(100)
    assert [len(list(run)) for run in runs] == [3] * 5
    assert runs[0].outlook() is None or runs[0].outlook().place == 0


def test_who_has_come_in_is_told_so_also_while_others_are_begun(start, network):
    loading, loaded = Event(), Event()

    def slowly():
        loading.set()
        assert loaded.wait(SOON)
        return network

    engine = start({"critters": lambda: network, "slow": slowly})
    first = engine.submit(job(weights="slow", steps=1))
    assert loading.wait(SOON)
    second = engine.submit(job())
    assert (first.outlook().place, second.outlook().place) == (0, 1)
    loaded.set()
    assert [len(list(one)) for one in (first, second)] == [1, 5]


def test_a_hundred_of_one_owner_who_ask_for_one_are_all_served(start, network):
    engine = start({"critters": lambda: network}, rows=16)
    runs = [engine.submit(job(seed=i, steps=1), owner="a school", visitor=str(i)) for i in range(100)]
    assert [len(list(run)) for run in runs] == [1] * 100


def test_of_very_many_owners_those_are_begun_that_fill_some_rounds_and_a_single_question_does_not_wait(start, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = start({"critters": lambda: network}, rows=2)
    runs = [engine.submit(job(seed=i), owner=f"{i}") for i in range(FULL * 2 + 20)]
    gate.wait_for(1)
    until(lambda: sum(run.outlook().place == 0 for run in runs) > 0)
    gate.let(FULL)  # a round
    gate.wait_for(FULL)
    until(lambda: sum(run.outlook().place == 0 for run in runs) == FULL * 2)
    assert [run.outlook().place for run in runs[FULL * 2 :]] == list(range(1, 21))
    asked = Thread(target=engine.ask, args=("critters", torch.zeros(1, 3, 64, 64), torch.zeros(1), [""]))
    here = engine.waiting
    asked.start()
    until(lambda: engine.waiting > here)
    gate.let(FULL + 2)
    asked.join(SOON)
    assert not asked.is_alive() and runs[-1].outlook().place > 0, "who asks once has come in past them"
    gate.let(1000)
    assert [len(list(run)) for run in runs] == [5] * len(runs)


def test_of_one_visitor_two_jobs_are_served_at_once(start, network):
    gate = Gate()
    network.register_forward_pre_hook(gate)
    engine = start({"critters": lambda: network})
    greedy = [engine.submit(job(seed=i), visitor="greedy") for i in range(4)]
    other = engine.submit(job(seed=9), visitor="other")
    gate.let(100)
    assert [len(list(run)) for run in (*greedy, other)] == [5] * 5
    assert max(gate.rows) <= 3


def test_who_leaves_while_waiting_leaves_the_place_to_others(gated):
    engine, gate = gated
    first = engine.submit(job())
    gate.wait_for(1)
    waiting = [engine.submit(job()), engine.submit(job())]
    waiting[0].close()
    assert list(waiting[0]) == []
    another = engine.submit(job())
    gate.let(100)
    assert [len(list(one)) for one in (first, waiting[1], another)] == [5, 5, 5]


def test_a_question_that_nobody_waits_for_any_more_is_never_asked(gated):
    engine, gate = gated
    first = engine.submit(job())
    gate.wait_for(1)

    def gone() -> None:
        raise ConnectionError("the visitor has left")

    with pytest.raises(ConnectionError):
        engine.ask("critters", torch.zeros(7, 3, 64, 64), torch.zeros(7), [""] * 7, stay=gone)
    assert engine.waiting <= 1
    gate.let(100)
    assert len(list(first)) == 5 and max(gate.rows) == 1
