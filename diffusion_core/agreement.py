"""How much two pictures have in common, as the reader names it."""

from torch import Tensor

from diffusion_core.classifier import Classifier
from diffusion_core.evaluation import SINGLE

THINGS = tuple(SINGLE)
"""What is compared: place, how many critters, and of the left one animal, colour, what it wears, and mood."""


def same(one: Tensor, other: Tensor) -> Tensor:
    """Which of THINGS are read alike: codes (B, 10) as in `codes_of`, twice, to (B, 6) bool."""
    columns = list(SINGLE.values())
    return one[:, columns] == other[:, columns]


def in_common(reader: Classifier, one: Tensor, other: Tensor) -> Tensor:
    """The share of THINGS that two pictures have in common: (B, 3, 64, 64) in [-1, 1], twice, to (B,) in [0, 1]."""
    return same(reader.read(one.clamp(-1, 1))[0], reader.read(other.clamp(-1, 1))[0]).double().mean(dim=1)
