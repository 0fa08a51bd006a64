"""Two processes that share each batch: stood in for by two threads, they do what one would do with both halves."""

import threading
from collections import deque

import pytest
import torch

from diffusion_core.data.critters import draw_bytes, scenes_of
from diffusion_core.data.training_set import TrainingSet
from diffusion_core.training.loop import TrainConfig, fresh_state, learning_rate, step_loss, train


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Single precision, so that runs can be compared closely."""
    monkeypatch.setattr("diffusion_core.training.loop.fast_dtype", lambda device: torch.float32)


class Pair:
    """Stands in for a group of two processes: two threads, which hand one another what they have to add up."""

    def __init__(self, monkeypatch) -> None:
        self.here, self.meet, self.brought = threading.local(), threading.Barrier(2, timeout=100), {}
        monkeypatch.setattr("torch.distributed.is_initialized", lambda: hasattr(self.here, "rank"))
        monkeypatch.setattr("torch.distributed.get_rank", lambda: self.here.rank)
        monkeypatch.setattr("torch.distributed.get_world_size", lambda: 2)
        monkeypatch.setattr("torch.distributed.all_reduce", self.add_up)

    def add_up(self, values: torch.Tensor) -> None:
        self.brought[self.here.rank] = values.clone()
        self.meet.wait()
        total = self.brought[0] + self.brought[1]
        self.meet.wait()
        values.copy_(total)

    def run(self, work) -> None:
        def begin(rank: int) -> None:
            self.here.rank = rank
            work(rank)

        threads = [threading.Thread(target=begin, args=(rank,)) for rank in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def plain_descent(plan, config):
    """A state whose steps are the clipped gradient times the rate, so that weights show gradients."""
    state = fresh_state(plan, config, torch.device("cpu"))
    state.optimiser = torch.optim.SGD(state.network.parameters(), lr=1.0)
    return state


def test_two_processes_do_what_one_would_do_with_both_halves(tiny_plan, monkeypatch):
    config = TrainConfig(pictures=8, batch=4, rate=1.0, warm_up=16)
    pictures, scenes = draw_bytes(range(2)).numpy(), scenes_of(range(2))
    states = [plain_descent(tiny_plan, config) for _ in range(2)]
    few = [TrainingSet(pictures, scenes) for _ in range(3)]
    alone = plain_descent(tiny_plan, config)
    Pair(monkeypatch).run(lambda rank: deque(train(states[rank], few[rank], config), maxlen=0))

    for start in (0, 4):
        alone.optimiser.zero_grad()
        for first in (start, start + 2):
            random = torch.Generator().manual_seed(config.seed * 1_000_003 + first)
            (step_loss(alone.network, *few[2].batch(first, 2, alone.network.reader.vocabulary), random) / 2).backward()
        torch.nn.utils.clip_grad_norm_(alone.network.parameters(), 1.0)
        alone.optimiser.param_groups[0]["lr"] = learning_rate(config, start)
        alone.optimiser.step()
    for name, value in alone.network.state_dict().items():
        assert torch.equal(states[0].network.state_dict()[name], states[1].network.state_dict()[name])
        torch.testing.assert_close(states[0].network.state_dict()[name], value, atol=1e-5, rtol=1e-4)
    assert states[0].pictures == states[1].pictures == 8
