"""4.5d: two small networks learn the same; one of them never had skip connections."""

import numpy as np
import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks.unet import Merge
from diffusion_core.training.without_skips import small_plan
from pages.levels.network.inside import never_had_figures
from pages.levels.network.inside.never_had_figures import MOMENTS
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

EQUAL, LITTLE, HALFWAY = "Just as good", "Worst where there is little noise", "Worst halfway"
REASONS = {
    EQUAL: "It did learn to do without. But to bring every pixel through the bottom it did not learn.",
    LITTLE: "There is little to take away there.",
    HALFWAY: "",
}


@experiment("4.5d", "One that never had skips")
def never_had() -> None:
    guess = bets.ask(
        "inside.never",
        "A small network is taught without skips from the start. How does it do beside one with them?",
        list(REASONS),
    )
    try:
        found = never_had_figures.errors()
    except NoWeights as error:
        st.info(str(error))
        return
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("inside.small", default=3, label="Picture", again="Another")
        notice(_hint(guess))
        _how_taught()
    with stage:
        player("inside.never", never_had_figures.tracks(seed, both=bool(guess)), labels=never_had_figures.labels(),
               start=MOMENTS.index(400), run=str(seed), moment="never", fps=4, max_width=460,
               alt="what two small networks make of a noisy picture, with skip connections and without")  # fmt: skip
    if guess:
        more = never_had_figures.times_as_far(found)
        worst = int(more.argmax())
        st.markdown(
            f"Without skips the guess is **{more[worst]:.1f} times** as far off at t = {MOMENTS[worst]}, but only "
            f"{more[0]:.1f} times at t = {MOMENTS[0]}, and {more[-1]:.1f} times at t = {MOMENTS[-1]}: near pure noise "
            "the best guess is a blur, and a blur fits through."
        )
    bets.outcome(guess, right=_verdict(found), reasons={option: why for option, why in REASONS.items() if why})
    show_code(small_plan, Merge, diffusers="")


def _how_taught() -> None:
    with_, without = never_had_figures.how_taught("with"), never_had_figures.how_taught("without")
    st.caption(
        f"Both were taught beforehand (the command `make skips` does it anew): the same {with_['taught_on']:,} "
        f"pictures of 16 × 16, in the same order with the same noise, {with_['steps']:,} nudges each. They have "
        f"{with_['parameters']:,} and {without['parameters']:,} numbers. Their answers are computed now."
    )


def _hint(guess: str | None) -> str:
    if guess is None:
        return "First the one with skips. Yours is the bet about the other."
    return "Without skips, the noise of each pixel hardly gets into the velocity, so it stays in the guessed picture."


def _verdict(found: dict[str, np.ndarray]) -> str:
    more = never_had_figures.times_as_far(found)
    if more.max() < 1.1:
        return EQUAL
    return LITTLE if more.argmax() < len(more) // 4 else HALFWAY
