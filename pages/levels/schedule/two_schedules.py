"""3.1: two schedules, one picture."""

import streamlit as st

from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import SCHEDULES, Schedule, by_hand
from pages.levels.schedule import choice, two_schedules_figures
from pages.levels.schedule.choice import BY_HAND, Plan
from pages.levels.schedule.mixing import moments, under
from pages.levels.schedule.two_schedules_figures import CURVES, FOG, GRAIN, LEAST, MOST, USUAL, Facts, facts
from pages.shared.numbers import fixed_percent
from pages.shared.page import bets, chosen_picture, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex, word
from pages.shared.player import player

BEGINNING = " This is only the beginning. Once you've bet, you'll see the rest."
TWO_PLANS = (
    "Here are two such plans. Under *linear* the steps grow evenly. Under *cosine* they are smaller at first, and far "
    "larger in the end."
)
LINEAR, COSINE, EQUAL = "Under linear", "Under cosine", "Equally well under both"
MOMENT, BET = "schedule", "schedule.half"
OVERSHOOT = (
    "With fewer steps, linear and scaled linear make each one larger: β times 1,000\u00a0/\u00a0T. "
    "With very few they overshoot, and end with even less picture."
)


def _below() -> None:
    chosen_picture.choose("schedule", here="schedule", shown_in="3.1", alone=True)
    fold("Formula", lambda: _formula(Plan("linear").make(USUAL)))
    show_code(*SCHEDULES.values(), by_hand, add_noise, diffusers="two_schedules")


@experiment("3.1", "Two schedules, one picture", below=_below)
def two_schedules() -> None:
    st.markdown(TWO_PLANS)
    guess = bets.ask(BET, "Halfway through, where is the picture easier to see?", (LINEAR, COSINE, EQUAL))
    stage, side = stage_and_side()
    # stands below the menus, and is read before them: one of its points may have moved
    with st.expander("Fewer steps, or a schedule by hand"):
        steps = controls.whole("Small steps, T", LEAST, MOST, key="schedule.steps", default=USUAL, step=GRAIN)
        if steps < USUAL:
            st.caption(OVERSHOOT)
        choice.points_by_hand()
        judgement = st.container()
    revealed = bool(guess) or link_reveals(MOMENT)
    with side:
        notice("Only the schedule differs: same picture, same noise, same moment." + ("" if revealed else BEGINNING))
        first, second, curve = _choices()
    picture = chosen_picture.now("schedule")
    pair = (first.make(steps), second.make(steps))
    with stage:
        _stage(picture, pair, curve, revealed=revealed)
    hand = next((plan.hand for plan in (first, second) if plan.hand), ())
    offer(two_schedules_figures.on_the_way, data=picture.data, names=(first.name, second.name), hand=hand, steps=steps)
    with judgement:
        _judge((first, second), steps)
    with side:
        _outcome(guess, (first, second), steps)


def _choices() -> tuple[Plan, Plan, str]:
    left, right = st.columns(2, gap="small")
    with left:
        first = choice.leader("First")
    with right:
        second = choice.menu("Second", key="schedule.second", default="cosine")
    names = {name: name[0].upper() + name[1:] for name in CURVES}
    curve = controls.menu("Curve", tuple(CURVES), key="schedule.curve", names=names.__getitem__)
    st.caption(two_schedules_figures.HOW_TO_READ[curve])
    return first, second, curve


def _stage(picture: pictures.Picture, pair: tuple[Schedule, Schedule], curve: str, *, revealed: bool) -> None:
    """The whole way once there is a guess, or for who follows a link to a moment; before it, the beginning alone."""
    at = moments(pair[0].steps, beginning=not revealed)
    player(
        "schedule.stage",
        two_schedules_figures.tracks(picture, pair, curve, at),
        labels=two_schedules_figures.labels(pair, at),
        start=len(at) // 2 if revealed else len(at) - 1,
        run="the whole way" if revealed else "the beginning",
        moment=MOMENT if revealed else None,
        whole=len(moments(pair[0].steps)),
        readout="bytes",
        proof=bets.proof(BET, end=len(at) // 2, fps=10, marks=["first", "second"]),
        alt=f"{picture.words}, noised under two schedules",
    )


def _judge(chosen: tuple[Plan, Plan], steps: int) -> None:
    drawn = [plan for plan in chosen if plan.name == BY_HAND][:1]
    for plan in drawn:
        st.markdown(f"**Your schedule:** {two_schedules_figures.judged(plan.make(steps))}")


def _outcome(guess: str | None, chosen: tuple[Plan, Plan], steps: int) -> None:
    if not guess:
        return
    linear, cosine = (facts(Plan(name).make(steps)) for name in ("linear", "cosine"))
    reasons = {
        LINEAR: f"In the first half its steps are on average {linear.early / cosine.early:.1f} times as large as "
        f"cosine's: only {fixed_percent(linear.left_half)} of the picture is left.",
        COSINE: f"It has {fixed_percent(cosine.left_half)} of the picture left at half time.",
        EQUAL: "Only the start and, to the eye, the end agree. Drag the film to the middle and compare.",
    }
    asked = [plan.name for plan in chosen] == ["linear", "cosine"]
    says = (
        f"Halfway **{fixed_percent(cosine.left_half)}** of the picture is left under cosine, "
        f"{fixed_percent(linear.left_half)} under linear."
    )
    bets.outcome(guess, right=_easier(linear, cosine), says=says, reasons=reasons if asked else {})
    fog = {under(plan.name): fixed_percent(facts(plan.make(steps)).fog) for plan in chosen}
    (first, share), *others = fog.items()
    st.markdown(
        f"{first.capitalize()}, {share} of the steps come when over {fixed_percent(FOG)} is noise already"
        + "".join(f"; {name} it's {share}" for name, share in others)
        + "."
    )


def _easier(linear: Facts, cosine: Facts) -> str:
    if linear.left_half == cosine.left_half:
        return EQUAL
    return COSINE if cosine.left_half > linear.left_half else LINEAR


def _formula(schedule: Schedule) -> None:
    left = schedule.alpha_bar_at(schedule.steps / 2)
    noisy, clean, draw = tex("noisy", "x_t"), tex("clean", "x_0"), tex("noise", r"\varepsilon")
    st.latex(rf"{noisy} \;=\; \sqrt{{\bar\alpha_t}}\;{clean} \;+\; \sqrt{{1-\bar\alpha_t}}\;{draw}")
    st.latex(r"\bar\alpha_t \;=\; (1-\beta_1)\,(1-\beta_2)\cdots(1-\beta_t)")
    st.latex(r"\text{decibels} \;=\; 10\,\log_{10}\frac{\bar\alpha_t}{1-\bar\alpha_t}")
    st.markdown(
        f"{word('noisy', 'The noisy picture')} is a mixture of {word('clean', 'the picture')} and "
        f"{word('noise', 'the noise')}. ᾱ is the share of the picture, and 1 − ᾱ the share of noise. "
        f"What multiplies them are the roots, so that squares add up to 1: halfway "
        f"{under(schedule.name)} {left**0.5:.2f} and {(1 - left) ** 0.5:.2f}. "
        "Each small step multiplies what is left by 1 − β. "
        "In decibels, ten less means ten times less picture for the same noise."
    )
