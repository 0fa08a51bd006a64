"""Networks small enough to be trained while somebody watches: one for small cats, one for points in the plane."""

import torch
from torch import Tensor, nn

from diffusion_core.data.small_cats import COLOURS, SIDE
from diffusion_core.networks.layers import LevelEmbedding, zeroed
from diffusion_core.networks.unet import UNetConfig
from diffusion_core.process.prediction import Denoiser, Prediction, from_velocity

SMALL_PLAN = UNetConfig(
    COLOURS,
    size=SIDE,
    channels=(32, 64),
    blocks=(1, 1),
    look=(False, True),
    read=(False, True),
    embedding=64,
    words=32,
)
"""The network of 16×16 pictures: the large U-Net's plan with two grids instead of three, and fewer numbers."""


class PointNet(nn.Module):
    """Three layers with bends between, told a noisy point (B, 2) and its noise level (B,); predicts v (B, 2)."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.level = LevelEmbedding(width, waves=32)
        self.first = nn.Linear(2, width)
        self.second = nn.Linear(width, width)
        self.third = nn.Linear(width, width)
        self.out = zeroed(nn.Linear(width, 2))

    def forward(self, x: Tensor, log_snr: Tensor) -> Tensor:
        h = nn.functional.silu(self.first(x) + self.level(log_snr))
        h = h + nn.functional.silu(self.second(h))
        h = h + nn.functional.silu(self.third(h))
        return self.out(h)

    def denoiser(self) -> Denoiser:
        """As a function (x, log_snr) -> Prediction."""

        def answer(x: Tensor, log_snr: Tensor) -> Prediction:
            return from_velocity(x, self(x, log_snr), log_snr)

        return answer


def blank_point_net(seed: int) -> PointNet:
    """The untrained network of a seed. The global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return PointNet()
