"""Level 4's three closing questions, and the runs that mark them."""

from collections.abc import Mapping

import streamlit as st
from torch import Tensor

from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import ddim, path
from pages.levels.network.asking import SHAPE, asking, cosine, last, noise, picture_of
from pages.levels.network.contrast import contrast
from pages.server import resources
from pages.shared.page import closing
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import Pictures
from pages.shared.player.track import Track

BLURRED, SAME, SHARP = "A blur", "The same picture, only faster", "Another picture, just as sharp"
CHAOS, HARDLY, ALONE = "A quite different picture", "Nearly the same picture", "One odd pixel, and all else the same"
RECOLOURED, OTHER, SAME_STILL = (
    "Nearly the same picture, in the other colour",
    "Quite another picture",
    "The same picture",
)
RED, BLUE = (f"a happy {colour} owl with a hat in the snow" for colour in ("red", "blue"))
STRONGER = 5
"""How many times stronger than it is a difference is shown."""


def three_questions() -> None:
    """Put them on the page; without a network a sentence instead."""
    if trouble := resources.trouble():
        st.info(trouble)
        return
    closing.questions("denoise", [
        Closing("once", "What would happen if you asked the network only once, from pure noise?", {
            BLURRED: "Then its lines would be soft.",
            SAME: "Each of twenty answers sees a picture with less noise. A single answer sees noise alone.",
            SHARP: "Noise alone doesn't tell which picture it should be. So the safest answer is a bit of many.",
        }, run=asked_once),
        Closing("draw", "What would happen if you changed one of the 12,288 numbers of the starting noise?", {
            CHAOS: "One number is one voice in thousands.",
            HARDLY: "Then far more or far less would have changed.",
            ALONE: "The network looks at all pixels together, so a little changes in many places.",
        }, run=one_draw_changed),
        Closing("words", "What would happen if you kept the noise and changed one word, red to blue?", {
            RECOLOURED: "The words say what to see in the noise, from the first step on.",
            OTHER: "What the words leave open, the noise decides, and that's the same noise.",
            SAME_STILL: "The network reads the words at every step.",
        }, run=one_word_changed),
    ])  # fmt: skip


def asked_once() -> Outcome:
    """A picture of one answer from pure noise, and one of twenty from the same noise."""
    once, many = (picture_of(Job(seed=7, steps=steps)) for steps in (1, 20))
    ratio, apart = (contrast(once) / contrast(many)).item(), 127.5 * (once - many).abs().mean().item()
    right = BLURRED if ratio < 0.7 else SAME if apart < 12 else SHARP
    said = (
        f"After one answer, lights and darks lie **{100 * ratio:.0f} %** as far apart as after twenty steps. "
        "Nobody told it any words."
    )
    return right, said, _beside({"asked once": once, "20 times": many})


def one_draw_changed() -> Outcome:
    """DDIM from two noises that differ in one number."""
    start = noise([7]).repeat(2, 1, 1, 1)
    start[1, 0, 32, 32] = -start[1, 0, 32, 32] + 1
    one, other = last(ddim(start, path(cosine(), 20), no_chance), asking())
    gaps = 127.5 * (one - other).abs()
    apart, changed = gaps.mean().item(), int((gaps > 0.5).any(0).sum())
    right = CHAOS if apart > 15 else ALONE if changed <= 1 else HARDLY
    said = f"**{changed:,}** of 4,096 pixels changed, by {apart:.1f} shades on average."
    return (
        right,
        said,
        _beside(
            {
                "before": one,
                "after": other,
                f"gap × {STRONGER}": (STRONGER * (other - one)).clamp(-1, 1),
            }
        ),
    )


def one_word_changed() -> Outcome:
    """A red owl and a blue one out of one noise, and a red one out of another."""
    asked = ((RED, 7), (BLUE, 7), (RED, 8))
    red, blue, other = (picture_of(Job(caption=words, seed=seed, steps=20)) for words, seed in asked)
    apart, usual = _apart_in_grey(red, blue), _apart_in_grey(red, other)
    right = SAME_STILL if apart < 5 else RECOLOURED if apart < 0.8 * usual else OTHER
    said = (
        f"In grey, red and blue lie **{apart:.0f}** shades apart, two red ones out of two noises {usual:.0f}. "
        f"Out of one noise we asked for “{RED}”, then for “{BLUE}”."
    )
    return right, said, _beside({"red": red, "blue": blue, "other noise": other})


def _apart_in_grey(one: Tensor, other: Tensor) -> float:
    """How far apart two pictures are without their colours, in levels of 255. (1, 3, 64, 64) each."""
    return 127.5 * (one - other).mean(1).abs().mean().item()


def _beside(pictures: Mapping[str, Tensor]) -> list[Track]:
    """The two that are compared, and below them a third."""
    return [
        Pictures(f"run{i}", picture.view(SHAPE), title=title, role="guess", note="", size="main" if i < 2 else "small")
        for i, (title, picture) in enumerate(pictures.items())
    ]
