"""Which scene a picture's number stands for, and which numbers are for training."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from diffusion_core.data.critters.hashing import choices, words
from diffusion_core.data.critters.world import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    HELD_OUT,
    PLACES,
    TRAINING_COUNT,
    WORN,
    Critter,
    Scene,
)

_STREAM = 0
_CRITTER_TABLES = (ANIMALS, COLOURS, WORN, EXPRESSIONS)
_COLOUR = 1


def as_seeds(seeds: Tensor | Iterable[int] | int) -> Tensor:
    """Picture numbers as a (B,) int64 tensor on the CPU."""
    if isinstance(seeds, int):
        seeds = [seeds]
    return torch.as_tensor(seeds if isinstance(seeds, Tensor) else list(seeds), dtype=torch.int64).cpu().reshape(-1)


def codes_of(seeds: Tensor) -> Tensor:
    """Scenes as numbers: (B, 10) int64 of place, count, then animal, colour, worn, expression for two critters.

    Where count is 1 the second critter's numbers mean nothing.
    """
    word = words(seeds, 11, stream=_STREAM)
    place = choices(word[:, 0], len(PLACES))
    count = 1 + (choices(word[:, 1], 5) == 0).long()
    critters = [choices(word[:, 2 + k], len(_CRITTER_TABLES[k % 4])) for k in range(8)]
    codes = torch.stack([place, count, *critters], dim=1)
    # Two critters of the same animal and colour could not be told apart by words: the right one changes colour.
    twins = (codes[:, 2:4] == codes[:, 6:8]).all(1)
    other = (codes[:, 6 + _COLOUR] + 1 + choices(word[:, 10], len(COLOURS) - 1)) % len(COLOURS)
    codes[:, 6 + _COLOUR] = torch.where(twins, other, codes[:, 6 + _COLOUR])
    return codes


def _critter(code: Sequence[int]) -> Critter:
    return Critter(ANIMALS[code[0]], COLOURS[code[1]], WORN[code[2]], EXPRESSIONS[code[3]])


def scenes_of(seeds: Tensor | Iterable[int]) -> list[Scene]:
    """The scenes of many pictures, in order."""
    return [
        Scene(PLACES[code[0]], tuple(_critter(code[2 + 4 * k : 6 + 4 * k]) for k in range(code[1])))
        for code in codes_of(as_seeds(seeds)).tolist()
    ]


def scene_of(seed: int) -> Scene:
    """The scene of picture number seed."""
    return scenes_of([seed])[0]


def scene_codes(scenes: Sequence[Scene]) -> Tensor:
    """The inverse of codes_of: scenes as (B, 10) int64."""
    codes = torch.zeros(len(scenes), 10, dtype=torch.int64)
    for row, scene in zip(codes, scenes, strict=True):
        numbers = [PLACES.index(scene.place), len(scene.critters)]
        for critter in scene.critters:
            values = (critter.animal, critter.colour, critter.worn, critter.expression)
            numbers += [table.index(word) for table, word in zip(_CRITTER_TABLES, values, strict=True)]
        row[: len(numbers)] = torch.tensor(numbers)
    return codes


def _missing(table: Sequence[str]) -> Tensor:
    return torch.tensor([[(animal, word) in HELD_OUT for word in table] for animal in ANIMALS])


def held_out_codes(codes: Tensor) -> Tensor:
    """Which scenes hold a held-out pair: (B, 10) int64 to (B,) bool."""
    colour, worn, place = _missing(COLOURS), _missing(WORN), _missing(PLACES)
    left, right = (
        colour[c[:, 0], c[:, 1]] | worn[c[:, 0], c[:, 2]] | place[c[:, 0], codes[:, 0]]
        for c in (codes[:, 2:6], codes[:, 6:10])
    )
    return left | (right & (codes[:, 1] == 2))


def training_seeds() -> Tensor:
    """The numbers below TRAINING_COUNT whose scene holds no held-out pair: (N,) int64, rising."""
    seeds = torch.arange(TRAINING_COUNT)
    return seeds[~held_out_codes(codes_of(seeds))]
