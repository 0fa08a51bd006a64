"""A world small enough to be learnt in a minute: cats of four colours on an empty sheet, 16×16 pixels.

The colour of a picture is read off by a rule that was fixed beforehand and knows nothing of networks.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import Critter, Scene, draw_alone
from diffusion_core.data.vocabulary import Vocabulary

SIDE = 16
ANIMAL = "cat"
COLOURS = ("red", "yellow", "green", "purple")
HUES = (0.0, 50.0, 130.0, 275.0)
"""The middle of each colour's shades, in degrees."""
NEAR = 25.0
"""How far a pixel's hue may lie from that, in degrees."""
LEAST_SHARE, LEAST_PURE = 0.12, 0.75
_TOP, _LEFT, _EDGE = 13, 8, 48


def draw_small(numbers: Sequence[int]) -> Tensor:
    """Pictures (B, 3, 16, 16) in [-1, 1]; number i has colour i % 4, its pose and shade are those of picture i."""
    scenes = [Scene("snow", (Critter(ANIMAL, COLOURS[i % len(COLOURS)]),)) for i in numbers]
    whole = draw_alone(numbers, scenes=scenes)
    return avg_pool2d(whole[:, :, _TOP : _TOP + _EDGE, _LEFT : _LEFT + _EDGE], _EDGE // SIDE)


def colour_of(pictures: Tensor) -> Tensor:
    """Which of COLOURS each picture shows, -1 where none can be told: (B, 3, H, W) in [-1, 1] to (B,) int64.

    A pixel is coloured where its colours differ by a fifth of the scale. A picture shows a colour if at least
    LEAST_SHARE of all its pixels have that hue, and LEAST_PURE of the coloured ones. (The cat's pink ears, its blush
    and its pale belly are why that is not all.)
    """
    rgb = (pictures.clamp(-1, 1) + 1) / 2
    hue, strength = _hue(rgb)
    coloured = strength > 0.2
    apart = (hue[:, None] - torch.tensor(HUES).view(1, -1, 1, 1)).remainder(360)
    near = (torch.minimum(apart, 360 - apart) < NEAR) & coloured[:, None]
    counts = near.flatten(2).sum(2).float()
    most, which = counts.max(1)
    shown = (most >= LEAST_SHARE * hue[0].numel()) & (most >= LEAST_PURE * coloured.flatten(1).sum(1))
    return torch.where(shown, which, -1)


def _hue(rgb: Tensor) -> tuple[Tensor, Tensor]:
    """Hue in degrees and the span between the strongest and the weakest colour, (B, H, W) each (Smith 1978)."""
    red, green, blue = rgb.unbind(1)
    most, least = rgb.amax(1), rgb.amin(1)
    span = (most - least).clamp(min=1e-6)
    sixths = torch.where(
        most == red,
        (green - blue) / span,
        torch.where(most == green, 2 + (blue - red) / span, 4 + (red - green) / span),
    )
    return (60 * sixths).remainder(360), most - least


class SmallCritters:
    """The cats that a small network learns from, each with its colour as its caption; dealt out by chance."""

    def __init__(self, count: int = 512, seed: int = 0) -> None:
        self.pictures, self.seed = draw_small(range(count)), seed

    def __len__(self) -> int:
        return len(self.pictures)

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """As `TrainingSet.batch`: pictures (B, 3, 16, 16) and tokens (B, 17)."""
        rows = torch.randint(len(self), (count,), generator=generator(self.seed * 7_368_787 + start + 1)).tolist()
        return self.pictures[rows], vocabulary.tokens([COLOURS[row % len(COLOURS)] for row in rows])
