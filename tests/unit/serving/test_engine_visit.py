"""Looking into a network that the engine owns: in its own thread, between passes, without harm to those it serves."""

import threading

import pytest
import torch

from diffusion_core.networks.anatomy import cut
from tests.unit.engines import job


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
