"""The parts a U-Net is made of, in forms that are cheap on a processor as well as on a GPU."""

import math
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

M = TypeVar("M", bound=nn.Module)


def channels_first(x: Tensor) -> Tensor:
    """(B, H, W, C) -> (B, C, H, W), free of charge in channels-last memory."""
    return x.permute(0, 3, 1, 2)


def channels_last(x: Tensor) -> Tensor:
    """(B, C, H, W) -> (B, H, W, C), free of charge in channels-last memory."""
    return x.permute(0, 2, 3, 1)


def zeroed(module: M) -> M:
    """The module with all its weights at nought, so that a fresh block passes its input through unchanged."""
    for parameter in module.parameters():
        nn.init.zeros_(parameter)
    return module


def fast_layout(module: M) -> M:
    """The module with its convolutions in channels-last memory, which processors and GPUs with bfloat16 prefer."""
    return module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


class ChannelNorm(nn.Module):
    """LayerNorm over the channels of each pixel (Ba et al. 2016). (B, C, H, W) in and out."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return channels_first(F.layer_norm(channels_last(x), self.weight.shape, self.weight, self.bias))


class LevelEmbedding(nn.Module):
    """The noise level as waves of many lengths, mixed by two layers. log_snr (B,), may be infinite -> (B, width)."""

    LIMIT = 20.0

    def __init__(self, width: int, waves: int = 64) -> None:
        super().__init__()
        self.waves = waves
        self.mix = nn.Sequential(nn.Linear(waves, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU())

    def forward(self, log_snr: Tensor) -> Tensor:
        # Worked out anew in single precision: a network in half precision would round the short waves away.
        frequencies = torch.linspace(math.log(0.05), math.log(8), self.waves // 2, device=log_snr.device).exp()
        angles = log_snr.float().clamp(-self.LIMIT, self.LIMIT)[:, None] * frequencies
        waves = torch.cat([angles.sin(), angles.cos()], dim=1)
        return self.mix(waves.to(next(self.mix.parameters())))


class ResBlock(nn.Module):
    """Two 3×3 convolutions beside a shortcut; the noise level scales and shifts in between (Dhariwal & Nichol 2021)."""

    def __init__(self, channels: int, embedding: int) -> None:
        super().__init__()
        self.norm1 = ChannelNorm(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.level = zeroed(nn.Linear(embedding, 2 * channels))
        self.norm2 = ChannelNorm(channels)
        self.conv2 = zeroed(nn.Conv2d(channels, channels, 3, padding=1))

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        scale, shift = self.level(embedding)[:, :, None, None].chunk(2, dim=1)
        h = self.conv1(F.silu(self.norm1(x)))
        h = torch.addcmul(shift, self.norm2(h), 1 + scale)
        return x + self.conv2(F.silu(h))


def attend(
    q: Tensor, k: Tensor, v: Tensor, heads: int, mask: Tensor | None = None, seen: list[Tensor] | None = None
) -> Tensor:
    """Scaled dot-product attention (Vaswani et al. 2017, eq. 1).

    q: (B, N, C); k, v: (B, M, C); mask: (B, M), True = read; returns (B, N, C). seen: is handed how much each of N
    reads each of M, (B, N, M) float32, rows adding up to 1, the mean over the heads.
    Written out as matmul, softmax, matmul: the fused kernel's backward pass is slow on processors.
    """
    q, k, v = (t.unflatten(2, (heads, -1)).transpose(1, 2) for t in (q, k, v))
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(2, 3)
    if mask is not None:
        scores = scores.masked_fill(~mask[:, None, None, :], -1e4)
    shares = scores.softmax(dim=3)
    if seen is not None:
        seen.append(shares.float().mean(dim=1))
    return (shares @ v).transpose(1, 2).flatten(2)


class SelfAttention(nn.Module):
    """Every pixel of a grid reads every other. (B, C, H, W) in and out."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.out = zeroed(nn.Linear(channels, channels))

    def forward(self, x: Tensor) -> Tensor:
        b, c, h, w = x.shape
        q, k, v = self.qkv(self.norm(channels_last(x).reshape(b, h * w, c))).chunk(3, dim=2)
        return x + channels_first(self.out(attend(q, k, v, self.heads)).reshape(b, h, w, c))


class CrossAttention(nn.Module):
    """Every pixel of a grid reads the words. x: (B, C, H, W); words: (B, M, D); mask: (B, M), True where a word is.

    seen: is handed how much it reads each word, as in `attend`.
    """

    def __init__(self, channels: int, words: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.q = nn.Linear(channels, channels)
        self.kv = nn.Linear(words, 2 * channels)
        self.out = zeroed(nn.Linear(channels, channels))

    def forward(self, x: Tensor, words: Tensor, mask: Tensor, seen: list[Tensor] | None = None) -> Tensor:
        b, c, h, w = x.shape
        q = self.q(self.norm(channels_last(x).reshape(b, h * w, c)))
        k, v = self.kv(words).chunk(2, dim=2)
        return x + channels_first(self.out(attend(q, k, v, self.heads, mask, seen)).reshape(b, h, w, c))
