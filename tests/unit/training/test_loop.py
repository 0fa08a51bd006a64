"""Training: rates and averages as in the papers, and a run that was killed is the run that was not."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from diffusion_core.commands import train as command
from diffusion_core.data.critters import draw_bytes, scenes_of
from diffusion_core.data.training_set import TrainingSet
from diffusion_core.training import run_files
from diffusion_core.training.loop import (
    GrowingPictures,
    TrainConfig,
    average_keep,
    blank_network,
    fresh_state,
    learning_rate,
    move_average,
    step_loss,
    train,
    train_level,
)

SHORT = TrainConfig(pictures=24, batch=4, rate=2e-3, warm_up=16)


@pytest.fixture(scope="session")
def data():
    """Two critters."""
    return TrainingSet(draw_bytes(range(2)).numpy(), scenes_of(range(2)))


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Single precision and one thread, so that runs can be compared bit by bit."""
    monkeypatch.setattr("diffusion_core.training.loop.fast_dtype", lambda device: torch.float32)


def test_the_rate_climbs_stays_level_and_falls_to_nothing():
    config = TrainConfig(pictures=100_000, batch=50, rate=1e-3, warm_up=10_000, cool_down=0.3)
    rates = [learning_rate(config, n) for n in range(0, 100_001, 50)]
    climb, level, fall = rates[:199], rates[199:1400], rates[1400:]
    assert climb[0] == pytest.approx(1e-3 * 50 / 10_000)
    assert climb == sorted(climb)
    assert set(level) == {1e-3}
    assert fall == sorted(fall, reverse=True)
    assert fall[-1] == 0
    # A quarter of the cool-down costs half of the rate: 1 - sqrt(progress).
    assert learning_rate(config, 77_500) == pytest.approx(0.5e-3)


def test_a_run_that_goes_on_from_finished_weights_warms_up_again():
    config = TrainConfig(pictures=100_000)
    assert learning_rate(config, 50_000, blank_until=50_000) == learning_rate(config, 0)
    assert learning_rate(config, 50_000, blank_until=50_000) < learning_rate(config, 50_000) / 100


@pytest.mark.parametrize("width", [0.05, 0.1])
def test_the_average_is_as_wide_as_it_says(width):
    # The weight of each step in the final average, run out by the recursion; its deviation is `width` of the run.
    count = 4_000
    weights = torch.zeros(count, dtype=torch.float64)
    for n in range(1, count + 1):
        keep = average_keep(n, width)
        weights *= keep
        weights[n - 1] = 1 - keep
    places = torch.arange(1, count + 1) / count
    mean = (weights * places).sum()
    assert weights.sum() == pytest.approx(1)
    assert (weights * (places - mean) ** 2).sum().sqrt().item() == pytest.approx(width, rel=0.01)


def test_the_average_of_a_growing_weight_follows_the_power_law(tiny_plan):
    # The average of tau^p under a profile tau^gamma is (gamma + 1) / (gamma + 1 + p).
    network, average = (blank_network(replace(tiny_plan, channels=(32,), blocks=(1,)), 0) for _ in range(2))
    count, width, power = 300, 0.1, 2
    for n in range(1, count + 1):
        with torch.no_grad():
            network.stem.bias.fill_((n / count) ** power)
        move_average(average, network, average_keep(n, width))
    gamma = next(g for g in np.arange(0, 30, 0.001) if math.sqrt((g + 1) / (g + 3)) / (g + 2) <= width)
    assert average.stem.bias[0].item() == pytest.approx((gamma + 1) / (gamma + 1 + power), rel=0.01)


def test_training_levels_cover_the_cosine_schedule_evenly():
    levels = train_level(10_000, torch.Generator().manual_seed(0))
    times = torch.atan(torch.exp(-levels / 2)) / (math.pi / 2)
    assert levels.isfinite().all()
    assert (times - (torch.arange(10_000) + 0.5) / 10_000).abs().max() < 2e-3


def test_a_blank_networks_loss_is_the_velocitys_own_variance(data, tiny_plan, device):
    network = blank_network(tiny_plan, 0).to(device)
    x0, tokens = data.batch(0, 32, network.reader.vocabulary)
    loss = step_loss(network, x0.to(device), tokens.to(device), torch.Generator().manual_seed(0))
    # v = alpha * eps - sigma * x0 with alpha² and sigma² half each on average.
    assert loss.item() == pytest.approx(0.5 + 0.5 * x0.square().mean().item(), rel=0.05)


def test_the_first_pictures_are_small_and_their_pixels_means_of_four(data, tiny_plan):
    vocabulary = blank_network(tiny_plan, 0).reader.vocabulary
    growing = GrowingPictures(data, small=8)
    for start, side in [(0, 32), (4, 32), (8, 64)]:
        (x0, tokens), (whole, words) = growing.batch(start, 4, vocabulary), data.batch(start, 4, vocabulary)
        assert x0.shape == (4, 3, side, side) and torch.equal(tokens, words)
        torch.testing.assert_close(x0, whole.unflatten(3, (side, -1)).unflatten(2, (side, -1)).mean((3, 5)))


def test_the_right_velocity_has_no_loss():
    # For a grey picture x = sigma * eps and v = alpha * eps, so that v follows from x alone.
    class Knowing(torch.nn.Module):
        def reader(self, tokens):
            return None

        def forward(self, x, log_snr, context):
            return x * (log_snr / 2).exp()[:, None, None, None]

    loss = step_loss(Knowing(), torch.zeros(16, 3, 8, 8), torch.zeros(16, 17), torch.Generator().manual_seed(0))
    assert loss.item() == pytest.approx(0, abs=1e-8)


def test_the_loss_falls_on_a_few_pictures(data, tiny_plan, device):
    config = TrainConfig(pictures=40 * 4, batch=4, rate=6e-3, warm_up=16, cool_down=0.2)
    plan = replace(tiny_plan, patch=2, channels=(32,), blocks=(1,), look=(False,), read=(False,))
    losses = [progress.loss for progress in train(fresh_state(plan, config, device), data, config)]
    assert sum(losses[-8:]) < 0.75 * sum(losses[:8])


def test_progress_tells_what_was_done(data, tiny_plan):
    config = replace(SHORT, pictures=12)
    state = fresh_state(tiny_plan, config, torch.device("cpu"))
    blank = [p.clone() for p in state.network.parameters()]
    stream = train(state, data, config)
    first = next(stream)
    assert (first.pictures, state.pictures, state.steps) == (4, 4, 1)
    assert first.rate == learning_rate(config, 0)
    assert any(not torch.equal(a, b) for a, b in zip(blank, state.network.parameters(), strict=True))
    assert all(torch.equal(a, b) for a, b in zip(state.average.parameters(), state.network.parameters(), strict=True))
    assert [progress.pictures for progress in stream] == [8, 12]


def weights_of(state):
    return {
        f"{name}.{key}": value
        for name in ("network", "average")
        for key, value in getattr(state, name).state_dict().items()
    }


def same(a, b):
    for name, value in weights_of(a).items():
        torch.testing.assert_close(weights_of(b)[name], value, atol=0, rtol=0, msg=name)


def run(state, data, config, steps=None):
    for done, _ in enumerate(train(state, data, config), 1):
        if done == steps:
            return


def test_a_killed_run_goes_on_as_if_nothing_had_happened(data, tiny_plan, tmp_path):
    cpu, path = torch.device("cpu"), tmp_path / "checkpoint.safetensors"
    whole = run_files.resume(path, None, SHORT, cpu, tiny_plan)
    run(whole, data, SHORT)
    killed = run_files.resume(path, None, SHORT, cpu, tiny_plan)
    run(killed, data, SHORT, steps=3)
    run_files.save_checkpoint(path, killed)
    run(killed, data, SHORT, steps=2)  # lost: done after the last checkpoint
    again = run_files.resume(path, None, SHORT, cpu, tiny_plan)
    assert (again.pictures, again.steps) == (12, 3)
    run(again, data, SHORT)
    assert (again.pictures, again.steps) == (24, 6)
    same(again, whole)


def test_a_resumed_optimiser_lies_where_its_weights_lie(data, tiny_plan, tmp_path, device):
    path = tmp_path / "checkpoint.safetensors"
    state = run_files.resume(path, None, SHORT, device, tiny_plan)
    run(state, data, SHORT, steps=1)
    run_files.save_checkpoint(path, state)
    again = run_files.resume(path, None, SHORT, device, tiny_plan)
    for one, two in zip(state.network.parameters(), again.network.parameters(), strict=True):
        for key, value in state.optimiser.state[one].items():
            other = again.optimiser.state[two][key]
            assert (other.device, other.stride()) == (value.device, value.stride())
            assert torch.equal(other, value)
    run(again, data, SHORT, steps=1)


def test_a_run_can_start_from_given_weights(tiny_plan, tmp_path, make_network):
    given = make_network(5)
    command.save_network(tmp_path / "start.safetensors", given, {"pictures": "12", "steps": "3"}, torch.float32)
    none, start, cpu = tmp_path / "none.safetensors", tmp_path / "start.safetensors", torch.device("cpu")
    state = run_files.resume(none, start, SHORT, cpu, tiny_plan)
    assert (state.pictures, state.steps, state.blank_until) == (12, 3, 12)
    for name, value in given.state_dict().items():
        assert torch.equal(state.network.state_dict()[name], value)
        assert torch.equal(state.average.state_dict()[name], value)


def test_the_global_generator_is_left_alone(data, tiny_plan):
    before = torch.get_rng_state()
    run(fresh_state(tiny_plan, SHORT, torch.device("cpu")), data, SHORT, steps=1)
    assert torch.equal(torch.get_rng_state(), before)
