"""4.18: from one noise to another, a walk of pictures."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.interpolation import WAYS, round_way, straight_way
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import between_figures
from pages.levels.network.anew.between_figures import PLACES, WORDS, Walk
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

FADED, OWN, NOTHING = "Both, faded into each other", "One clear picture", "Nothing but noise"
BET = "between.half"
SHARPER = 1.1
"""A picture with so many times the fine detail of the two ends faded into each other is no fade."""
REASONS = {
    FADED: "We mixed the noises, not the pictures. A fade is softer: look at the one beside it.",
    OWN: "Then it would have more fine detail than a fade.",
    NOTHING: "Two noises mixed the round way are noise like any other, and out of any noise comes a picture.",
}
ANSWERS = ("Q20",)
BEFORE = f"Two noises, and the two pictures that came out of them. The network was told “{WORDS}”, no more."
AFTER = "Drag the slider. Each place on the way is a noise, and out of each noise comes a picture."


def _below() -> None:
    show_code(round_way, straight_way, diffusers="between")


@experiment("4.18", "Between two noises", answers=ANSWERS, below=_below)
def between() -> None:
    guess = bets.ask(BET, f"Mix the two noises, half and half, and say “{WORDS}” again. What does the network draw?",
                     list(REASONS))  # fmt: skip
    revealed = bool(guess) or link_reveals("between")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        pair = controls.seed("between.pair", default=6, label="no.", again="Another pair")
        way = _way() if revealed else "round"
    try:
        with stage:
            found = _walk(pair, way) if revealed else _ends(pair)
        if found:
            with side:
                _judge(guess, found, way)
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _way() -> str:
    with st.expander("Another way"):
        way = controls.choice("The way", tuple(WAYS), key="between.way", names=str.capitalize)
        st.markdown(
            "*Round* keeps the noise as strong as it was. *Straight* makes it weaker half way. Look closely: the "
            "pictures hardly differ, straight ones are a little softer."
        )
    return way


def _ends(pair: int) -> None:
    player("between.ends", between_figures.end_tracks(pair, between_figures.ends(pair)), run=str(pair),
           alt="two noises and their pictures")  # fmt: skip


def _walk(pair: int, way: str) -> Walk:
    words = f"The network draws {PLACES} pictures"
    found = worked("between", (pair, way), between_figures.walked(pair, way), words)
    player("between.walk", between_figures.walk_tracks(found), labels=between_figures.labels(), fps=4,
           start=PLACES // 2, run=f"{pair}.{way}", moment="between",
           proof=bets.proof(BET, end=PLACES // 2, fps=2, marks=["picture"]),
           alt="a walk from one noise to another, and the picture of each place")  # fmt: skip
    return found


def _judge(guess: str | None, found: Walk, way: str) -> None:
    sharp, faded = between_figures.half_way(found)
    says = f"**{sharp / faded:.1f}** times the detail of a fade."
    if way != "round" and guess:
        says = "Straight, half way, the noise is too weak. " + says
    bets.outcome(guess, right=verdict(sharp, faded), says=says, reasons=REASONS)
    strength = found.strength[PLACES // 2]
    st.markdown(
        f"Half way, the picture has {100 * sharp:.0f} % of the fine detail of the two ends. Fade the ends into each "
        f"other, and {100 * faded:.0f} % is left. The noise there is {strength:.2f} times as strong as fresh noise."
    )


def verdict(sharp: float, faded: float) -> str:
    """By the fine detail half way, and that of a fade, as shares of the ends': noise is all grain, a fade soft."""
    if sharp > 5:
        return NOTHING
    return OWN if sharp > SHARPER * faded else FADED
