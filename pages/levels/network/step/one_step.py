"""4.8: what happens in one backward step, with which numbers."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.breakages import WORDS
from diffusion_core.sampling.samplers import ddpm, posterior
from diffusion_core.serving.engine import Busy
from pages.levels.network.step import one_step_figures
from pages.levels.network.step.one_step_figures import LATER, STEPS, WHOLE, Backward
from pages.shared.numbers import percent
from pages.shared.page import bets, chosen_pixel, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import player

PLAYER = "step.stage"
PIXEL = (32, 30)
ALL, HALF, LITTLE = "All of it", "Half of it", "A little"
REASONS = {
    ALL: "Then we'd be done after one step, and be left with a blur.",
    HALF: "The next picture must still be nearly all noise.",
    LITTLE: "",
}
ANSWERS = ("Q15",)
NOTES = {
    "guess = yield": "the network is asked: x̂₀ and ε̂",
    "mean =": "the two mixed",
    "noise = draw()": "fresh noise",
    "x = mean": "the next picture",
}


@experiment("4.8", "One backward step, whole", answers=ANSWERS)
def one_step() -> None:
    guess = bets.ask(
        "step.share",
        "Step 1: how much of the guessed picture goes into the next one?",
        list(REASONS),
    )
    # a link to a moment opens the whole way, so that it brings back what its sender saw
    revealed = bool(guess) or link_reveals("step")
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("step.seed", default=4, again="Other noise")
    try:
        found = one_step_figures.backward(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    with stage:
        _film(found, seed, revealed)
    _outcome(guess, found)
    with side:
        _beside(revealed)
    fold("Formula", _formula)
    fold("The guess", lambda: _guess(found, seed))
    offer(one_step_figures.backward, seed=seed)
    show_code(ddpm, posterior, diffusers="one_step", notes=NOTES)


def _film(found: Backward, seed: int, revealed: bool) -> None:
    shown, pixel = (WHOLE if revealed else LATER), chosen_pixel.now(PLAYER, "step.pixel", default=PIXEL)
    player(
        PLAYER,
        one_step_figures.tracks(found, pixel, shown),
        labels=one_step_figures.labels(found, shown),
        fps=2,
        run=f"{seed}.{revealed}",
        moment="step" if revealed else None,
        pick=True,
        pixel=pixel,
        proof=bets.proof("step.share", start=3, end=0, marks=["after", "x0"]),
        alt="the next picture, and the three that are added up to make it",
    )


def _hint(revealed: bool) -> str:
    if not revealed:
        return "These are the last five of twelve steps. Once you've bet, you'll see the first seven, too."
    return "With each step the guess counts for more, and the fresh noise for less."


def _beside(revealed: bool) -> None:
    if revealed:
        st.markdown(
            f"Of the starting noise, step 1 keeps only {percent(one_step_figures.kept_first('cosine'))}: fresh noise "
            "takes its place. (That's our schedule, cosine; under *linear* it would keep "
            f"{percent(one_step_figures.kept_first('linear'))}.)"
        )
    st.caption(
        f"This way back is called *DDPM*; the network was asked for “{WORDS}”. Click a pixel to see its numbers."
    )


def _outcome(guess: str | None, found: Backward) -> None:
    share = one_step_figures.first_share(found)
    right = ALL if share > 0.8 else LITTLE if share < 0.3 else HALF
    says = f"**{100 * share:.0f} %** in step 1, {100 * found.weights[-1, 0]:.0f} % in the last."
    bets.outcome(guess, right=right, says=says, reasons={option: why for option, why in REASONS.items() if why})


def _guess(found: Backward, seed: int) -> None:
    pixel = chosen_pixel.now(PLAYER, "step.pixel", default=PIXEL)
    st.markdown("Where the guessed picture comes from: take the guessed noise away, and enlarge what is left.")
    player("step.guess", one_step_figures.guess_tracks(found, pixel), labels=one_step_figures.labels(found, WHOLE),
           fps=2, start=STEPS // 2, run=str(seed), readout="signed", pixel=pixel,
           alt="the noisy picture without the guessed noise is the guessed picture")  # fmt: skip


def _formula() -> None:
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
