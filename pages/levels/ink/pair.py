"""1.3: two glasses of mixed water, and nobody can tell what was in them."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink.films import FPS, FRAMES, labels
from pages.levels.ink.pair_figures import guesser, pair, pair_glasses, pair_guesses
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

ANSWERS = {
    "Q3": "If you saw the drop fall, you have the film, and there is nothing to work out. "
    "But think of a glass that nobody filmed. All you have is mixed water, and many pasts could have led to it. "
    "The next levels start from just that: from noise, with no film.",
}
SIDES = ("The left one", "The right one")
NOBODY = "Nobody can tell"
LUCKY = "The heart began there. But no look at the mixed water could tell you, only luck."
UNLUCKY = "The heart began in the other one. No look at the mixed water could tell you."


def _below() -> None:
    show_code(ink.best_guess, diffusers="")


@experiment("1.3", "Heart or ring?", answers=ANSWERS, below=_below)
def heart_or_ring() -> None:
    st.markdown(
        "Two more glasses, with warm water. In one the ink began as a **heart**, in the other as a **ring**. "
        "You see how both films end."
    )
    verdict = st.container()
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("ink.pair", label="Pair number", again="New pair", help=None)
    with verdict:
        # each pair has a bet of its own
        guess = bets.ask(f"ink.heart.{seed}", "Can you tell which glass began with the heart?", [*SIDES, NOBODY])
    with stage:
        (_films if guess else _ends)(seed)
    if guess:
        with verdict:
            _judge(seed, guess)
        with side:
            notice("Going back works only because we kept the film. Nothing in the mixed water tells the way.")
            st.markdown(
                f"In mixed water the best guesser in the world is right {pair_guesses()[-1]:.0f} times in 100. "
                "So is anybody who tosses a coin."
            )


def _judge(seed: int, guess: str) -> None:
    luck = {name: LUCKY if shape == "heart" else UNLUCKY for name, shape in zip(SIDES, pair(seed), strict=True)}
    bets.outcome(guess, right=NOBODY, reasons=luck)
    st.markdown("See for yourself: press **play backwards** below the glasses.")


def _ends(seed: int) -> None:
    player("ink.ends", pair_glasses(seed, frame=-1), run=str(seed), alt="two glasses of mixed water")


def _films(seed: int) -> None:
    tracks = [*pair_glasses(seed), guesser(pair_guesses())]
    player("ink.glasses", tracks, labels=labels(), fps=FPS, start=FRAMES - 1, run=str(seed), moment="pair",
           backwards=True, alt="two glasses of ink, filmed")  # fmt: skip
