"""4.4: one knob, tuned before the visitor's eyes: what a nudge is, with a single number."""

import streamlit as st

from diffusion_core.networks.filters import convolve, learn_filter
from pages.levels.network.learning import one_knob_figures
from pages.levels.network.learning.one_knob_figures import NUDGES, Turning
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import SAID, player

BET = "learning.knob"
OFF, BETWEEN, FULL = "Near 0, hardly turned", "Somewhere in between", "At 1, turned all the way"
REASONS = {
    OFF: "Then all the noise would stay.",
    BETWEEN: "Then turning it further would blur more than it cleans.",
    FULL: "Then the fine lines would go along with the noise.",
}
BEFORE = (
    "This guesser has one knob: how much a pixel listens to its neighbours. At 0, not at all. At 1, it becomes the "
    "average of all nine."
)
AFTER = "It never sees the curve. It turns the knob a hair, looks which way the error falls, and nudges it that way."
STEADY = 0.02


@experiment("4.4", "One knob, tuned")
def one_knob() -> None:
    guess = bets.ask(BET, "The computer tunes the knob until the picture comes out as well as it can. "
                     "Where does the knob end up?", list(REASONS))  # fmt: skip
    revealed = bool(guess) or link_reveals("knob")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("learning.knobs", default=13, again="Another picture")
    found = one_knob_figures.turned(seed)
    with stage:
        player("learning.knob_film", one_knob_figures.tracks(found, whole=revealed), run=f"{seed}.{revealed}",
               labels=one_knob_figures.labels(found, whole=revealed), fps=4, whole=NUDGES + 1,
               moment="knob" if revealed else None, proof=bets.proof(BET, fps=4, marks=["made", "error", SAID]),
               alt="a noisy picture, and what comes out as one knob is turned")  # fmt: skip
    end = float(found.knob[-1])
    says = f"It ends at **{end:.2f}**, and the best of 101 settings is {found.best:.2f}."
    bets.outcome(guess, right=_right(end), says=says, reasons=REASONS)
    if guess:
        with side:
            _told(found)
    offer(one_knob_figures.turned, seed=seed)
    show_code(convolve, learn_filter, diffusers="")


def _told(found: Turning) -> None:
    still = int((abs(found.knob - found.knob[-1]) > STEADY).sum())
    st.markdown(
        f"After {still} nudges it hardly moves any more. *Training* a network is this with millions of knobs: "
        "one sum that runs back through the network tells which way each has to go."
    )


def _right(end: float) -> str:
    return OFF if end < 0.15 else FULL if end > 0.85 else BETWEEN
