"""What the tests of the core share: every device there is, a tiny network, and a small smooth stand-in for one."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import torch

from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.layers import fast_layout
from diffusion_core.networks.unet import UNet, UNetConfig
from diffusion_core.serving import networks
from diffusion_core.serving.engine import Engine
from diffusion_core.training.loop import blank_network
from tests.unit.engines import Gate

TINY = UNetConfig(VOCABULARY, patch=4, channels=(32, 32, 32), blocks=(1, 1, 1), embedding=32, words=32)


needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")


@pytest.fixture(params=["cpu", pytest.param("cuda", marks=needs_gpu)])
def device(request):
    """The CPU, and the GPU where there is one."""
    return torch.device(request.param)


@pytest.fixture(scope="session")
def tiny_plan():
    """The plan of a network small enough for tests; critters' words, 64x64 pictures."""
    return TINY


def stirred(network: UNet, seed: int = 0, strength: float = 0.15) -> UNet:
    """The network with noise on all its weights, so that no block passes its input through unchanged."""
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(strength * torch.randn(parameter.shape, generator=random))
    return fast_layout(network).eval().requires_grad_(False)


@pytest.fixture
def make_network(tiny_plan):
    """Tiny networks that do something, one a seed."""

    def make(seed: int = 0, **changes: object) -> UNet:
        return stirred(blank_network(replace(tiny_plan, **changes), seed), seed)

    return make


@pytest.fixture
def network(make_network):
    return make_network()


@pytest.fixture
def exact(monkeypatch):
    """Full precision everywhere, so that pictures may be compared closely."""
    monkeypatch.setattr(networks, "fast_dtype", lambda device: torch.float32)


@pytest.fixture
def start(device, exact) -> Iterator[Callable[..., Engine]]:
    engines = []

    def make(loaders, **options) -> Engine:
        engines.append(Engine(loaders, device=device, **options))
        return engines[-1]

    yield make
    for engine in engines:
        engine.stop()


@pytest.fixture
def gated(start, network):
    """An engine with one network behind a gate."""
    gate = Gate()
    network.register_forward_pre_hook(gate)
    yield start({"critters": lambda: network}, waiting=2), gate
    gate.let(10_000)
