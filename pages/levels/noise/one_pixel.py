"""2.1: one pixel, one step after the other."""

import streamlit as st

from diffusion_core.process.forward import one_step, walk
from pages.levels.noise import one_pixel_figures
from pages.levels.noise.one_pixel_figures import STEP
from pages.levels.noise.scales import CHANNELS, STEPS, labels, to_levels
from pages.shared.page import bets, chosen_picture, chosen_pixel, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex, word
from pages.shared.player import player

PLAYER, MOMENT = "noise.stage", "noise"
NEW, OLD, GREY = "Around the new value", "Around the old value again", "Around middle grey"
ANSWERS = {
    "Q7": "From the pixel that step 1 left. Its value is shrunk a little, and one draw is added. "
    "The original is not looked at again.",
    "Q9": "A file keeps one byte for each value. A byte is eight switches, on or off. They can stand in 256 ways, "
    "so a byte counts from 0 to 255: shades enough for the eye. "
    "We do the sums on −1 to 1. There middle grey is 0, so that shrinking leads to grey and not to black.",
}
SHARE = "“Noise” beside a step: 0 % is the clean picture, 100 % plain noise."
DIFFUSERS = f"""
    import torch
    from diffusers import DDPMScheduler

    beta_1, beta_T = 1e-4 * 1000 / {STEPS}, 0.02 * 1000 / {STEPS}
    scheduler = DDPMScheduler(num_train_timesteps={STEPS}, beta_start=beta_1, beta_end=beta_T)
    x = picture                                   # (1, 3, 64, 64), in [-1, 1]
    for beta in scheduler.betas:                  # that library jumps; one small step is this line
        x = (1 - beta) ** 0.5 * x + beta**0.5 * torch.randn_like(x)
"""


def _below() -> None:
    chosen_picture.choose("noise", here="noise", shown_in="2.1")
    show_code(one_step, walk, diffusers=DIFFUSERS)


@experiment("2.1", "One step, one pixel", answers=ANSWERS, below=_below)
def one_pixel() -> None:
    st.markdown(
        "A pixel is three numbers: how much red, green and blue. A step of noise shrinks each a little, towards "
        f"middle grey, then adds a {word('noise', 'draw')}: a number picked by chance, made as small as the step. "
        "Small draws are common, large ones rare. That is what the bell shows."
    )
    guess = bets.ask("noise.next", f"Below is step {STEP}. Where does the bell of step {STEP + 1} stand?",
                     (NEW, OLD, GREY))  # fmt: skip
    verdict = st.container()
    revealed = bool(guess) or link_reveals(MOMENT)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        channel = controls.choice("Follow its", CHANNELS, key="noise.channel", names=str.capitalize)
        seed = controls.seed("noise.seed", again="Draw again")
    pixel = chosen_pixel.now(PLAYER, "noise.pixel", default=one_pixel_figures.PIXEL)
    thread = one_pixel_figures.thread(picture, seed, pixel)
    with stage:
        _stage(picture, thread, pixel, channel, revealed=revealed)
        st.caption(
            f"Here {STEPS} steps lead to plain noise; a thousand smaller ones are usual. They grow from tiny to large. "
            + (
                f"You can go through the first {one_pixel_figures.FILM}; the last chart shows all. "
                if revealed
                else f"So you see step {STEP} first. "
            )
            + SHARE
        )
    with side:
        _scales(thread, channel)
        notice(
            "One frame on is one step on. The next bell stands around the new value. "
            "In the long run, shrinking takes away as much as the draws bring."
            if revealed
            else "Click any pixel (or use the arrow keys and Enter). Chance gives it a new value; the bell shows how "
            "likely each was."
        )
    with verdict:
        _outcome(guess, thread)
    _formula(thread, channel)
    chosen_picture.follow()


def _stage(picture, thread, pixel, channel, *, revealed) -> None:
    player(
        PLAYER,
        one_pixel_figures.tracks(picture, thread, pixel, channel, revealed=revealed),
        # without buttons a moment would look like a film that failed
        labels=labels(one_pixel_figures.shown_steps(revealed=True)) if revealed else (),
        fps=2,
        start=STEP if revealed else 0,
        run=str(revealed),
        moment=MOMENT if revealed else None,
        pick=True,
        readout="bytes",
        pixel=pixel,
        alt=f"one pixel of {picture.words}, noised step by step" if revealed else f"one pixel in step {STEP}",
    )


def _scales(thread: one_pixel_figures.Thread, channel: str) -> None:
    signed = thread.values[0, CHANNELS.index(channel)]
    st.markdown(
        f"In the file its {channel} is **{to_levels(signed):.0f}** of 255, the most that a byte can hold. "
        f"For the sums 0 becomes −1 and 255 becomes 1, so it is **{signed:.2f}**. ".replace("**-", "**−")
        + "Values may run past both ends. They are kept, and only the screen cuts them off."
    )


def _outcome(guess: str | None, thread: one_pixel_figures.Thread) -> None:
    if not guess:
        return
    right = NEW if thread.near < thread.far else OLD
    reasons = {
        NEW: "Then each step would end nearer to where the last one ended.",
        OLD: f"Then step {STEP} would be forgotten, and the picture would never get noisier than after one step.",
        GREY: "Each step shrinks the value towards grey, but only a little.",
    }
    bets.outcome(guess, right=right, reasons=reasons)
    st.markdown(
        f"Measured over the whole picture: step {STEP} ended **{thread.near:.1f}** shades from where "
        f"step {STEP - 1} ended, and **{thread.far:.1f}** from the original, on average."
    )


def _formula(thread: one_pixel_figures.Thread, channel: str) -> None:
    with st.expander("The formula"):
        old, new, draw = tex("noisy", "x_{t-1}"), tex("noisy", "x_t"), tex("noise", r"\varepsilon")
        st.latex(rf"{new} \;=\; \sqrt{{1-\beta_t}}\;{old} \;+\; \sqrt{{\beta_t}}\;{draw}")
        st.markdown(
            f"{word('noisy', 'The new value')} is the old one, a little smaller, plus a "
            f"{word('noise', 'draw')} made small. β says how small. What shrinking takes away, the draws bring back: "
            f"so the values neither die out nor run off. For example step {STEP} of this {channel}, on −1 to 1:"
        )
        after, shrink, before, small, drawn = one_pixel_figures.as_in_the_formula(thread, channel)
        old, new, drawn = tex("noisy", _signed(before)), tex("noisy", f"{after:.3f}"), tex("noise", _signed(drawn))
        st.latex(
            rf"\begin{{aligned}}{new} \;=\;& {shrink:.4f}\cdot{old}\\ &{{}}+{small:.4f}\cdot{drawn}\end{{aligned}}"
        )


def _signed(number: float) -> str:
    return f"{number:.3f}" if number >= 0 else f"({number:.3f})"
