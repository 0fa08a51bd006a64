"""Level 3: the variance schedule."""

import streamlit as st

from diffusion_core.forward import add_noise
from diffusion_core.schedules import SCHEDULES, make_schedule
from pages.shared import bets, controls, pictures, schedule_figures
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.noise_figures import percent
from pages.shared.player import player
from pages.shared.schedule_figures import FOG, GRAIN, LEAST, MOST, NAMES, USUAL, Facts, facts
from pages.shared.theme import story, tex, word

LINEAR, COSINE, EQUAL = "Under linear", "Under cosine", "Equally well under both"
MOMENT = "schedule"
ANSWERS = {
    "Q11": "Because the way back must be learnt, and a small step can be undone by a good guess. "
    "One giant step cannot: from plain noise, any picture could have been the start. "
    "The end is the same, but the small steps leave a trail to walk back on.",
    "Q12": "They are the exercises. In training, the network sees pictures at every share of noise, "
    "and must say what in them is noise. Later, drawing a new picture passes through all these shares again.",
    "Q13": "A good schedule spends its steps where the picture changes. "
    "A bad one wastes them on fog, or stops before all is noise. "
    "With few steps each one must be large: set T to 10 and look at β.",
}
DIFFUSERS = """
    from diffusers import DDPMScheduler

    linear = DDPMScheduler(num_train_timesteps=T, beta_start=1e-4 * 1000 / T, beta_end=0.02 * 1000 / T)
    cosine = DDPMScheduler(num_train_timesteps=T, beta_schedule="squaredcos_cap_v2")
    noisy = cosine.add_noise(picture, noise, torch.tensor([t - 1]))   # their steps count from 0
"""


@experiment("3.1", "Two schedules, one picture", answers=ANSWERS)
def two_schedules() -> None:
    guess = bets.ask("schedule.half", "Half-way through, where is the picture easier to see?", (LINEAR, COSINE, EQUAL))
    stage, side = stage_and_side()
    with side:
        picture = pictures.choose("schedule")
        close = controls.choice("Numbers for", NAMES, key="schedule.name", names=str.capitalize)
        steps = controls.whole("Small steps, T", LEAST, MOST, key="schedule.steps", default=USUAL, step=GRAIN)
    measured = {name: facts(make_schedule(name, steps)) for name in NAMES}
    with stage:
        _stage(picture, steps, close, told=bool(guess) or f"{MOMENT}." in st.query_params.get("moment", ""))
    with side:
        notice("Same picture, same noise, same moment: only the schedule differs.")
        _outcome(guess, measured, steps)
    _formula()
    show_code(SCHEDULES[close], add_noise, diffusers=DIFFUSERS)


def _stage(picture: pictures.Picture, steps: int, close: str, *, told: bool) -> None:
    """The whole way once there is a guess, or for who follows a link to a moment; before it, the beginning alone."""
    at = schedule_figures.moments(steps, beginning=not told)
    player(
        "schedule.stage",
        schedule_figures.tracks(picture, steps, close, at, left=told),
        labels=schedule_figures.labels(steps, at),
        start=len(at) // 2 if told else len(at) - 1,
        run="the whole way" if told else "the beginning",
        moment=MOMENT if told else None,
        readout="bytes",
        alt=f"{picture.words}, noised under two schedules",
    )
    if not told:
        st.caption("The beginning of the way. Bet, and you see the rest.")


def _outcome(guess: str | None, measured: dict[str, Facts], steps: int) -> None:
    if not guess:
        return
    linear, cosine = measured["linear"], measured["cosine"]
    right = (
        EQUAL
        if linear.left_half == cosine.left_half
        else max((linear.left_half, LINEAR), (cosine.left_half, COSINE))[1]
    )
    reasons = {
        LINEAR: f"Its steps grow, and each multiplies what is left: {percent(linear.left_half)} at half time.",
        COSINE: f"It has {percent(cosine.left_half)} of the picture left at half time.",
        EQUAL: "Only the start and the end agree. Scrub to the middle and compare.",
    }
    bets.outcome(guess, right=right, reasons=reasons)
    st.markdown(
        f"At t = {steps // 2} of {steps} the picture's share is **{percent(linear.left_half)}** under linear and "
        f"**{percent(cosine.left_half)}** under cosine. Of the linear steps {percent(linear.fog)} begin when over "
        f"{percent(FOG)} is noise already, of the cosine steps {percent(cosine.fog)}."
    )


def _formula() -> None:
    with st.expander("The formula"):
        noisy, clean, draw = tex("noisy", "x_t"), tex("clean", "x_0"), tex("noise", r"\varepsilon")
        st.latex(rf"{noisy} \;=\; \sqrt{{\bar\alpha_t}}\;{clean} \;+\; \sqrt{{1-\bar\alpha_t}}\;{draw}")
        st.latex(r"\bar\alpha_t \;=\; (1-\beta_1)\,(1-\beta_2)\cdots(1-\beta_t)")
        st.markdown(
            f"{word('noisy', 'The noisy picture')} is a mixture of {word('clean', 'the picture')} and "
            f"{word('noise', 'the noise')}. ᾱ is the share of the picture, and 1 − ᾱ the share of noise. "
            "Each small step multiplies what is left by 1 − β. This one formula jumps to any moment at once."
        )


story(
    "How much noise each step adds is a choice, and the choice is called the schedule. "
    "It decides how long the picture can be made out. "
    "Two schedules that both end in plain noise can share out the way there very differently."
)
two_schedules()
st.markdown("*Next:* can a network learn to take the steps backwards? Level 4 lets it try.")
