"""Level 2's closing question, and the run that marks it: on the pictures that the visitor chose."""

from functools import partial

from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import small_steps
from diffusion_core.process.mistakes import run, variance
from pages.levels.noise.scales import schedule
from pages.shared.page import chosen_picture, closing, pictures
from pages.shared.page.closing import Closing, Outcome
from pages.shared.page.pictures import OTHER, Picture
from pages.shared.player import Pictures, place_of_picture

DIFFERENT, ALIKE, CANCELLED = "They would stay as different as before", "They would end alike", "The noise would cancel"
TITLES = ("the first", "the other", "difference")

UNSEEN = 3
"""Shades: so small a difference between two noisy pictures nobody sees."""


def closing_question() -> None:
    """Put it on the page."""
    picture, other = chosen_picture.now("noise"), chosen_picture.now("other", OTHER)
    closing.questions("noise", [
        Closing("twins", "What would happen if two pictures got exactly the same pushes?", {
            DIFFERENT: "Each step fades what is left of both pictures, and with it their difference.",
            ALIKE: "Then they would still look different at the end.",
            CANCELLED: "The pushes are added to both pictures. Nothing takes them away again.",
        }, run=partial(same_pushes, picture, other),
                places=[place_of_picture(title, title=title, size="small") for title in TITLES]),
    ])  # fmt: skip


def _walk(x0: Tensor, seed: int) -> Tensor:
    return run(small_steps, x0, schedule(), generator(seed))[-1]


def same_pushes(first: Picture, other: Picture) -> Outcome:
    """Both pictures noised to the end with the very same pushes."""
    starts = [pictures.to_signed(one.data) for one in (first, other)]
    ends = [_walk(x0, 0) for x0 in starts]
    before, after = (127.5 * (one - other).abs().mean().item() for one, other in (starts, ends))
    right = ALIKE if after < UNSEEN else DIFFERENT
    if all(variance(end).item() < 0.5 for end in ends):
        right = CANCELLED
    measured = (
        f"With the same pushes, the two pictures of 2.4 end **{after:.1f}** shades apart on average. "
        f"At first it was {before:.0f}. Where the third picture is grey, both are the same: "
        "both have faded to less than a shade, and what you see are the pushes."
    )
    shown = dict(zip(TITLES, (*ends, ends[0] - ends[1]), strict=True))
    return right, measured, [
        Pictures(f"end{i}", x[0], title=title, role="noisy", note="", size="small", alt=title)
        for i, (title, x) in enumerate(shown.items())
    ]  # fmt: skip
