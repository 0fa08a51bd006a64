"""Level 4's closing question, and the run that marks it."""

from collections.abc import Mapping

import streamlit as st
from torch import Tensor

from diffusion_core.sampling.job import Job
from pages.levels.network.asking import SHAPE, picture_of
from pages.server import resources
from pages.shared.page import closing
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import Pictures
from pages.shared.player.track import Track

RECOLOURED, OTHER, SAME_STILL = (
    "A similar picture, in the other colour",
    "Quite another picture",
    "The same picture",
)
RED, BLUE = (f"a happy {colour} owl with a hat in the snow" for colour in ("red", "blue"))


def closing_question() -> None:
    """Put it on the page; without a network a sentence instead."""
    if trouble := resources.trouble():
        st.info(trouble)
        return
    closing.questions("denoise", [
        Closing("words", "What would happen if you kept the noise and changed one word, red to blue?", {
            RECOLOURED: "The words say what to see in the noise, from the first step on.",
            OTHER: "What the words leave open, the noise decides, and that's the same noise.",
            SAME_STILL: "The network reads the words at every step.",
        }, run=one_word_changed),
    ])  # fmt: skip


def one_word_changed() -> Outcome:
    """A red owl and a blue one out of one noise, and a red one out of another."""
    asked = ((RED, 7), (BLUE, 7), (RED, 8))
    red, blue, other = (picture_of(Job(caption=words, seed=seed, steps=20)) for words, seed in asked)
    apart, usual = _apart_in_grey(red, blue), _apart_in_grey(red, other)
    right = SAME_STILL if apart < 5 else RECOLOURED if apart < 0.8 * usual else OTHER
    said = (
        f"Without their colours, the red owl and the blue one are **{apart:.0f}** shades apart; two red owls out of "
        f"different starting noise, {usual:.0f}: alike, but not the same. Other noise may do otherwise."
    )
    return right, said, _beside({"red": red, "blue": blue, "other noise": other})


def _apart_in_grey(one: Tensor, other: Tensor) -> float:
    """How far apart two pictures are without their colours, in levels of 255. (1, 3, 64, 64) each."""
    return 127.5 * (one - other).mean(1).abs().mean().item()


def _beside(pictures: Mapping[str, Tensor]) -> list[Track]:
    """The two that are compared, and below them a third."""
    return [
        Pictures(f"run{i}", picture.view(SHAPE), title=title, role="guess", note="",
                 size="medium" if i < 2 else "small")
        for i, (title, picture) in enumerate(pictures.items())
    ]  # fmt: skip
