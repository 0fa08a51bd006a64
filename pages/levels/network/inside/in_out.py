"""4.16, for experts: what goes into the network, and what comes out of it."""

from collections.abc import Sequence

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.process.prediction import from_velocity, velocity
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import in_out_figures
from pages.levels.network.inside.guessing import MOMENTS, asked, labels
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
    NOISE: "That's its answer where there's little noise. Where there's only noise, it names the picture.",
    PICTURE: "Nearly! Light and dark have changed places.",
    NEGATIVE: "",
}


@experiment("4.16", "What goes in, and what comes out",
            folded="For experts: what exactly does the network put out?",
            opened_by=("inout.", "inside.picture", "inside.told"))  # fmt: skip
def in_out() -> None:
    guess = bets.ask("inside.raw", "Only noise goes in. What does the network itself put out?", list(REASONS))
    revealed = bool(guess) or link_reveals("inout")
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("inside.picture", default=13, again="Other picture")
        with st.expander("More"):
            with_words = controls.switch("Tell the network what it shows", key="inside.told")
    try:
        tracks, likeness = in_out_figures.tracks(seed, with_words), in_out_figures.likeness(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    with stage:
        _film(tracks, f"{seed}.{revealed}", revealed)
    says = f"A negative, with **{100 * likeness['contrast']:.0f} %** of a picture's contrast."
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
        return (
            "Until now we said that the network guesses the noise. Strictly, it puts out one thing, from which noise "
            "and picture both follow. Here you see it as long as half of the picture is left, or more."
        )
    return (
        "What comes out is always **the part that's hard to see**: with little noise it's the noise, with much noise "
        "the picture, as a negative."
    )


def _beside(revealed: bool, words: str) -> None:
    if revealed:
        st.markdown("It's called the *velocity*. (At t = 0 there's no noise to name, so ignore the noise guess there.)")
    if words:
        st.caption(f"Here it's told the words “{words}”.")


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
    st.markdown(
        "This *v*, the velocity, is what the network is trained to give. How noisy the picture is goes in as one "
        "number, the logarithm of ᾱ / (1 − ᾱ): above 0 the picture has the larger factor, below 0 the noise."
    )
