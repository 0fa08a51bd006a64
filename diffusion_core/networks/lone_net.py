"""The network that learns lone critters: the large U-Net's parts, thinner, told no word, and asked for the picture."""

import torch
from torch import Tensor

from diffusion_core.data.lone_critters import SIDE
from diffusion_core.networks.caption_reader import Context
from diffusion_core.networks.unet import UNet, UNetConfig, count_parameters
from diffusion_core.process.prediction import Denoiser, Prediction, from_x0

PLAN = UNetConfig(
    vocabulary=(),
    size=SIDE,
    channels=(16, 32, 64, 96),
    blocks=(1, 1, 1, 1),
    look=(False,) * 4,
    read=(False,) * 4,
    embedding=96,
    words=32,
)
"""Only convolutions, on grids of 16, 8, 4 and 2."""


def wordless(count: int) -> Context:
    """The context of networks that read none."""
    return Context(torch.empty(count, 0, 0), torch.empty(count, 0, dtype=torch.bool))


def guess_picture(network: UNet, x: Tensor, log_snr: Tensor) -> Tensor:
    """What such a network answers: the clean picture (Li & He 2025), not the velocity. x: (B, 3, 32, 32); (B,).

    A network of few channels cannot pass the noise on, as one that answers the velocity must; a picture it can.
    """
    return network(x, log_snr.float(), wordless(len(x)))


def picture_denoiser(network: UNet) -> Denoiser:
    """Such a network as a function (x, log_snr) -> Prediction, its guess clipped to [-1, 1]."""

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        return from_x0(x, guess_picture(network, x, log_snr).clamp(-1, 1), log_snr)

    return answer


def count_taught(network: UNet) -> int:
    """How many numbers are taught: all but the reader's of captions, which never hears one."""
    return count_parameters(network) - count_parameters(network.reader)
