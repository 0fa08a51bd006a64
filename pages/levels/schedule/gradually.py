"""3.5: why the noise comes gradually."""

import streamlit as st

from diffusion_core.process import one_dimension
from pages.levels.schedule import gradually_figures
from pages.levels.schedule.gradually_figures import FRAMES, TWO_HUMPS
from pages.shared.numbers import fixed_percent
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import draw_anew, experiment, fold, notice, part, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex
from pages.shared.player import player

BETAS = ("0.01", "0.03", "0.1", "0.3", "0.6", "0.9")
NOISE_BEFORE = {"0 %": 1.0, "50 %": 0.5, "90 %": 0.1, "99 %": 0.01}
WIDTHS = ("0.2", "0.25", "0.3", "0.35")
CHAINS = ("1", "2", "3", "5", "10", "30", "100")
SMALL, LARGE, LEAST_LARGE = 0.01, 0.6, 0.3
ALWAYS, SMALL_ONLY, NEVER = "Yes, for any step", "Only for small steps", "No, for no step"
WHY_NOT = {
    ALWAYS: "Set the noise before to 0 %, β to 0.6, and xₜ to the middle: it came from the left or the right, and "
    "no bell has two humps.",
    SMALL_ONLY: "",
    NEVER: "Set β to 0.03: nearly everywhere the two curves lie on each other.",
}
MOMENT, WIDTH, BET = "back", "schedule.width", "schedule.bell"
ONE_NUMBER = (
    "Here the whole picture is one number, either near −1 (a dark dot) or near 1 (a bright one), so all of them make "
    "two heaps. One step shrinks a number and adds noise. A network answers with numbers, not with a curve. "
    "Two make a bell: a middle and a width."
)
START = {False: FRAMES // 2 + 16, True: FRAMES // 2 + 3}
LANDS = {
    "0 %": "On the way back this step is the last: it ends at the clean picture.",
    "50 %": "On the way back this step ends half-way, and others must follow.",
    "90 %": "On the way back this step ends far out in the noise, and many must follow.",
    "99 %": "On the way back this step is the first: it starts and ends in nearly plain noise.",
}
TRUE_OF = (
    "**What this is true of.** Level 4 has two ways back. DDPM draws each step from a bell, so its steps must be "
    "small: you've just seen why. DDIM draws nothing, and needs no bell. It goes slowly because its path bends, and "
    "a long straight step would leave it. And some networks draw in four steps. How can that be? A patient one has "
    "shown them where a long stretch of its way leads. So the small steps were taken, too, only earlier."
)
NOTICE = {
    False: "The slider moves xₜ, the upright line. The green curve says what it may have been before. "
    "Bet, and the best bell stands beside it.",
    True: "The slider moves xₜ, the upright line. The green curve is the truth, the dashed one the best that a "
    "bell can do. Where you see only one of them, they are the same, and the gap is 0.",
}
ANSWERS = ("Q11",)


def _below() -> None:
    fold("Formula", _formula)
    show_code(
        one_dimension.backward, one_dimension.Bells.best_bell, one_dimension.gap, one_dimension.chain_back, diffusers=""
    )


@experiment("3.5", "Why gradually?", answers=ANSWERS, below=_below)
def gradually() -> None:
    guess = bets.ask(BET, "We know xₜ alone. Is one bell enough to say what it was before?",
                     (ALWAYS, SMALL_ONLY, NEVER))  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(NOTICE[revealed])
        beta = float(controls.choice("Size of the step (β)", BETAS, key="schedule.beta", default="0.3"))
        before = controls.choice("Noise in it before the step", tuple(NOISE_BEFORE), key="schedule.before")
        st.caption(LANDS[before])
        width = float(controls.choice("How wide each heap is", WIDTHS, key=WIDTH, on_change=_all_anew))
        st.markdown(ONE_NUMBER)
    left = NOISE_BEFORE[before]
    with stage:
        player(
            "schedule.back",
            gradually_figures.step_tracks(width, left, beta, revealed=revealed),
            labels=gradually_figures.step_labels(width, left, beta),
            start=START[revealed],
            run=str(revealed),
            moment=MOMENT if revealed else None,
            proof=bets.proof(BET, start=FRAMES // 2 - 16, end=START[True], fps=6, marks=["back", "gaps"]),
            alt="where a noisy value came from, and the best bell for it",
        )
    with side:
        _outcome(guess, width, left, beta)
    if guess or link_reveals("chain"):
        _chain(width)
        st.markdown(TRUE_OF)


def _all_anew() -> None:
    draw_anew(gradually.experiment.number)


def _outcome(guess: str | None, width: float, left: float, beta: float) -> None:
    if not guess:
        return
    gaps = [gradually_figures.mean_gap(width, 1.0, beta) for beta in (SMALL, LARGE)]
    right = NEVER if gaps[0] >= TWO_HUMPS else SMALL_ONLY if gaps[1] >= TWO_HUMPS else ALWAYS
    gaps.append(gradually_figures.mean_gap(width, NOISE_BEFORE["50 %"], LARGE))
    small, large, late = map(gradually_figures.small, gaps)
    # the step on show, where it is a large one from a clean value
    shown = beta if left == 1 and beta >= LEAST_LARGE else LARGE
    gap = gradually_figures.small(gradually_figures.mean_gap(width, 1.0, shown))
    says = f"With β = {shown:g} the gap between truth and bell is **{gap}**. With β = {SMALL} it's {small}."
    bets.outcome(guess, right=right, says=says, reasons=WHY_NOT)
    st.markdown(
        f"Where the bell fits, the gap is 0. A small step from a clean value (β = {SMALL}) has a gap of **{small}** "
        f"on average, a large one (β = {LARGE}) of **{large}**. From a half-noised value even the large one has "
        f"**{late}**: there the heaps have run together. "
        "So on the way back the first steps, from noise to a little less of it, may be large. The last ones, which end "
        "at a clean picture, may not."
    )


def _formula() -> None:
    true = tex("clean", r"q(x_{t-1}\mid x_t)")
    bell = tex("guess", r"\mathcal{N}(\mu, s^2)")
    st.latex(rf"{true} \;\propto\; q(x_{{t-1}})\; e^{{-(x_t-\sqrt{{1-\beta}}\,x_{{t-1}})^2 / 2\beta}}")
    st.latex(rf"\text{{gap}} \;=\; \mathrm{{KL}} \;=\; \int {true}\,\ln\frac{{{true}}}{{{bell}}}\;dx_{{t-1}}")
    st.markdown(
        "How likely a start was, times how likely the step from it was. The best bell has the true curve's own "
        "middle and width. The gap, called KL, is zero only where the curves are the same."
    )


@part("3.5 chain")
def _chain(width: float) -> None:
    st.markdown("**Now all the way back,** from pure noise, each step drawn from the best bell for it.")
    stage, side = stage_and_side()
    with side:
        steps = int(controls.choice("In how many steps", CHAINS, key="schedule.chain", default="10"))
        one, many, data = (
            gradually_figures.off(width, 1),
            gradually_figures.off(width, 100),
            gradually_figures.off_of_data(),
        )
        here = gradually_figures.off(width, steps)
        st.markdown(
            f"In {'one step' if steps == 1 else f'{steps} steps'}, **{fixed_percent(here)}** of the values "
            "end off the data: "
            "further than two widths from both heaps."
        )
        notice(
            f"In one step {fixed_percent(one)} are off, in a hundred {fixed_percent(many)}. "
            f"Of the data themselves, {fixed_percent(data)} lie as far out."
        )
    with stage:
        player(
            "schedule.chain_back",
            gradually_figures.chain_tracks(width, steps),
            labels=gradually_figures.chain_labels(width, steps),
            start=len(gradually_figures.chain_moments(steps)) - 1,
            run=str(steps),
            moment="chain",
            fps=10,
            alt="values on their way back from noise to the two heaps of the data",
        )
