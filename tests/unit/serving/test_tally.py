"""What the engine counts of its passes."""

import pytest

from diffusion_core.serving.tally import Passes, Tally
from tests.unit.engines import job


def test_a_value_counts_up_to_its_bound_and_what_is_above_all_at_the_end():
    tally = Tally((1, 2, 4))
    for value in (0.5, 1, 2, 3, 9):
        tally.note(value)
    assert tally.counts == [2, 1, 1, 1] and tally.total == 15.5


def test_a_pass_counts_its_rows_and_its_seconds():
    passes = Passes()
    passes.note(3, 0.03)
    assert passes.rows.total == 3 and passes.seconds.total == 0.03
    assert sum(passes.rows.counts) == sum(passes.seconds.counts) == 1


def test_the_engine_counts_each_pass_with_all_its_rows(start, network):
    engine = start({"critters": lambda: network})
    list(engine.submit(job(steps=5, count=3)))
    rows = engine.passes.rows
    assert sum(rows.counts) == 5 and rows.total == 15 and rows.counts[rows.bounds.index(4)] == 5
    assert 0 < engine.passes.seconds.total < 60


def test_a_pass_that_failed_is_not_counted(start, network):
    def broken(*_):
        raise ValueError("broken")

    network.register_forward_pre_hook(broken)
    engine = start({"critters": lambda: network})
    with pytest.raises(ValueError, match="broken"):
        list(engine.submit(job()))
    assert sum(engine.passes.rows.counts) == 0


def test_who_is_being_answered_counts_as_served(gated):
    engine, gate = gated
    running = [engine.submit(job()), engine.submit(job())]
    gate.wait_for(1)
    assert engine.waiting == 2
    gate.let(100)
    assert [len(list(one)) for one in running] == [5, 5] and engine.waiting == 0
