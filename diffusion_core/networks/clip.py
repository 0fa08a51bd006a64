"""A small CLIP: a picture reader and a caption reader whose answers lie close together where they belong together."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.caption_reader import CaptionReader
from diffusion_core.networks.layers import fast_layout

WIDTH = 64
"""Numbers in which a picture is summed up, and a caption too."""


class PictureReader(nn.Module):
    """A small convolutional network. (B, 3, 64, 64) in [-1, 1] -> (B, WIDTH), of length 1."""

    def __init__(self) -> None:
        super().__init__()
        widths = [(12, 32), (32, 64), (64, 128)]
        layers = [part for a, b in widths for part in _layer(a, b)]
        self.look = nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 16, WIDTH))

    def forward(self, x: Tensor) -> Tensor:
        x = F.pixel_unshuffle(x, 2).contiguous(memory_format=torch.channels_last)
        return F.normalize(self.look(x), dim=1)


def _layer(a: int, b: int) -> list[nn.Module]:
    return [nn.Conv2d(a, b, 3, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]


class Clip(nn.Module):
    """Both readers, and how sharply their closeness counts (Radford et al. 2021, figure 3).

    `see` a picture and `read` a caption: the product of their answers is the cosine between them, from -1 to 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pictures = PictureReader()
        self.captions = CaptionReader(VOCABULARY, WIDTH, layers=1)
        self.bridge = nn.Linear(WIDTH, WIDTH)
        self.log_sharpness = nn.Parameter(torch.tensor(math.log(10.0)))

    @property
    def sharpness(self) -> Tensor:
        """What the closeness is multiplied by before the softmax, at most 100 as there."""
        return self.log_sharpness.clamp(max=math.log(100.0)).exp()

    def see(self, x: Tensor) -> Tensor:
        """(B, 3, 64, 64) in [-1, 1] -> (B, WIDTH), of length 1."""
        return self.pictures(x)

    def read(self, tokens: Tensor) -> Tensor:
        """(B, 17) from `Vocabulary.tokens` -> (B, WIDTH), of length 1: the mean of a caption's words, moved once."""
        words = self.captions(tokens)
        said = words.mask[:, :, None].float()
        return F.normalize(self.bridge((words.vectors * said).sum(1) / said.sum(1)), dim=1)


def blank_clip(seed: int) -> Clip:
    """One that has learnt nothing, rebuilt from its seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return fast_layout(Clip())


def contrastive_loss(pictures: Tensor, captions: Tensor, sharpness: Tensor, wrong: Tensor | None = None) -> Tensor:
    """Each picture is to find its caption among all of them, and each caption its picture (Radford et al. 2021).

    pictures, captions: (B, D), of length 1, row by row belonging together; wrong: (W, D), further captions among which
    a picture has to find its own, none of which fits any (Yuksekgonul et al. 2023). Returns ().
    """
    close = sharpness * pictures @ captions.T
    offered = close if wrong is None else torch.cat([close, sharpness * pictures @ wrong.T], dim=1)
    own = torch.arange(len(pictures), device=pictures.device)
    return (F.cross_entropy(offered, own) + F.cross_entropy(close.T, own)) / 2
