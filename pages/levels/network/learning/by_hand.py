"""4.6a: the machine that makes a training example, run once by hand."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.training.loop import TrainConfig, make_exercise, step_loss, train
from diffusion_core.training.one_nudge import nudge_once
from pages.levels.network import training_pictures
from pages.levels.network.learning import by_hand_figures
from pages.levels.network.learning.by_hand_figures import STAGES, ShownNudge
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

NOTHING, LITTLE, SPOILT = "Nothing at all", "It moves a little", "It is spoilt"
REASONS = {
    NOTHING: "A picture has no drawer of its own in the network. All pictures share one set of numbers.",
    LITTLE: "",
    SPOILT: "Each number moves by a hair only, so that no single picture gets its way.",
}
ANSWERS = {
    "Q18": "The pictures do not end up in it. There is one set of numbers, the *weights*, and "
    f"{TrainConfig.batch} pictures at a time nudge all of them a little. What many pictures pull the same way stays: "
    "that fur has one colour, that eyes come in pairs. What only one picture asks for is pulled back by others.",
    "Q12": "The half-noised pictures are the exercises. For each one a picture, a moment t and noise are drawn by "
    "chance. The jump of level 2 makes the noisy picture at once, and since we drew the noise, we know the answer.",
}
DIFFUSERS = """
    import torch
    from diffusers import DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # told no words
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-5)
    picture = torch.zeros(1, 3, 64, 64)
    t, noise = torch.randint(0, 1000, (1,)), torch.randn(1, 3, 64, 64)
    noisy = scheduler.add_noise(picture, noise, t)
    target = scheduler.get_velocity(picture, noise, t)
    loss = (network(noisy, t).sample - target).square().mean()
    loss.backward()
    optimiser.step()
"""


@experiment("4.6a", "One exercise, by hand", answers=ANSWERS)
def by_hand() -> None:
    guess = bets.ask(
        "learning.other",
        "One picture nudges the network. What happens to its guess at quite another picture?",
        list(REASONS),
    )
    stage, side = stage_and_side()
    with side:
        number = controls.seed("learning.picture", label="Training picture", again="Another")
        notice(
            "Go back to the first frame and step on. Seven things happen. Here one exercise makes a nudge; in the "
            f"training {TrainConfig.batch} make one together."
        )
    try:
        found = by_hand_figures.shown_nudge(number % training_pictures.known(), number)
    except NoWeights as error:
        st.info(str(error))
        return
    with stage:
        player("learning.hand", by_hand_figures.nudge_tracks(found), labels=by_hand_figures.nudge_labels(), fps=1,
               start=len(STAGES) - 1, run=str(number), moment="exercise", max_width=520,
               alt="the seven stages of one training exercise")  # fmt: skip
    with side:
        st.caption(f"The picture: {found.words}. A copy of the finished network does it, by the very function "
                   "that trained it.")  # fmt: skip
    _outcome(guess, found)
    _formula()
    show_code(train, step_loss, make_exercise, nudge_once, diffusers=DIFFUSERS)


def _outcome(guess: str | None, found: ShownNudge) -> None:
    felt = found.felt
    if guess:
        before, after = felt.errors
        st.markdown(
            f"The error (of the velocity) at this exercise went from {found.error:.4f} to **{found.error_after:.4f}**. "
            f"Of {found.count:,} numbers {100 * found.moved:.0f}\u00a0% moved, up or down, most by about "
            f"{found.rate:.5f}: that is the rate, here 1/{TrainConfig.rate / found.rate:.0f} of the training's. "
            f"The guess at another picture, which had no part in it, moved by **{felt.moved:.2f}** shades. "
            f"Its error went from {before:.5f} to {after:.5f}."
        )
        with st.container(width=520):
            player("learning.other", by_hand_figures.felt_tracks(felt), max_width=520,
                   alt="another picture, and the guess at it before the nudge and after")  # fmt: skip
    right = NOTHING if felt.moved == 0 else LITTLE if felt.moved < 5 else SPOILT
    bets.outcome(guess, right=right, reasons={option: why for option, why in REASONS.items() if why})


def _formula() -> None:
    with st.expander("The formula"):
        noisy, clean, noise = theme.tex("noisy", "x_t"), theme.tex("clean", "x_0"), theme.tex("noise", r"\varepsilon")
        guess = theme.tex("guess", r"\hat{v}_\theta(x_t, t)")
        st.latex(rf"{noisy} = \alpha\,{clean} + \sigma\,{noise} \qquad v = \alpha\,{noise} - \sigma\,{clean}")
        st.latex(
            rf"\text{{error}} = \text{{mean of }} \left( {guess} - v \right)^2"
            r" \qquad \theta \leftarrow \theta - \eta\,\text{pull}"
        )
        st.markdown("The network is asked for v, from which noise and picture both follow. θ are its weights. "
                    "The mean is over all 12,288 numbers, η is the "
                    "rate. The pull is the slope of the error, evened out by the rule called AdamW.")  # fmt: skip
