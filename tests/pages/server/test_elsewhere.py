"""With ENGINE set, other machines draw what visitors see: the same frames; and where none is there, a sentence."""

from functools import partial

import numpy as np
import pytest
import torch

from diffusion_core.common.device import choose_device
from diffusion_core.common.files import sha256
from diffusion_core.sampling.job import Job
from diffusion_core.serving import elsewhere, shipped
from diffusion_core.serving.engine import Engine
from diffusion_core.serving.frames import frames
from pages.server import drawing, resources, shared_runs
from tests.replicas import replica
from tests.waiting import until

JOB = Job(seed=5, steps=4, count=4, caption="a red cat")


@pytest.fixture
def there(tiny_weights):
    """The address of a machine with an engine, and the engine."""
    torch.set_num_threads(1)
    engine = Engine(shipped.loaders(tiny_weights), device=choose_device("auto"))
    with replica(partial(frames, engine, weights=sha256(tiny_weights))) as address:
        yield address, engine
    engine.stop()


def film() -> list[dict[str, np.ndarray]]:
    run = shared_runs.book.open(JOB)
    until(lambda: run.over, within=60)
    shared_runs.book.leave(run)
    assert not run.error, run.error
    return [frame.pictures for frame in run.frames]


def test_the_film_of_a_run_is_the_same(there, engine_of, tiny_weights, monkeypatch):
    engine_of(tiny_weights)
    here = film()
    monkeypatch.setenv(resources.ENGINE, there[0])
    engine_of(tiny_weights)
    assert isinstance(resources.engine(), elsewhere.Elsewhere)
    passes = there[1].passes.rows.total
    for one, other in zip(film(), here, strict=True):
        assert one.keys() == other.keys()
        # 1e-5 of a value may be one shade where it lies between two
        assert all(np.abs(one[name].astype(int) - other[name]).max() <= 1 for name in one)
    assert there[1].passes.rows.total > passes and resources.engine().passes.rows.total == 0


def test_a_page_can_look_into_the_network_and_follow_every_step(there, engine_of, tiny_weights, monkeypatch):
    monkeypatch.setenv(resources.ENGINE, there[0])
    engine_of(tiny_weights)
    resources._warm()
    assert resources.trouble() == "" and there[1].passes.rows.total == 0
    steps = list(drawing.steps(Job(steps=3, sampler="ddpm")))
    assert [step.index for step in steps] == [1, 2, 3] and steps[0].noise.shape == steps[0].eps.shape == (1, 3, 64, 64)
    x, level = torch.zeros(1, 3, 64, 64), torch.zeros(1, dtype=torch.float64)
    assert drawing.look(x, level, ["a red cat"])


def test_where_no_machine_answers_a_sentence_says_so(engine_of, tiny_weights, monkeypatch):
    monkeypatch.setattr(elsewhere, "PATIENCE", 0.2)
    monkeypatch.setenv(resources.ENGINE, "http://127.0.0.1:9")
    engine_of(tiny_weights)
    run = shared_runs.book.open(JOB)
    until(lambda: run.over, within=30)
    assert run.error == elsewhere.AWAY
