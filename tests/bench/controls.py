"""Rows about levels 1 to 3: what the server computes after a control was moved, beside the 30 ms it may take."""

from collections.abc import Callable

import torch

from diffusion_core.critters import draw_bytes
from pages.shared import ink_figures, noise_figures, schedule_figures
from pages.shared.pictures import Picture
from tests.bench.clock import Row, Rows, median, row

LIMIT = "the design's limit for the server's share"


def control_rows(repeats: int) -> Rows:
    """Each round has a seed, a warmth or a number of steps of its own: nothing comes from a cache."""
    fresh = iter(range(1, 10_000))
    pixels = draw_bytes([0])[0].permute(1, 2, 0).contiguous().numpy().tobytes()
    picture = Picture(pixels, "a critter")

    def ink() -> object:
        seed = next(fresh)
        return ink_figures.film("drop", 20, seed), ink_figures.shade("drop", 20 + seed)

    def noise() -> object:
        return noise_figures.noised(pixels, next(fresh))

    def schedule() -> object:
        steps = 500 + next(fresh)
        at = schedule_figures.moments(steps)
        return schedule_figures.tracks(picture, steps, "cosine", at, left=True)

    yield "level 1, a new drop", _row(ink, repeats)
    yield "level 2, new noise", _row(noise, repeats)
    yield "level 3, other steps", _row(schedule, repeats)
    yield "a new critter", _row(lambda: draw_bytes(torch.tensor([next(fresh)])), repeats)


def _row(work: Callable[[], object], repeats: int) -> Row:
    return row(1000 * median(work, 3 * repeats), 30.0, "ms", LIMIT)
