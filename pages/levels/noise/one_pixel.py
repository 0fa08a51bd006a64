"""2.2: into one pixel, one step after the other."""

import streamlit as st

from diffusion_core.process.forward import one_step, walk
from pages.levels.noise import one_pixel_figures
from pages.levels.noise.one_pixel_figures import BARE, JUDGED
from pages.levels.noise.scales import CHANNELS, STEPS, labels, to_levels
from pages.shared.page import bets, chosen_picture, chosen_pixel, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex, word
from pages.shared.player import player

PLAYER, MOMENT, BET = "noise.stage", "noise", "noise.next"
NEW, OLD, GREY = "From where step 1 left it", "From the original again", "From the middle of the line"
ANSWERS = ("Q7", "Q9")
BEFORE = "Click any pixel (or use the arrow keys and Enter). One of its colours becomes a speck on a line."
AFTER = f"One frame on is one step on. From step {BARE + 1} on you see the bell: how likely each place was."
A_LINE = (
    "In level 1 a speck stood somewhere on a line. Here the line is brightness: 0 is none, and 255 is all that a "
    "file can hold. The {channel} of this pixel stands at **{level:.0f}**. Step 1 pushed it a little."
)


def _below() -> None:
    chosen_picture.choose("noise", here="noise", shown_in="2.2")
    show_code(one_step, walk, diffusers="small_steps")


@experiment("2.2", "Into one pixel", answers=ANSWERS, below=_below)
def one_pixel() -> None:
    guess = bets.ask(BET, "Step 1 pushed the speck. From where will step 2 push it on?", (NEW, OLD, GREY))
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
        level = to_levels(thread.values[0, CHANNELS.index(channel)])
        st.markdown(A_LINE.format(channel=channel, level=level))
        if revealed:
            st.markdown(_why_pull(thread))
    fold("Formula", lambda: _formula(thread, channel))
    chosen_picture.follow()


def _stage(picture, thread, pixel, channel, *, revealed) -> None:
    player(
        PLAYER,
        one_pixel_figures.tracks(picture, thread, pixel, channel, revealed=revealed),
        # without buttons a moment would look like a film that failed
        labels=labels(one_pixel_figures.shown_steps(revealed=True)) if revealed else (),
        fps=2,
        start=1 if revealed else 0,
        run=str(revealed),
        moment=MOMENT if revealed else None,
        pick=True,
        readout="bytes",
        pixel=pixel,
        whole=STEPS + 1 if revealed else None,
        proof=bets.proof(BET, start=1, end=JUDGED, fps=1, marks=["bell"]),
        alt=f"one pixel of {picture.words}, noised step by step" if revealed else "one pixel in step 1",
    )


def _outcome(guess: str | None, thread: one_pixel_figures.Thread) -> None:
    if not guess:
        return
    right = NEW if thread.near < thread.far else OLD
    reasons = {
        NEW: "Then each step would end nearer to where the last one ended.",
        OLD: "Then step 1 would be forgotten, and the picture would never get noisier than after one step.",
        GREY: "Each step does pull the speck towards the middle, but only a little.",
    }
    says = (
        f"Step {JUDGED} ended **{thread.near:.0f}** shades from where step {JUDGED - 1} ended, "
        f"and {thread.far:.0f} from the original: the pushes add up."
    )
    bets.outcome(guess, right=right, says=says, reasons=reasons)


def _why_pull(thread: one_pixel_figures.Thread) -> str:
    """What the pull towards the middle is for, measured on all numbers of this run."""
    return (
        f"Each step first pulls the speck a little towards the middle, and then adds a {word('noise', 'draw')}: a push "
        "picked by chance. Why the pull? The ink had walls to hold it, and a number has none. "
        f"With the pull, this picture's numbers end **{thread.spread:.0f}** shades from the middle, as a rule. "
        f"Without it they'd run off, to **{thread.run_off:.0f}**: far beyond black and white."
    )


def _formula(thread: one_pixel_figures.Thread, channel: str) -> None:
    old, new, draw = tex("noisy", "x_{t-1}"), tex("noisy", "x_t"), tex("noise", r"\varepsilon")
    st.latex(rf"{new} \;=\; \sqrt{{1-\beta_t}}\;{old} \;+\; \sqrt{{\beta_t}}\;{draw}")
    signed = thread.values[0, CHANNELS.index(channel)]
    st.markdown(
        f"{word('noisy', 'The new value')} is the old one, a little smaller, plus a "
        f"{word('noise', 'draw')} made small. β says how small. What shrinking takes away, the draws bring back: "
        "so the values neither die out nor run off. For these sums 0 becomes −1 and 255 becomes 1. Then middle grey "
        f"is 0, and to shrink is to go towards it. This {channel} starts at **{signed:.2f}**. "
        "Step 1 of it:".replace("**-", "**−")
    )
    after, shrink, before, small, drawn = one_pixel_figures.as_in_the_formula(thread, channel)
    old, new, drawn = tex("noisy", _signed(before)), tex("noisy", f"{after:.3f}"), tex("noise", _signed(drawn))
    st.latex(rf"\begin{{aligned}}{new} \;=\;& {shrink:.4f}\cdot{old}\\ &{{}}+{small:.4f}\cdot{drawn}\end{{aligned}}")


def _signed(number: float) -> str:
    return f"{number:.3f}" if number >= 0 else f"({number:.3f})"
