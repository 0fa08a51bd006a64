"""Searching the captions of the picture world, number by number."""

from collections.abc import Iterator
from typing import NamedTuple

from diffusion_core.data.critters.captions import caption
from diffusion_core.data.critters.scenes import scenes_of
from diffusion_core.data.critters.world import TRAINING_COUNT, is_held_out


class Count(NamedTuple):
    """A search so far: of how many numbers, how many captions hold the words; and of the pictures for training."""

    numbers: int
    found: int
    trained: int
    found_trained: int


def search_captions(words: str, *, until: int = TRAINING_COUNT, batch: int = 5000) -> Iterator[Count]:
    """Read the captions of picture numbers 0 to until - 1, a batch at a time; yields the count after each.

    words: in the order in which captions say them, "green rabbit". Which pictures are for training is asked scene by
    scene, as `training_seeds` would.
    """
    numbers = found = trained = found_trained = 0
    for start in range(0, until, batch):
        for scene in scenes_of(range(start, min(start + batch, until))):
            here, taken = words in caption(scene), not is_held_out(scene)
            numbers, found = numbers + 1, found + here
            trained, found_trained = trained + taken, found_trained + (here and taken)
        yield Count(numbers, found, trained, found_trained)
