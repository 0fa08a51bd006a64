"""2.2: into one pixel, one step after the other."""

import streamlit as st

from diffusion_core.process.forward import one_step, walk
from pages.levels.noise import one_pixel_figures
from pages.levels.noise.one_pixel_figures import BARE
from pages.levels.noise.scales import CHANNELS, STEPS, labels, to_levels
from pages.shared.page import chosen_picture, chosen_pixel, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.theme import tex, word
from pages.shared.player import player

PLAYER, MOMENT = "noise.stage", "noise"
ANSWERS = ("Q7", "Q9")
NOTICE = (
    "Click any pixel (or use the arrow keys and Enter), and press play. "
    f"From step {BARE + 1} on, a hill shows where chance was likely to bring the speck: the higher, the likelier."
)
A_LINE = (
    "The speck stands on a line of brightness, from 0, which is none, to 255, the most that a file can hold. "
    "One step on that line is called a **shade**. "
    "The {channel} of this pixel starts at **{level:.0f}**."
)


def _below() -> None:
    chosen_picture.choose("noise", here="noise", shown_in="2.2")
    show_code(one_step, walk, diffusers="small_steps")


@experiment("2.2", "Into one pixel", answers=ANSWERS, below=_below)
def one_pixel() -> None:
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(NOTICE)
        channel = controls.choice("Follow its", CHANNELS, key="noise.channel", names=str.capitalize)
        seed = controls.seed("noise.seed")
    pixel = chosen_pixel.now(PLAYER, "noise.pixel", default=one_pixel_figures.PIXEL)
    thread = one_pixel_figures.thread(picture, seed, pixel)
    with stage:
        _stage(picture, thread, pixel, channel)
    with side:
        level = to_levels(thread.values[0, CHANNELS.index(channel)])
        st.markdown(A_LINE.format(channel=channel, level=level))
        st.markdown(_each_step(thread))
    offer(one_pixel_figures.followed, data=picture.data, seed=seed, pixel=pixel)
    fold("Formula", lambda: _formula(thread, channel))
    chosen_picture.follow()


def _stage(picture, thread, pixel, channel) -> None:
    player(
        PLAYER,
        one_pixel_figures.tracks(picture, thread, pixel, channel),
        labels=labels(one_pixel_figures.SHOWN),
        fps=3,
        start=1,
        autoplay=True,
        moment=MOMENT,
        pick=True,
        readout="bytes",
        pixel=pixel,
        whole=STEPS + 1,
        alt=f"one pixel of {picture.words}, noised step by step",
    )


def _each_step(thread: one_pixel_figures.Thread) -> str:
    """The two things that a step does, and what the fading is for, measured on all numbers of this run."""
    return (
        "Each step goes on from where the last one ended. It fades the number towards the middle of the line, a "
        f"little at first and more later. Then chance adds a {word('noise', 'push')}, as if you threw dice. "
        "Why fade? Ink can't leave its glass, but nothing holds a number. "
        f"With the fading, about 2 of 3 numbers end within **{thread.spread:.0f}** shades of the middle. "
        f"Without it, within **{thread.run_off:.0f}**: many far beyond black and white."
    )


def _formula(thread: one_pixel_figures.Thread, channel: str) -> None:
    old, new, draw = tex("noisy", "x_{t-1}"), tex("noisy", "x_t"), tex("noise", r"\varepsilon")
    st.latex(rf"{new} \;=\; \sqrt{{1-\beta_t}}\;{old} \;+\; \sqrt{{\beta_t}}\;{draw}")
    signed = thread.values[0, CHANNELS.index(channel)]
    st.markdown(
        f"{word('noisy', 'The new value')} is the old one, faded, plus a "
        f"{word('noise', 'push')} made small. β says how small. What fading takes away, the pushes bring back, "
        "or more, until the spread is 1 (128 shades). There it stays: the values neither die out nor run off. "
        "For these sums 0 becomes −1 and 255 becomes 1. Then middle grey "
        f"is 0, and to fade is to go towards it. This {channel} starts at **{signed:.2f}**. "
        "Step 1 of it:".replace("**-", "**−")
    )
    after, kept, before, small, drawn = one_pixel_figures.as_in_the_formula(thread, channel)
    old, new, drawn = tex("noisy", _signed(before)), tex("noisy", f"{after:.3f}"), tex("noise", _signed(drawn))
    st.latex(rf"\begin{{aligned}}{new} \;=\;& {kept:.4f}\cdot{old}\\ &{{}}+{small:.4f}\cdot{drawn}\end{{aligned}}")


def _signed(number: float) -> str:
    return f"{number:.3f}" if number >= 0 else f"({number:.3f})"
