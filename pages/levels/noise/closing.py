"""Level 2's three closing questions, and the runs that mark them: on the pictures that the visitor chose."""

from functools import partial

import numpy as np
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import small_steps
from diffusion_core.process.mistakes import cut_off, likeness, run, variance
from pages.levels.noise.scales import NUMBERS, heights, schedule, to_levels
from pages.shared.page import chosen_picture, closing, pictures
from pages.shared.page.closing import Closing, Outcome
from pages.shared.page.pictures import OTHER, Picture
from pages.shared.player import Line, MovingCurves, Pictures
from pages.shared.player.track import Track

SCREEN, KEPT, PILED = (
    "Nothing: the screen cuts them off anyway",
    "The picture would be kept",
    "Values would pile up at black and white",
)
DIFFERENT, ALIKE, CANCELLED = "They would stay as different as before", "They would end alike", "The noise would cancel"
NOISIER, STILL, GREY = "It would get noisier still", "It would stay the same kind of noise", "It would fade to grey"

UNSEEN = 3
"""Shades: so small a difference between two noisy pictures nobody sees."""
_EDGES = np.linspace(-4.0625, 4.0625, 66)
"""Black and white stand in the middle of a bar each."""


def three_questions() -> None:
    """Put them on the page."""
    picture, other = chosen_picture.now("noise"), chosen_picture.now("other", OTHER)
    closing.questions("noise", [
        Closing("cut", "What would happen if each step cut values off at 0 and 255?", {
            SCREEN: "The screen cuts only what it shows. A value that is cut has forgotten how far out it was.",
            KEPT: "Nearly all values still move at each step, and what is left of the picture still shrinks.",
            PILED: "Then few values would stand exactly at black or white.",
        }, run=partial(cut_each_step, picture)),
        Closing("twins", "What would happen if two pictures were given the very same draws?", {
            DIFFERENT: "Each step shrinks what is left of both pictures, and so what tells them apart.",
            ALIKE: "Then they would still look different at the end.",
            CANCELLED: "The draws are added to both pictures. Nothing takes them away again.",
        }, run=partial(same_draws, picture, other)),
        Closing("again", "What would happen if the finished noise took all 75 steps once more?", {
            NOISIER: "Each step takes away as much by shrinking as its draw brings.",
            STILL: "Then its spread would have changed.",
            GREY: "Shrinking alone would lead to grey. But each step also adds a draw.",
        }, run=partial(once_more, picture)),
    ])  # fmt: skip


def _walk(x0: Tensor, seed: int) -> Tensor:
    return run(small_steps, x0, schedule(), generator(seed))[-1]


def cut_each_step(picture: Picture) -> Outcome:
    """Two runs of 75 steps under the same draws: one cuts each step off at 0 and 255, one is true."""
    x0 = pictures.to_signed(picture.data)
    cut = run(cut_off, x0, schedule(), generator(0))[-1]
    at_ends = int((cut.abs() == 1).sum())
    right = KEPT if likeness(cut, x0[0]).item() > 0.2 else PILED if at_ends > NUMBERS / 20 else SCREEN
    true = _walk(x0, 0)
    spread = [127.5 * variance(x).sqrt().item() for x in (cut, true)]
    measured = (
        f"**{at_ends:,}** of {NUMBERS:,} values end exactly at black or white. "
        f"Typically they lie {spread[0]:.0f} shades from the middle, and in a true run {spread[1]:.0f}. "
        "That is no bell any more, and the way back (level 4) counts on a bell."
    )
    return right, measured, _ends({"cut off": cut, "a true run": true}, counted=True)


def same_draws(first: Picture, other: Picture) -> Outcome:
    """Both pictures noised to the end with the very same draws."""
    starts = [pictures.to_signed(one.data) for one in (first, other)]
    ends = [_walk(x0, 0) for x0 in starts]
    before, after = (127.5 * (one - other).abs().mean().item() for one, other in (starts, ends))
    right = ALIKE if after < UNSEEN else DIFFERENT
    if all(variance(end).item() < 0.5 for end in ends):
        right = CANCELLED
    measured = (
        f"Under the same draws they end **{after:.1f}** shades apart in each number, on average. At first the two "
        f"pictures of 2.4 were {before:.0f} apart. "
        "In the third picture grey is no difference."
    )
    shown = {"the first": ends[0], "the other": ends[1], "difference": ends[0] - ends[1]}
    return right, measured, _ends(shown)


def once_more(picture: Picture) -> Outcome:
    """The finished noise, and what another 75 steps make of it."""
    once = _walk(pictures.to_signed(picture.data), 0)
    twice = _walk(once, 1)
    spread = [127.5 * variance(x).sqrt().item() for x in (once, twice)]
    right = NOISIER if spread[1] > 1.1 * spread[0] else GREY if spread[1] < 0.9 * spread[0] else STILL
    inside = [100 * (x.abs() < 1).float().mean().item() for x in (once, twice)]
    measured = (
        f"The spread was {spread[0]:.0f} shades before, and is **{spread[1]:.0f}** after 75 more steps. "
        f"The shape stays too: {inside[0]:.0f} % of the values lay between black and white before, "
        f"{inside[1]:.0f} % after. In the bell it is 68 %."
    )
    return right, measured, _ends({"after 75 steps": once, "after 150": twice}, counted=True)


def _ends(ends: dict[str, Tensor], *, counted: bool = False) -> list[Track]:
    """The pictures at the end of runs; counted: and where their numbers lie. ends: (1, 3, 64, 64) each."""
    shown: list[Track] = [
        Pictures(f"end{i}", x[0], title=title, role="noisy", note="", size="small", alt=title)
        for i, (title, x) in enumerate(ends.items())
    ]
    return [*shown, _counted(ends)] if counted else shown


def _counted(ends: dict[str, Tensor]) -> MovingCurves:
    lines = [
        Line(title, heights(x.numpy(), _EDGES), "noisy", dash)
        for (title, x), dash in zip(ends.items(), ("solid", "role"), strict=True)
    ]
    return MovingCurves("counted", to_levels((_EDGES[1:] + _EDGES[:-1]) / 2), lines, title="how many numbers lie where",
                        note="", size="full", x_label="value; a screen shows 0 to 255", filled=True,
                        alt="where the numbers of both runs lie")  # fmt: skip
