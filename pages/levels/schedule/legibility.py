"""Level 3: how often readers of noisy pictures are right, by amount of noise, as it was recorded once."""

from functools import cache

from diffusion_core.evaluation.legibility import Legibility, recorded, recorded_of


@cache
def legibility() -> Legibility:
    """The curve of the reader of animals, read once."""
    return recorded()


@cache
def by_average(what: str) -> Legibility:
    """The curve of the one that only compares with average pictures. what: "place" or "colour"."""
    return recorded_of(what)
