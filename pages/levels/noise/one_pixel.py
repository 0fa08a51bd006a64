"""2.1: one pixel, one step after the other."""

import streamlit as st

from diffusion_core.process.forward import one_step, walk
from pages.levels.noise import one_pixel_figures
from pages.levels.noise.one_pixel_figures import STEP
from pages.levels.noise.scales import CHANNELS, STEPS, labels, to_levels
from pages.shared.page import bets, chosen_picture, chosen_pixel, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex, word
from pages.shared.player import player

PLAYER, MOMENT, BET = "noise.stage", "noise", "noise.next"
NEW, OLD, GREY = "Around the new value", "Around the old value again", "Around middle grey"
ANSWERS = {
    "Q7": "From the pixel that step 1 left. Its value is shrunk a little, and one draw is added. "
    "The original is not looked at again.",
    "Q9": "A file keeps one byte for each value. A byte is eight switches, on or off. They can stand in 256 ways, "
    "so a byte counts from 0 to 255: shades enough for the eye. "
    "We do the sums on −1 to 1. There middle grey is 0, so that shrinking leads to grey and not to black.",
}
STEP_DOES = (
    "A pixel is three numbers: how much red, green and blue. A step of noise shrinks each a little, towards middle "
    f"grey, then adds a {word('noise', 'draw')}: a number picked by chance. Small draws are common, large ones rare. "
    "That's what the bell shows."
)
BEFORE = "Click any pixel (or use the arrow keys and Enter). Chance gives it a new value: see how likely each was."
AFTER = "One frame on is one step on. The next bell always stands around the new value."
HOW_MANY = (
    f"Here {STEPS} steps lead to plain noise; a thousand smaller ones are usual. They grow from tiny to large. You can "
    f"go through the first {one_pixel_figures.FILM}; the last chart shows them all. “Noise” beside a step: 0 % is the "
    "clean picture, 100 % plain noise. In the long run, shrinking takes away as much as the draws bring."
)


def _below() -> None:
    chosen_picture.choose("noise", here="noise", shown_in="2.1")
    fold("How many steps", lambda: st.markdown(HOW_MANY))
    show_code(one_step, walk, diffusers="small_steps")


@experiment("2.1", "One step, one pixel", answers=ANSWERS, below=_below)
def one_pixel() -> None:
    guess = bets.ask(BET, f"This is step {STEP}. Where does the bell of step {STEP + 1} stand?", (NEW, OLD, GREY))
    revealed = bool(guess) or link_reveals(MOMENT)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        channel = controls.choice("Follow its", CHANNELS, key="noise.channel", names=str.capitalize)
        seed = controls.seed("noise.seed", label="no.")
    pixel = chosen_pixel.now(PLAYER, "noise.pixel", default=one_pixel_figures.PIXEL)
    thread = one_pixel_figures.thread(picture, seed, pixel)
    with stage:
        _stage(picture, thread, pixel, channel, revealed=revealed)
    _outcome(guess, thread)
    with side:
        _scales(thread, channel)
    fold("Formula", lambda: _formula(thread, channel))
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
        whole=STEPS + 1 if revealed else None,
        proof=bets.proof(BET, start=STEP, end=STEP + 5, fps=1.5, marks=["bell"]),
        alt=f"one pixel of {picture.words}, noised step by step" if revealed else f"one pixel in step {STEP}",
    )


def _scales(thread: one_pixel_figures.Thread, channel: str) -> None:
    signed = thread.values[0, CHANNELS.index(channel)]
    st.markdown(STEP_DOES)
    st.markdown(
        f"In the file its {channel} is **{to_levels(signed):.0f}** of 255, the most that a byte can hold. "
        f"For the sums 0 becomes −1 and 255 becomes 1, so it is **{signed:.2f}**.".replace("**-", "**−")
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
    says = (
        f"Step {STEP} ended **{thread.near:.1f}** shades from where step {STEP - 1} ended, "
        f"and {thread.far:.1f} from the original."
    )
    bets.outcome(guess, right=right, says=says, reasons=reasons)


def _formula(thread: one_pixel_figures.Thread, channel: str) -> None:
    old, new, draw = tex("noisy", "x_{t-1}"), tex("noisy", "x_t"), tex("noise", r"\varepsilon")
    st.latex(rf"{new} \;=\; \sqrt{{1-\beta_t}}\;{old} \;+\; \sqrt{{\beta_t}}\;{draw}")
    st.markdown(
        f"{word('noisy', 'The new value')} is the old one, a little smaller, plus a "
        f"{word('noise', 'draw')} made small. β says how small. What shrinking takes away, the draws bring back: "
        f"so the values neither die out nor run off. For example step {STEP} of this {channel}, on −1 to 1:"
    )
    after, shrink, before, small, drawn = one_pixel_figures.as_in_the_formula(thread, channel)
    old, new, drawn = tex("noisy", _signed(before)), tex("noisy", f"{after:.3f}"), tex("noise", _signed(drawn))
    st.latex(rf"\begin{{aligned}}{new} \;=\;& {shrink:.4f}\cdot{old}\\ &{{}}+{small:.4f}\cdot{drawn}\end{{aligned}}")


def _signed(number: float) -> str:
    return f"{number:.3f}" if number >= 0 else f"({number:.3f})"
