"""4.1: what a convolution is and what learning is, with nine numbers."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from diffusion_core.common.files import NoWeights
from diffusion_core.networks.filters import IDENTITY, BentFilters, convolve, learn_filter
from diffusion_core.serving.engine import Busy
from pages.levels.network.see import smallest_figures
from pages.levels.network.see.filter_board import filter_board, nine_of
from pages.levels.network.see.smallest_figures import PRESETS
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.one_setting import InAddress
from pages.shared.player import player

NINE = InAddress(
    "smallest.nine",
    IDENTITY,
    read=lambda text: nine_of(text.split("~")),
    write=lambda nine: "~".join(f"{number:g}" for number in nine),
)
LITTLE, HALF, ALL = "A tenth of it", "About half of it", "Nearly all of it"
REASONS = {
    LITTLE: "Neighbours have noise of their own, so their average cancels much of it.",
    HALF: "",
    ALL: "Averaging neighbours wipes out the lines along with the noise.",
}
ANSWERS = ("Q16",)


@experiment("4.1", "The smallest denoiser", answers=ANSWERS)
def smallest() -> None:
    guess = bets.ask("smallest.share", "Half of this picture is noise. How much of the error can nine numbers remove?",
                     list(REASONS))  # fmt: skip
    stage, side = stage_and_side()
    with side:
        notice(_hint(guess))
        seed = controls.seed("smallest.picture", default=13, label="no.", again="Other picture")
    with stage:
        _board(seed, guess)
    says = f"**{100 * smallest_figures.removed(seed):.0f} %** of the error goes."
    bets.outcome(guess, right=verdict(seed), says=says,
                 reasons={option: why for option, why in REASONS.items() if why})  # fmt: skip
    if guess:
        _more(seed, side)
    show_code(convolve, learn_filter, BentFilters, diffusers="one_filter")


def _hint(guess: str | None) -> str:
    if guess is None:
        return "Drag the nine numbers: how much the old pixel and its eight neighbours count in the new one."
    return "For each number the machine finds out which way the error falls, and nudges it a little. That's *learning*."


def _board(seed: int, guess: str | None) -> None:
    x, x0 = (smallest_figures.for_board(part) for part in smallest_figures.pair(seed))
    named, proof = NINE.now(), bets.proof("smallest.share")
    lesson = smallest_figures.learning(seed, IDENTITY).nine if guess else None
    nine = filter_board("smallest.board", x, x0, nine=named, presets=PRESETS, lesson=lesson,
                        turn=proof.turn if proof else 0)  # fmt: skip
    if nine and nine != named:
        NINE.choose(nine)


def _more(seed: int, side: DeltaGenerator) -> None:
    """What the nine come to, and what more of them can do."""
    learnt = smallest_figures.learning(seed, IDENTITY).errors[-1]
    side.markdown(
        f"It ends off by {learnt:.1f}, where you could have begun: the average of nine is off by "
        f"{smallest_figures.average_off(seed):.1f}. Nine numbers can do little else."
    )
    stage, rail = stage_and_side()
    rail.markdown(
        "**So take more of them.** Ten filters with a bend in between (below zero becomes zero) see 5 × 5 pixels at a "
        "time; the U-Net sees the whole picture. And the nine were fitted to this very picture, which the other two "
        "had never seen."
    )
    with stage:
        try:
            player("smallest.ladder", smallest_figures.ladder_tracks(seed), run=str(seed),
                   alt="what three denoisers of growing size make of the noisy picture")  # fmt: skip
        except (NoWeights, Busy) as error:
            st.info(str(error))


def verdict(seed: int) -> str:
    share = smallest_figures.removed(seed)
    return LITTLE if share < 0.3 else HALF if share < 0.7 else ALL
