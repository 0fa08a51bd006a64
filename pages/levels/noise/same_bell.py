"""2.3: everything ends in the same bell."""

import streamlit as st

from diffusion_core.process.forward import small_steps
from pages.levels.noise import same_bell_figures
from pages.levels.noise.scales import STEPS, labels
from pages.shared.page import bets
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex
from pages.shared.player import player

ONE, HIGHER, FLAT = "In one and the same hill", "The white one still brighter", "Spread evenly, from black to white"
BET = "noise.heaps"


def _below() -> None:
    fold("Formula", _formula)
    show_code(small_steps, diffusers="small_steps")


@experiment("2.3", "From black and from white", below=_below)
def same_bell() -> None:
    guess = bets.ask(BET, f"A black and a white pixel take all {STEPS} steps, a thousand times each. "
                     "Where do they end up?", (ONE, HIGHER, FLAT))  # fmt: skip
    revealed = bool(guess) or link_reveals("heaps")
    both = same_bell_figures.heaps(0)
    beginning = same_bell_figures.BEGINNING
    stage, side = stage_and_side()
    with stage:
        player("heaps.stage", same_bell_figures.tracks(both, revealed=revealed),
               labels=labels(range(len(both.black) if revealed else beginning)), fps=8,
               start=beginning - 1, run=str(revealed), whole=len(both.black), moment="heaps" if revealed else None,
               proof=bets.proof(BET, start=beginning - 1, marks=["heaps"]),
               alt="two hills of numbers over the steps")  # fmt: skip
    with side:
        notice("A hill is high where many of the thousand are.")
    _outcome(guess, both)
    offer(same_bell_figures.heaps, seed=0)


def _outcome(guess: str | None, both: same_bell_figures.Heaps) -> None:
    if not guess:
        return
    apart = 127.5 * float(both.white[-1].mean() - both.black[-1].mean())
    spread = 127.5 * float(both.white[-1].std())
    at_first = 127.5 * float(both.white[0].mean() - both.black[0].mean())
    # the means of two equal hills of a thousand differ by more than this once in four hundred
    right = ONE if abs(apart) < 3 * spread * (2 / same_bell_figures.RUNS) ** 0.5 else HIGHER
    reasons = {
        ONE: "Then both hills would stand in the same place.",
        HIGHER: "Each step fades what is left of the start, until that is less than one shade.",
        FLAT: "Small pushes are common and large ones rare, so most end near the middle.",
    }
    says = f"At first the two hills stood {at_first:.0f} shades apart. In the end it's **{abs(apart):.1f}**."
    bets.outcome(guess, right=right, says=says, reasons=reasons)


def _formula() -> None:
    """Where the hill of all runs from one value stands after t steps, and how wide it is."""
    start, left = tex("clean", "x_0"), r"\bar\alpha_t"
    st.latex(rf"\text{{middle}} \;=\; \sqrt{{{left}}}\;{start} \qquad \text{{width}}^2 \;=\; 1-{left}")
    st.markdown(
        "ᾱ is what all fading so far has left, so it goes from 1 to nearly 0. Black starts at −1 and white at 1: both "
        "middles go to 0, and both widths to 1. That's the bell at the end, and no start stands in it. "
        "How the steps add up to this is in 2.5."
    )
