"""3.5: why the noise comes gradually."""

import streamlit as st

from diffusion_core.process import one_dimension
from pages.levels.schedule import gradually_figures
from pages.levels.schedule.gradually_figures import FRAMES, WIDTH
from pages.shared.numbers import fixed_percent
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, part, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex
from pages.shared.player import SAID, player

BETAS = ("0.01", "0.03", "0.1", "0.3", "0.6", "0.9")
NOISE_BEFORE = {"0 %": 1.0, "50 %": 0.5, "90 %": 0.1, "99 %": 0.01}
CHAINS = ("1", "2", "3", "5", "10", "30", "100")
GIANT, PATIENT = 1, 100
SMALL, LARGE = 0.01, 0.6
MOMENT, BET = "chain", "schedule.leap"
HIT, MISSED, GATHERED = "On the two heaps, half on each", "Mostly off both heaps", "All on one of the heaps"
WHY_NOT = {
    HIT: "From far away a number could have come from either heap. A bell has one hump, so it covers the gap, too.",
    MISSED: "Then so large a step would hit the heaps about as often as many small ones.",
    GATHERED: "Nothing favours one heap. Seen from far away, both are as likely.",
}
ONE_NUMBER = (
    "Take the smallest picture there is: one number, near −1 (a dark dot) or near 1 (a bright one). Many such pictures "
    "make two heaps. From a noisy number, a step back has to guess where it came from. Perhaps from one heap, perhaps "
    "from the other: a curve with two humps. For one number you could draw it. For a picture's 12,288 numbers at once "
    "nobody can. So each step back makes do with one simple hill, a *bell*. Here it's the best bell that there is."
)
NOTICE = {
    False: "This is pure noise, where every way back starts. Once you've bet, you'll see where one step leads.",
    True: "One giant step leaves the gap as full as it was. Now take 10 steps, or 100, and watch the numbers choose.",
}
TRUE_OF = (
    "**Where this holds.** Level 4 has two ways back. One, *DDPM*, picks each step by chance from a bell, so its steps "
    "must be small: you've just seen why. The other, *DDIM*, leaves nothing to chance and needs no bell. It goes "
    "slowly because the path from noise to picture bends, and one long straight step would leave it. Some networks do "
    "draw in four steps, one of ours, too: the patient network had shown it where each long stretch ends."
)
LANDS = {
    "0 %": "Going back, this is the last step: it ends at the clean picture.",
    "50 %": "Going back, this step ends halfway, and others must follow.",
    "90 %": "Going back, this step ends far out in the noise, and many must follow.",
    "99 %": "Going back, this is the first step: it starts and ends in nearly plain noise.",
}
ONE_STEP = "For experts: a single step, and the best bell for it"
READ_STEP = (
    "The slider moves the noisy number, xₜ (the upright line). The green curve is the truth: what it may have been one "
    "step earlier. The dashed one is the best that a bell can do. Where you see only one of them, they are the same, "
    "and the gap is 0."
)
STEP_MOMENT = "back"
ANSWERS = ("Q11",)


def _below() -> None:
    fold("Formula", _formula)
    show_code(
        one_dimension.backward, one_dimension.Bells.best_bell, one_dimension.gap, one_dimension.chain_back, diffusers=""
    )


@experiment("3.5", "Why gradually?", answers=ANSWERS, below=_below)
def gradually() -> None:
    st.markdown(ONE_NUMBER)
    guess = bets.ask(BET, "From pure noise, one giant step back: where do the numbers land?", [HIT, MISSED, GATHERED])
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(NOTICE[revealed])
        steps = int(controls.choice("In how many steps", CHAINS, key="schedule.chain")) if revealed else GIANT
    with stage:
        _chain(steps, revealed=revealed)
    offer(gradually_figures.heights, width=WIDTH, steps=steps)
    if guess:
        with side:
            _outcome(guess, steps)
        st.markdown(TRUE_OF)
    box = st.expander(ONE_STEP, key="open.one_step", on_change="rerun", expanded=link_reveals(STEP_MOMENT))
    if box.open:
        with box:
            _one_step()


def _chain(steps: int, *, revealed: bool) -> None:
    """All the way back once there is a guess; before it the noise alone."""
    labels = gradually_figures.chain_labels(WIDTH, steps)
    labels = labels if revealed else labels[:1]
    player(
        "schedule.chain_back",
        gradually_figures.chain_tracks(WIDTH, steps, revealed=revealed),
        labels=labels,
        start=len(labels) - 1,
        run=f"{steps}.{revealed}",
        moment=MOMENT if revealed else None,
        whole=len(gradually_figures.chain_moments(steps)),
        fps=10,
        proof=bets.proof(BET, fps=2, marks=["draws", SAID]),
        alt="values on their way back from noise to the two heaps of the data",
    )


def _outcome(guess: str, steps: int) -> None:
    giant, patient = (gradually_figures.off(WIDTH, count) for count in (GIANT, PATIENT))
    says = f"In one step **{fixed_percent(giant)}** miss both heaps, in a hundred {fixed_percent(patient)}."
    bets.outcome(guess, right=_landed(), says=says, reasons=WHY_NOT)
    data = fixed_percent(gradually_figures.off_of_data())
    here = f" In {steps} steps it's **{fixed_percent(gradually_figures.off(WIDTH, steps))}**."
    st.markdown(
        f"To miss is to end more than two widths from both heaps. Even {data} of the pictures themselves do that, so "
        f"better isn't possible.{'' if steps in (GIANT, PATIENT) else here}"
    )


def _landed() -> str:
    """Where one giant step leads, by the run itself."""
    if gradually_figures.off(WIDTH, GIANT) > 0.5:
        return MISSED
    right = (gradually_figures.chain(WIDTH, GIANT)[-1] > 0).mean()
    return HIT if 0.2 < right < 0.8 else GATHERED


@part("3.5 one step")
def _one_step() -> None:
    stage, side = stage_and_side()
    with side:
        notice(READ_STEP)
        beta = float(controls.choice("Size of the step (β)", BETAS, key="schedule.beta", default="0.3"))
        before = controls.choice("Noise in it before the step", tuple(NOISE_BEFORE), key="schedule.before")
        st.caption(LANDS[before])
    left = NOISE_BEFORE[before]
    with stage:
        player(
            "schedule.back",
            gradually_figures.step_tracks(WIDTH, left, beta),
            labels=gradually_figures.step_labels(WIDTH, left, beta),
            start=FRAMES // 2 + 3,
            moment=STEP_MOMENT,
            alt="where a noisy value came from, and the best bell for it",
        )
    with side:
        gaps = ((1.0, SMALL), (1.0, LARGE), (NOISE_BEFORE["50 %"], LARGE))
        small, large, late = (gradually_figures.small(gradually_figures.mean_gap(WIDTH, *gap)) for gap in gaps)
        st.markdown(
            f"With small steps (β = {SMALL}) the bell fits almost perfectly (gap **{small}** on average), with large "
            f"ones (β = {LARGE}) it doesn't (**{large}**). Halfway into the noise even a large step does little harm "
            f"(**{late}**): there the heaps have run together. So the first steps back may be large, the last ones not."
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
