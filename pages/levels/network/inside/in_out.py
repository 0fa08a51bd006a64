"""4.14: what goes into the network, and what comes out of it."""

from collections.abc import Sequence

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.process.prediction import from_velocity, velocity
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import in_out_figures
from pages.levels.network.inside.guessing import MOMENTS, asked, labels
from pages.shared.numbers import signed
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player
from pages.shared.player.track import Track

NOISE, PICTURE, NEGATIVE = "That noise", "A blurred picture", "A blurred negative"
FIRST_HALF = MOMENTS.index(500) + 1
"""How many moments are shown before the bet, which is about the last."""
REASONS = {
    NOISE: "Noise is all it sees: to hand that back would be no work, and teach it nothing.",
    PICTURE: "Nearly! Light and dark have changed places.",
    NEGATIVE: "",
}


@experiment("4.14", "What goes in, and what comes out")
def in_out() -> None:
    guess = bets.ask("inside.raw", "Only noise goes in. What comes straight out?", list(REASONS))
    revealed = bool(guess) or link_reveals("inout")
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("inside.picture", default=13, label="no.", again="Other picture")
        with st.expander("More"):
            with_words = controls.switch("Tell the network what it shows", key="inside.told")
    try:
        tracks, likeness = in_out_figures.tracks(seed, with_words), in_out_figures.likeness(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    with stage:
        _film(tracks, f"{seed}.{revealed}", revealed)
    says = f"It's the picture guess times **{signed(likeness['picture'], 0)}**."
    bets.outcome(guess, right=verdict(seed), says=says,
                 reasons={option: why for option, why in REASONS.items() if why})  # fmt: skip
    with side:
        _beside(revealed, asked(seed).words if with_words else "")
    fold("Formula", _formula)
    show_code(from_velocity, velocity, diffusers="guess")


def _film(tracks: Sequence[Track], run: str, revealed: bool) -> None:
    count = len(MOMENTS) if revealed else FIRST_HALF
    player(
        "inside.inout",
        tracks if revealed else in_out_figures.only_first(tracks, count),
        labels=labels()[:count],
        run=run,
        moment="inout" if revealed else None,
        start=3,
        whole=len(MOMENTS),
        fps=3,
        proof=bets.proof("inside.raw", start=3, fps=2, marks=["out"]),
        alt="what goes into the network, what comes out, and the picture and noise that follow",
    )


def _hint(revealed: bool) -> str:
    if not revealed:
        return "In goes a noisy picture, how noisy it is, and words if you like. One thing comes out."
    return "What comes out is always **the part that's hard to see**: first the noise, in the end the picture."


def _beside(revealed: bool, words: str) -> None:
    if revealed:
        st.markdown(
            "It's called the *velocity*. Picture and noise both follow from it. "
            "(At t = 0 there's no noise to name: the noise guess is then a ghost, and counts for nothing.)"
        )
    st.caption(
        f"Here it's told {f'the words “{words}”' if words else 'no words'}. How noisy the picture is goes in as one "
        "number, the logarithm of signal to noise: above 0 the picture wins, below 0 the noise."
    )


def verdict(seed: int) -> str:
    found = in_out_figures.likeness(seed)
    if found["noise"] > 0.9:
        return NOISE
    return NEGATIVE if found["picture"] < 0 else PICTURE


def _formula() -> None:
    v, x = theme.tex("guess", r"\hat{v}"), theme.tex("noisy", "x_t")
    x0, eps = theme.tex("clean", "x_0"), theme.tex("noise", r"\varepsilon")
    st.latex(rf"v = \sqrt{{\bar\alpha_t}}\,{eps} - \sqrt{{1-\bar\alpha_t}}\,{x0}")
    guessed, noise = theme.tex("guess", r"\hat{x}_0"), theme.tex("guess", r"\hat{\varepsilon}")
    st.latex(rf"{guessed} = \sqrt{{\bar\alpha_t}}\,{x} - \sqrt{{1-\bar\alpha_t}}\,{v}")
    st.latex(rf"{noise} = \sqrt{{1-\bar\alpha_t}}\,{x} + \sqrt{{\bar\alpha_t}}\,{v}")
    st.markdown("This *v*, the velocity, is what the network is trained to give.")
