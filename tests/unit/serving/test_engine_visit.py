"""Looking into a network that the engine owns: in its own thread, between passes, without harm to those it serves."""

import threading

import pytest
import torch

from diffusion_core.networks.anatomy import cut
from tests.unit.engines import job
from tests.waiting import until


def test_a_visit_happens_in_the_thread_that_owns_the_network(start, network):
    engine = start({"critters": lambda: network})
    assert engine.visit("critters", lambda net: (net is network, threading.current_thread().name)) == (True, "engine")


def test_what_goes_wrong_in_a_visit_is_the_visitors_alone(start, network):
    engine = start({"critters": lambda: network})
    with pytest.raises(ZeroDivisionError):
        engine.visit("critters", lambda net: 1 / 0)
    with pytest.raises(KeyError):
        engine.visit("nobody", lambda net: None)
    assert len(list(engine.submit(job(steps=2)))) == 2


def test_a_cut_in_a_visit_is_not_seen_by_a_job_that_is_under_way(start, network):
    engine = start({"critters": lambda: network})
    (*_, alone) = engine.submit(job(steps=12, seed=3))
    running = iter(engine.submit(job(steps=12, seed=3)))
    next(running)
    x, words = torch.zeros(1, 3, 64, 64), network.reader.read([""])

    def damaged(net):
        with cut(net, ["merge.0.0"]):
            return net(x, torch.zeros(1), words)

    sound = engine.visit("critters", lambda net: net(x, torch.zeros(1), words))
    assert not torch.equal(engine.visit("critters", damaged), sound)
    (*_, last) = running
    torch.testing.assert_close(last.x, alone.x)


def test_visits_one_after_another_do_not_hold_up_who_draws(start, network):
    engine, over = start({"critters": lambda: network}), threading.Event()

    def visit_without_end() -> None:
        while not over.is_set():
            engine.visit("critters", lambda net: over.wait(0.01), owner="a crowd")

    crowd = [threading.Thread(target=visit_without_end) for _ in range(6)]
    for one in crowd:
        one.start()
    steps: list = []
    drawing = threading.Thread(target=lambda: steps.extend(engine.submit(job(steps=6), owner="another")))
    drawing.start()
    drawing.join(10)
    drawn = len(steps)
    over.set()
    for thread in (*crowd, drawing):
        thread.join()
    assert drawn == 6


def test_who_has_had_many_visits_waits_for_who_had_none(start, network):
    engine, order, gate = start({"critters": lambda: network}), [], threading.Event()

    def visit(who: str) -> None:
        engine.visit("critters", lambda net: order.append(who), owner=who)

    engine.visit("critters", lambda net: None, owner="a crowd")
    threads = [threading.Thread(target=engine.visit, args=["critters", lambda net: gate.wait(20)])]
    threads += [threading.Thread(target=visit, args=[who]) for who in ["a crowd"] * 3 + ["another"]]
    for i, thread in enumerate(threads):
        thread.start()
        until(lambda i=i: len(engine._line) == max(0, i) and (i or not engine._line._waiting))
    gate.set()
    for thread in threads:
        thread.join()
    assert order == ["another"] + ["a crowd"] * 3
