"""Level 3: the curve of the reader of noisy pictures, recorded once: how often it is right, by amount of noise."""

from functools import cache

from diffusion_core.evaluation.legibility import Legibility, recorded


@cache
def legibility() -> Legibility:
    """The curve, read once."""
    return recorded()
