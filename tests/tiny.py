"""A tiny network in a file, for tests that need one which answers, and not one which draws well."""

from pathlib import Path

import torch

from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.unet import UNet, UNetConfig
from diffusion_core.networks.weights import save_network

TINY = UNetConfig(VOCABULARY, patch=4, channels=(32, 32, 32), blocks=(1, 1, 1), embedding=32, words=32)


def save_tiny(path: Path) -> Path:
    """Write a network whose blocks all do something; the same each time."""
    random = torch.Generator().manual_seed(0)
    network = UNet(TINY)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(0.2 * torch.randn(parameter.shape, generator=random))
    save_network(path, network, {})
    return path
