"""4.5a: what goes into the network, and what comes out of it."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.process.prediction import from_velocity, velocity
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import in_out_figures
from pages.levels.network.inside.guessing import MOMENTS, asked, labels
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

NOISE, PICTURE, NEGATIVE = "That noise", "A blurred picture", "The negative of a blurred picture"
REASONS = {
    NOISE: "Noise is all that it sees, so to hand it back would be no work and teach it nothing.",
    PICTURE: "Nearly: light and dark have changed places.",
    NEGATIVE: "",
}
DIFFUSERS = """
    import torch
    from diffusers import DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    x_t, t = torch.randn(1, 3, 64, 64), 500
    v = network(x_t, t).sample
    guessed_picture = scheduler.step(v, t, x_t).pred_original_sample
"""


@experiment("4.5a", "What goes in, and what comes out")
def in_out() -> None:
    guess = bets.ask("inside.raw", "Only noise goes in. What comes straight out of the network?", list(REASONS))
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("inside.picture", default=13, label="Picture", again="Another")
        with_words = controls.switch("Tell the network what it shows", key="inside.told")
        notice("In go a noisy picture, how noisy it is, and words. Out comes one thing; picture and noise follow.")
    try:
        tracks, right = in_out_figures.tracks(seed, with_words), _verdict(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    with stage:
        player("inside.inout", tracks, labels=labels(), run=f"{seed}.{bool(guess)}", moment="inout",
               start=len(MOMENTS) - 1 if guess else 3, fps=3, max_width=420,
               alt="what goes into the network, what comes out, and the picture and noise that follow")  # fmt: skip
        bets.outcome(guess, right=right, reasons={option: why for option, why in REASONS.items() if why})
        if guess:
            st.markdown(
                "What comes out is the *velocity*: with little noise mostly the noise, with much noise mostly the "
                "picture, turned negative. It is **always the part that is hard to see**."
            )
    with side:
        words = f"the words “{asked(seed).words}”" if with_words else "no words"
        st.caption(
            f"Here it is told {words}. How noisy the picture is goes in as one number, the logarithm of the "
            "signal-to-noise ratio: above 0 the picture wins, below 0 the noise. At t = 0 there is no noise to name: "
            "the noise guess is then a ghost of the picture, and counts for nothing."
        )
    _formula()
    show_code(from_velocity, velocity, diffusers=DIFFUSERS)


def _verdict(seed: int) -> str:
    found = in_out_figures.likeness(seed)
    if found["noise"] > 0.9:
        return NOISE
    return NEGATIVE if found["picture"] < 0 else PICTURE


def _formula() -> None:
    with st.expander("The formula"):
        v, x = theme.tex("guess", r"\hat{v}"), theme.tex("noisy", "x_t")
        x0, eps = theme.tex("clean", "x_0"), theme.tex("noise", r"\varepsilon")
        st.latex(rf"v = \sqrt{{\bar\alpha_t}}\,{eps} - \sqrt{{1-\bar\alpha_t}}\,{x0}")
        guessed, noise = theme.tex("guess", r"\hat{x}_0"), theme.tex("guess", r"\hat{\varepsilon}")
        st.latex(rf"{guessed} = \sqrt{{\bar\alpha_t}}\,{x} - \sqrt{{1-\bar\alpha_t}}\,{v}")
        st.latex(rf"{noise} = \sqrt{{1-\bar\alpha_t}}\,{x} + \sqrt{{\bar\alpha_t}}\,{v}")
        st.markdown("This *v*, the velocity, is what the network is trained to give.")
