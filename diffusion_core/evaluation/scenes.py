"""Scenes for measuring: of pairs that the network was taught, of pairs that it never saw, or free of the latter."""

from collections.abc import Callable

import torch
from torch import Tensor

from diffusion_core.data.critters import Scene, is_held_out, scenes_of

WANTED: dict[str, Callable[[Scene], bool]] = {
    "seen": lambda scene: not is_held_out(scene),
    "held out": is_held_out,
    "green rabbit": lambda scene: (scene.critters[0].animal, scene.critters[0].colour) == ("rabbit", "green"),
}


def single_scenes(first: int, count: int, wanted: str) -> list[Scene]:
    """The first scenes with one critter from picture number `first` on that are as WANTED."""
    batches = (scenes_of(range(start, start + 8192)) for start in range(first, 2**31, 8192))
    found = (scene for batch in batches for scene in batch if len(scene.critters) == 1 and WANTED[wanted](scene))
    return [next(found) for _ in range(count)]


FRESH = 3_000_000
"""Captions, comparison pictures and the fresh set come from picture numbers from here on."""


def free_seeds(count: int, *, first: int = FRESH) -> Tensor:
    """The first `count` picture numbers from `first` on whose scenes hold no held-out pair."""
    seeds = torch.arange(first, first + 2 * count + 100)
    allowed = torch.tensor([not is_held_out(scene) for scene in scenes_of(seeds)])
    return seeds[allowed][:count]


def free_scenes(count: int) -> list[Scene]:
    """Their scenes, with one critter or two: what captions ask for here."""
    return scenes_of(free_seeds(count))
