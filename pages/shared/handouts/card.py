"""A card of a visitor's own critter, to print and to keep: A6, with what it was told and the number of its noise.

file = card(picture, job.caption, job.seed)
"""

import io
import textwrap
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

A6 = (105 / 25.4, 148 / 25.4)
"""Inches."""
SIDE, MARGIN = 0.78, 0.11
"""Of the card's width: the picture, and the room at its left."""
LETTERS = 30
"""In a line."""
TIMES = 8
"""How many dots of the printed picture make one of its pixels, so that no program smooths them."""
TOLD_NOTHING = "told nothing: only the noise decided"
WHENCE = "Out of pure noise, no. {seed}, by the network of"
_one_at_a_time = threading.Lock()
AGAIN = "The same words and the same number bring it back."


def card(picture: np.ndarray, caption: str, seed: int, usual: bool = True) -> bytes:
    """The card as a PDF.

    picture: (64, 64, 3) uint8; caption: what the network was told, "" for nothing; usual: whether all else was as it
    is on arrival, so that words and number alone bring it back.
    """
    return _printed(picture.tobytes(), caption, seed, usual)


@lru_cache(maxsize=64)
def _printed(pixels: bytes, caption: str, seed: int, usual: bool) -> bytes:
    out, picture = io.BytesIO(), np.frombuffer(pixels, np.uint8).reshape(64, 64, 3)
    # without a date the same card is the same file
    told = {"Title": caption or "A critter", "CreationDate": None}
    with _one_at_a_time:
        drawn(picture, caption, seed, usual).savefig(out, format="pdf", metadata=told)
    return out.getvalue()


def drawn(picture: np.ndarray, caption: str, seed: int, usual: bool = True) -> "Figure":
    """The card as matplotlib has it: black letters on white, whatever prints it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=A6)
    high = SIDE * A6[0] / A6[1]
    place = figure.add_axes((MARGIN, 1 - MARGIN * A6[0] / A6[1] - high, SIDE, high))
    place.imshow(picture.repeat(TIMES, 0).repeat(TIMES, 1), interpolation="none")
    place.set(xticks=[], yticks=[])
    for edge in place.spines.values():
        edge.set_linewidth(0.8)
    told = f"“{caption}”" if caption else TOLD_NOTHING
    lines = textwrap.wrap(told, LETTERS)
    figure.text(0.5, 0.335, "\n".join(lines), ha="center", va="top", fontsize=13, family="serif", linespacing=1.35,
                parse_math=False)  # fmt: skip
    below = f"{WHENCE.format(seed=seed)}\nInk to Image"
    figure.text(0.5, 0.15, below, ha="center", va="top", fontsize=8.5, linespacing=1.4)
    figure.text(0.5, 0.075, AGAIN if usual else "", ha="center", va="top", fontsize=7.5, color="0.35")
    return figure
