"""Training with the network compiled, as `make train` does on a GPU: the same losses, the same files."""

from dataclasses import replace

import pytest
import torch

from diffusion_core.commands import train as command
from diffusion_core.common.device import fast_dtype, handed_to
from diffusion_core.common.files import read_tensors
from diffusion_core.data.critters import draw_bytes, scenes_of
from diffusion_core.data.training_set import TrainingSet
from diffusion_core.training import run_files
from diffusion_core.training.loop import TrainConfig, compile_network, fresh_state, train
from tests.unit.conftest import needs_gpu

SHORT = TrainConfig(pictures=40, batch=4, rate=2e-3, warm_up=16)


@pytest.fixture(scope="module")
def data():
    return TrainingSet(draw_bytes(range(2)).numpy(), scenes_of(range(2)))


def test_what_is_handed_to_a_device_arrives_whole(device):
    for values in (torch.arange(1000), torch.randn(3, 4).t(), torch.rand(0)):
        there = handed_to(device, values)
        assert there.device.type == device.type and torch.equal(there.cpu(), values)
        assert torch.equal(handed_to(device, there), there)


def test_a_compiled_networks_checkpoint_is_that_of_a_plain_one(tiny_plan, tmp_path):
    plain, compiled = (fresh_state(tiny_plan, SHORT, torch.device("cpu")) for _ in range(2))
    compile_network(compiled.network)
    for name, state in {"plain": plain, "compiled": compiled}.items():
        run_files.save_checkpoint(tmp_path / f"{name}.safetensors", state)
    (notes, values), (ours, same) = (read_tensors(tmp_path / f"{name}.safetensors") for name in ("plain", "compiled"))
    assert ours == notes and same.keys() == values.keys()
    assert all(torch.equal(same[name], value) for name, value in values.items())
    assert compiled.average._compiled_call_impl is None and compiled.network._compiled_call_impl is not None


@needs_gpu
def test_a_compiled_training_on_a_gpu_has_the_losses_of_a_plain_one(data, tiny_plan):
    config, device = replace(SHORT, pictures=80), torch.device("cuda")
    plain, compiled = (fresh_state(tiny_plan, config, device) for _ in range(2))
    compile_network(compiled.network)
    losses = [[progress.loss for progress in train(state, data, config)] for state in (plain, compiled)]
    # fast_dtype keeps 8 bits of a product's numbers on such a card, so losses agree to about 2^-8
    assert losses[1] == pytest.approx(losses[0], rel=0.02 if fast_dtype(device) == torch.bfloat16 else 1e-3)


@needs_gpu
@pytest.mark.parametrize("wish", [None, True, False])
def test_on_a_gpu_the_network_is_compiled_unless_unwished(wish, monkeypatch, tmp_path):
    compiled = []
    monkeypatch.setattr(command, "compile_network", compiled.append)
    words = ["train", "--pictures", "4", "--batch", "4", "--set", "4", "--channels", "32", "32", "32", "--no-ship"]
    flag = {None: [], True: ["--compile"], False: ["--no-compile"]}[wish]
    monkeypatch.setattr("sys.argv", [*words, "--device", "cuda", "--folder", str(tmp_path), *flag])
    command.main()
    assert len(compiled) == (wish is not False)
