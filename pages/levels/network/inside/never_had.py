"""4.16, second half: two small networks learn the same; one of them never had skip connections."""

import numpy as np
import streamlit as st

from diffusion_core.common.files import NoWeights
from pages.levels.network.inside import never_had_figures
from pages.levels.network.inside.never_had_figures import MOMENTS
from pages.shared.numbers import fixed
from pages.shared.page import bets, controls
from pages.shared.page.experiment import fold, notice, stage_and_side
from pages.shared.player import player

EQUAL, LITTLE, HALFWAY = "Just as well", "Worst with little noise", "Worst halfway"
REASONS = {
    EQUAL: "It learnt to do without, but not to squeeze every pixel through the bottom.",
    LITTLE: "There's little to take away there.",
    HALFWAY: "",
}


def never_had() -> None:
    """The second scene of 4.16: its bet, its stage and its fold."""
    guess = bets.ask(
        "inside.never",
        "Cutting is rough. Here is a small network that learned without skips from the start. How does it do beside "
        "one that has them?",
        list(REASONS),
    )
    try:
        found = never_had_figures.errors()
    except NoWeights as error:
        st.info(str(error))
        return
    revealed, more = bool(guess), never_had_figures.times_as_far(found)
    worst = int(more.argmax())
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("inside.small", default=3, label="no.", again="Other picture")
    with stage:
        player("inside.never", never_had_figures.tracks(seed, both=revealed), labels=never_had_figures.labels(),
               start=MOMENTS.index(400), run=str(seed), moment="never", fps=4,
               proof=bets.proof("inside.never", start=len(MOMENTS) - 1, end=worst, fps=4, marks=["without", "off"]),
               alt="what two small networks make of a noisy picture, with skip connections and without")  # fmt: skip
    says = f"**{more[worst]:.1f} times** as far off at {fixed(f't = {MOMENTS[worst]}')}."
    bets.outcome(guess, right=verdict(found), says=says,
                 reasons={option: why for option, why in REASONS.items() if why})  # fmt: skip
    with side:
        if revealed:
            st.markdown(
                f"At t = {MOMENTS[0]} it's {more[0]:.1f} times, at t = {MOMENTS[-1]} {more[-1]:.1f}: near pure noise "
                "the best guess is a blur, and a blur fits through the bottom."
            )
    fold("How they learned", _how_taught)


def _how_taught() -> None:
    with_, without = never_had_figures.how_taught("with"), never_had_figures.how_taught("without")
    st.markdown(
        f"Both were taught beforehand (the command `make skips` does it anew): the same {with_['taught_on']:,} "
        f"pictures of 16 × 16, in the same order with the same noise, {with_['steps']:,} nudges each. They have "
        f"{with_['parameters']:,} and {without['parameters']:,} numbers. Their answers are computed now."
    )


def _hint(revealed: bool) -> str:
    if not revealed:
        return "First the one with skips. Bet, and the other one tries."
    return "Without skips, the noise of each pixel hardly gets into the velocity, so it stays in the picture."


def verdict(found: dict[str, np.ndarray]) -> str:
    more = never_had_figures.times_as_far(found)
    if more.max() < 1.1:
        return EQUAL
    return LITTLE if more.argmax() < len(more) // 4 else HALFWAY
