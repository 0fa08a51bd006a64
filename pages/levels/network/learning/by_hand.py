"""4.3: the machine that makes a training example, run once by hand."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.training.loop import TrainConfig, make_exercise, step_loss, train
from diffusion_core.training.one_nudge import nudge_once
from pages.levels.network import training_pictures
from pages.levels.network.learning import by_hand_figures
from pages.levels.network.learning.by_hand_figures import STRONGER, ShownNudge
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.player import player

BET = "learning.other"
NOTHING, LITTLE, SPOILT = "Nothing at all", "It moves a little", "It gets ruined"
REASONS = {
    NOTHING: "No picture has a drawer of its own in there. All share one set of numbers.",
    LITTLE: "",
    SPOILT: "Each number moves by a hair, so that no single picture gets its way.",
}
BEFORE = "Seven things happen, one after the other. The last is a nudge."
AFTER = (
    "This is its guess at another picture, one that had no part in the exercise. Beside it is the change alone, "
    f"{STRONGER} times as strong."
)
ANSWERS = ("Q18", "Q12")


def _below() -> None:
    fold("Formula", _formula)
    show_code(train, step_loss, make_exercise, nudge_once, diffusers="exercise")


@experiment("4.3", "One exercise, by hand", answers=ANSWERS, below=_below)
def by_hand() -> None:
    guess = bets.ask(
        BET,
        "Suppose this exercise alone nudged the network. What would that do to its guess at a quite different picture?",
        list(REASONS),
    )
    stage, side = stage_and_side()
    with side:
        notice(AFTER if guess else BEFORE)
        number = controls.seed("learning.picture", again="Another picture")
    try:
        found = by_hand_figures.shown_nudge(number % training_pictures.known(), number)
    except NoWeights as error:
        st.info(str(error))
        return
    with stage:
        player("learning.hand", by_hand_figures.nudge_tracks(found, felt=bool(guess)),
               labels=by_hand_figures.nudge_labels(), fps=1, autoplay=not guess, run=str(number), moment="exercise",
               proof=bets.proof(BET, start=5, fps=1, marks=["other", "changed"]),
               alt="the seven stages of one training exercise")  # fmt: skip
    if guess:
        right = NOTHING if found.felt.moved == 0 else LITTLE if found.felt.moved < 5 else SPOILT
        says = f"It moved by **{found.felt.moved:.2f}** of 255 shades."
        bets.outcome(guess, right=right, says=says, reasons={option: why for option, why in REASONS.items() if why})
        fold("In numbers", lambda: st.markdown(_told(found)))
    side.caption(f"The picture: {found.words}.")


def _told(found: ShownNudge) -> str:
    before, after = found.felt.errors
    return (
        f"A copy of the finished network did the exercise. {100 * found.moved:.0f}\u00a0% of its {found.count:,} "
        f"numbers moved, most by about {found.rate:.5f}. (That's 1/{TrainConfig.rate / found.rate:.0f} of a nudge in "
        f"training.) The error in this exercise went from {found.error:.4f} to **{found.error_after:.4f}**; for the "
        f"other picture, from {before:.5f} to {after:.5f}."
    )


def _formula() -> None:
    noisy, clean, noise = theme.tex("noisy", "x_t"), theme.tex("clean", "x_0"), theme.tex("noise", r"\varepsilon")
    guess = theme.tex("guess", r"\hat{v}_\theta(x_t, t)")
    st.latex(rf"{noisy} = \alpha\,{clean} + \sigma\,{noise} \qquad v = \alpha\,{noise} - \sigma\,{clean}")
    st.latex(
        rf"\text{{error}} = \text{{mean of }} \left( {guess} - v \right)^2"
        r" \qquad \theta \leftarrow \theta - \eta\,\text{pull}"
    )
    st.markdown(
        "The network is asked for v, from which noise and picture both follow. θ are its weights. The mean is over all "
        "12,288 numbers, η is the rate. The pull is the slope of the error, evened out by the rule called AdamW."
    )
