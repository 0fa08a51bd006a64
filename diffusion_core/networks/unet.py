"""The U-Net: a noisy picture, its noise level and a caption in; the velocity out."""

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.networks.caption_reader import CaptionReader, Context
from diffusion_core.networks.layers import ChannelNorm, CrossAttention, LevelEmbedding, ResBlock, SelfAttention, zeroed
from diffusion_core.process.prediction import Denoiser, Prediction, from_velocity


@dataclass(frozen=True)
class UNetConfig:
    """A U-Net's plan: one entry of channels, blocks, look and read for each grid, finest first.

    look: pixels of this grid read one another; read: they read the words. vocabulary: the words it can be told.
    skips: what was kept on the way down is handed across to the way up; without, all goes through the bottom.
    """

    vocabulary: tuple[str, ...]
    size: int = 64
    colours: int = 3
    patch: int = 2
    channels: tuple[int, ...] = (64, 128, 192)
    blocks: tuple[int, ...] = (1, 2, 1)
    look: tuple[bool, ...] = (False, False, True)
    read: tuple[bool, ...] = (False, True, True)
    embedding: int = 256
    words: int = 128
    head: int = 32
    skips: bool = True

    @property
    def shape(self) -> tuple[int, int, int]:
        """What one picture of this network is: (colours, height, width)."""
        return self.colours, self.size, self.size


class Block(nn.Module):
    """A residual block, and where the plan says so, a look around and a look at the words."""

    def __init__(self, config: UNetConfig, grid: int) -> None:
        super().__init__()
        channels = config.channels[grid]
        heads = channels // config.head
        self.res = ResBlock(channels, config.embedding)
        self.look = SelfAttention(channels, heads) if config.look[grid] else None
        self.read = CrossAttention(channels, config.words, heads) if config.read[grid] else None

    def forward(self, x: Tensor, embedding: Tensor, context: Context, seen: list[Tensor] | None = None) -> Tensor:
        x = self.res(x, embedding)
        if self.look is not None:
            x = self.look(x)
        if self.read is not None:
            x = self.read(x, context.vectors, context.mask, seen)
        return x


class Merge(nn.Module):
    """A skip connection's end: what came up from below and what was kept on the way down, weighed together.

    skips: without, what was kept is left aside.
    """

    def __init__(self, channels: int, *, skips: bool = True) -> None:
        super().__init__()
        self.skips = skips
        self.weigh = nn.Conv2d((1 + skips) * channels, channels, 1)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        return self.weigh(torch.cat([x, kept], dim=1) if self.skips else x)


class UNet(nn.Module):
    """Ronneberger et al. 2015, with a stem that folds patches into channels; predicts v (Salimans & Ho 2022).

    x: (B, *config.shape); log_snr: (B,), may be infinite; context: the words of B captions. Returns what x is.
    seen: is handed, by each block that reads words, how much each of its pixels reads each word (`layers.attend`).
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        folded = config.colours * config.patch**2
        first, grids = config.channels[0], range(len(config.channels))
        self.reader = CaptionReader(config.vocabulary, config.words)
        self.level = LevelEmbedding(config.embedding)
        self.stem = nn.Conv2d(folded, first, 3, padding=1)
        self.down = nn.ModuleList(nn.ModuleList(Block(config, g) for _ in range(config.blocks[g])) for g in grids)
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairwise(config.channels))
        self.middle = Block(config, grids[-1])
        self.merge = nn.ModuleList(
            nn.ModuleList(Merge(config.channels[g], skips=config.skips) for _ in range(config.blocks[g])) for g in grids
        )
        self.up = nn.ModuleList(nn.ModuleList(Block(config, g) for _ in range(config.blocks[g])) for g in grids)
        self.grow = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(config.channels))
        self.norm = ChannelNorm(first)
        self.out = zeroed(nn.Conv2d(first, folded, 3, padding=1))

    def forward(self, x: Tensor, log_snr: Tensor, context: Context, seen: list[Tensor] | None = None) -> Tensor:
        embedding = self.level(log_snr)
        x = x.to(self.stem.weight.dtype)
        x = F.pixel_unshuffle(x, self.config.patch).contiguous(memory_format=torch.channels_last)
        x = self.stem(x)
        kept = []
        for g, blocks in enumerate(self.down):
            for block in blocks.children():
                x = block(x, embedding, context, seen)
                kept.append(x)
            if g < len(self.shrink):
                x = self.shrink[g](x)
        x = self.middle(x, embedding, context, seen)
        for g in reversed(range(len(self.up))):
            for merge, block in zip(self.merge[g].children(), self.up[g].children(), strict=True):
                x = block(merge(x, kept.pop()), embedding, context, seen)
            if g > 0:
                x = F.interpolate(self.grow[g - 1](x), scale_factor=2.0, mode="nearest")
        return F.pixel_shuffle(self.out(F.silu(self.norm(x))), self.config.patch).float()

    def denoiser(self, context: Context) -> Denoiser:
        """This network with its captions fixed, as a function (x, log_snr) -> Prediction."""

        def answer(x: Tensor, log_snr: Tensor) -> Prediction:
            return from_velocity(x, self(x, log_snr, context), log_snr)

        return answer


def count_parameters(network: nn.Module) -> int:
    """How many numbers a network holds."""
    return sum(p.numel() for p in network.parameters())
