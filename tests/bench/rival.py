"""What a user of the diffusers library would build for the same pictures: its U-Net, its scheduler, its loop."""

from collections.abc import Callable

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from torch import Tensor

from diffusion_core.data.vocabulary import LONGEST
from diffusion_core.networks.unet import UNet
from diffusion_core.process.schedules import make_schedule

Velocity = Callable[[Tensor, int], Tensor]
WORDS = 128


def rival_network(device: torch.device, dtype: torch.dtype) -> UNet2DConditionModel:
    """5.6 million parameters on 64, 32 and 16 pixels, reading the words at the two coarser; in its fastest layout."""
    network = UNet2DConditionModel(
        sample_size=64,
        in_channels=3,
        out_channels=3,
        layers_per_block=1,
        block_out_channels=(64, 96, 128),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=WORDS,
        attention_head_dim=8,
    )
    return network.eval().requires_grad_(False).to(device, dtype).to(memory_format=torch.channels_last)


def rival_velocity(network: UNet2DConditionModel, pictures: int) -> Velocity:
    """Its answer with and without a caption, for guidance in one batch as its pipelines do it."""
    words = torch.randn(2 * pictures, LONGEST + 1, WORDS, generator=torch.Generator().manual_seed(0))
    words = words.to(network.device, network.dtype)

    def velocity(x: Tensor, index: int) -> Tensor:
        return network(x.to(network.dtype), index, encoder_hidden_states=words).sample.float()

    return velocity


@torch.inference_mode()
def our_velocity(network: UNet, captions: list[str]) -> Velocity:
    """Our network in their loop."""
    context = network.reader.read([*captions, *[""] * len(captions)])
    table = make_schedule("cosine", 1000)

    def velocity(x: Tensor, index: int) -> Tensor:
        levels = torch.full((len(x),), table.log_snr(index + 1.0))
        return network(x, levels.to(x.device), context)

    return velocity


@torch.inference_mode()
def their_loop(velocity: Velocity, start: Tensor, steps: int, guidance: float) -> Tensor:
    """The loop of their pipelines: a scheduler, both halves in one batch. start: (B, 3, 64, 64) noise."""
    scheduler = DDIMScheduler(1000, beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    scheduler.set_timesteps(steps)
    x = start
    for index in scheduler.timesteps.tolist():
        with_words, without = velocity(torch.cat([x, x]), index).chunk(2)
        x = scheduler.step(without + guidance * (with_words - without), index, x).prev_sample
    return x
