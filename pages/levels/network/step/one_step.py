"""4.3: what happens in one backward step, with which numbers."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.breakages import WORDS
from diffusion_core.sampling.samplers import ddpm, posterior
from diffusion_core.serving.engine import Busy
from pages.levels.network.step import one_step_figures
from pages.levels.network.step.one_step_figures import STEPS, Backward
from pages.shared.page import bets, chosen_pixel, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

PLAYER = "step.stage"
PIXEL = (32, 30)
ALL, HALF, LITTLE = "All of it", "Half of it", "Only a little"
REASONS = {
    ALL: "Then this would be the last step, and the picture that blurred average.",
    HALF: "The next picture must still be nearly all noise, so only so much of a picture belongs in it.",
    LITTLE: "",
}
ANSWERS = {
    "Q15": "The network is asked. Its answer, in the middle of the way pulled towards the words (*guidance*), and kept "
    "between black and white, splits the noisy picture into a guessed picture and a guessed noise. Guessed picture and "
    "noisy picture are mixed, and fresh noise is added: much at first, none in the last step. That is the next one. "
    "Click a pixel: its numbers stand under the pictures, and the code marks the lines.",
}
NOTES = {
    "guess = yield": "the network is asked: x̂₀ and ε̂",
    "mean =": "the two mixed",
    "noise = draw()": "fresh noise",
    "x = mean": "the next picture",
}
DIFFUSERS = """
    import torch
    from diffusers import DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # trained with prediction_type="v_prediction"
    scheduler = DDPMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
    )
    scheduler.set_timesteps(12)
    t, x_t = scheduler.timesteps[0], torch.randn(1, 3, 64, 64)
    step = scheduler.step(network(x_t, t).sample, t, x_t)
    x_s, guessed_picture = step.prev_sample, step.pred_original_sample
"""


@experiment("4.3", "One backward step, whole", answers=ANSWERS)
def one_step() -> None:
    guess = bets.ask("step.share", "How much of the first guessed picture goes into the next picture?", list(REASONS))
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("step.seed", default=4, label="Starting noise", again="Another")
        notice(
            "The guessed noise is taken away: the guessed picture is left. "
            "Some of that is mixed in, and fresh noise is added."
        )
    try:
        found = one_step_figures.backward(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    pixel = chosen_pixel.now(PLAYER, "step.pixel", default=PIXEL)
    with stage:
        # the bet is about the first step: once it is made, that one is shown
        tracks, labels = one_step_figures.tracks(found, pixel, weights=bool(guess)), one_step_figures.labels(found)
        player(PLAYER, tracks, labels=labels, fps=2, run=f"{seed}.{bool(guess)}", start=0 if guess else STEPS // 2,
               moment="step", pick=True, pixel=pixel, max_width=520,
               alt="the six pictures of one backward step")  # fmt: skip
    with side:
        st.caption(
            f"*DDPM*, asked for “{WORDS}”. Each frame is one step. "
            "Click a pixel to see its numbers, or go there with the arrow keys and press Enter."
        )
    _outcome(guess, found)
    _formula()
    show_code(ddpm, posterior, diffusers=DIFFUSERS, notes=NOTES)


def _outcome(guess: str | None, found: Backward) -> None:
    share = one_step_figures.first_share(found)
    right = ALL if share > 0.8 else LITTLE if share < 0.3 else HALF
    if guess:
        last = found.weights[-1, 0]
        st.markdown(
            f"In step 1 the guessed picture goes in with a weight of **{100 * share:.0f} %** (*trust*), in the last of "
            f"{100 * last:.0f} %."
        )
    bets.outcome(guess, right=right, reasons={option: why for option, why in REASONS.items() if why})
    if guess:
        few, many = (one_step_figures.kept_halfway(steps) for steps in (STEPS, one_step_figures.SMALL_STEPS))
        st.markdown(
            "**Step 1 keeps nothing of the starting noise.** No picture lies in it, so fresh noise will do as well. "
            f"And {STEPS} steps are big ones: the one from t = 500 keeps {100 * few:.0f} %. With "
            f"{one_step_figures.SMALL_STEPS:,} steps, the one from there would keep {100 * many:.1f} %."
        )


def _formula() -> None:
    with st.expander("The formula"):
        now, after = theme.tex("noisy", "x_t"), theme.tex("noisy", "x_s")
        guess, draw = theme.tex("guess", r"\hat{x}_0"), theme.tex("noise", "z")
        left, shrunk = r"\frac{\bar\alpha_t}{\bar\alpha_s}", r"\frac{1-\bar\alpha_s}{1-\bar\alpha_t}"
        noise = theme.tex("guess", r"\hat{\varepsilon}")
        # a line for each, so that a phone shows them whole
        st.latex(rf"{guess} = \frac{{{now} - \sqrt{{1-\bar\alpha_t}}\,{noise}}}{{\sqrt{{\bar\alpha_t}}}}")
        st.latex(rf"{after} = \text{{trust}}\;{guess} + \text{{keep}}\;{now} + \text{{shake}}\;{draw}")
        st.latex(rf"\text{{trust}} = \sqrt{{\bar\alpha_s}}\left(1-{left}\,{shrunk}\right)")
        st.latex(rf"\text{{keep}} = \sqrt{{{left}}}\;{shrunk}")
        st.latex(rf"\text{{shake}} = \sqrt{{\left(1-{left}\right){shrunk}}}")
        st.markdown(
            "All 12,288 numbers take this step at once, from t to s. Then the network is asked again. α is the root of "
            "ᾱ, σ that of 1 − ᾱ."
        )
