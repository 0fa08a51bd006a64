"""Is a caption obeyed, by what the reader read? And what two pictures have in common, by the same reader."""

from collections.abc import Sequence

import torch
from torch import Tensor

from diffusion_core.data.critters import Scene
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.evaluation.attribute_reader import AttributeReader

SINGLE = {"place": 0, "count": 1, "animal": 2, "colour": 3, "worn": 4, "expression": 5}
PAIR = {"place": 0, "count": 1, "animal": 2, "colour": 3, "worn": 4, "animal 2": 6, "colour 2": 7, "worn 2": 8}
"""The columns of `codes_of` that a caption states: it says nothing of the expressions of two."""


PLAIN = "ddim"
"""The sampler that the pages begin with; its figures stand beside those of another."""


def by_plain(name: str) -> str:
    """The name of the same figure when PLAIN draws."""
    return f"{name}_{PLAIN}"


def right_attributes(read: Tensor, scenes: Sequence[Scene]) -> dict[str, Tensor]:
    """Which attributes were read as the caption says. read: (B, 10) codes; all scenes with equally many critters."""
    asked = scene_codes(scenes)
    columns = SINGLE if len(scenes[0].critters) == 1 else PAIR
    return {name: read[:, column] == asked[:, column] for name, column in columns.items()}


def all_right(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    """(B,) True where every attribute of the caption was read right."""
    return torch.stack(list(right_attributes(read, scenes).values())).all(dim=0)


THINGS = tuple(SINGLE)
"""What is compared: place, how many critters, and of the left one animal, colour, what it wears, and mood."""


def same(one: Tensor, other: Tensor) -> Tensor:
    """Which of THINGS are read alike: codes (B, 10) as in `codes_of`, twice, to (B, 6) bool."""
    columns = list(SINGLE.values())
    return one[:, columns] == other[:, columns]


def in_common(reader: AttributeReader, one: Tensor, other: Tensor) -> Tensor:
    """The share of THINGS that two pictures have in common: (B, 3, 64, 64) in [-1, 1], twice, to (B,) in [0, 1]."""
    return same(reader.read(one.clamp(-1, 1))[0], reader.read(other.clamp(-1, 1))[0]).double().mean(dim=1)
