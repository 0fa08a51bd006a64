"""3.2: where the steps go."""

import numpy as np
import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.evaluation.legibility import Legibility
from pages.levels.schedule import choice, where_steps_go_figures
from pages.levels.schedule.choice import BY_HAND, Plan
from pages.levels.schedule.legibility import by_average, legibility
from pages.levels.schedule.mixing import labels
from pages.levels.schedule.where_steps_go_figures import EXAM, NAMED, T
from pages.shared.keeping import ahead
from pages.shared.numbers import fixed, fixed_percent
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

ABOUT = {300: "About t = 300", 600: "About t = 600", 900: "About t = 900"}
MOMENT, BET = "reader", "schedule.lost"
USUAL = 18
"""A critter with which the reader goes wrong where it does on average."""
READER = "The reader is a program that learnt from half-noised pictures. It's told how much noise there is."
ANSWERS = ("Q12",)


def _below() -> None:
    fold("How good is the reader?", lambda: st.markdown(_how_good()))
    show_code(Legibility.lost_at, Legibility.use, diffusers="")


@experiment("3.2", "Where the steps go", answers=ANSWERS, below=_below)
def where_steps_go() -> None:
    guess = bets.ask(
        BET, "Under linear, a good reader tries to name the animal. From about which step *t* on is it mostly wrong?",
        list(ABOUT.values()),
    )  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(READER if revealed else f"{READER} This is only the beginning. Once you've bet, you'll see the rest.")
        left, right = st.columns(2, gap="small")
        with left:
            chosen = choice.menu("Schedule", key="schedule.read", default="linear")
        with right:
            other = choice.menu("Beside it", key="schedule.beside", default="cosine")
        number = controls.whole("Critter", 1, EXAM, key="schedule.critter", default=USUAL) - 1
    with stage:
        _stage(number, chosen, other, revealed=revealed)
    if guess:
        with side:
            _outcome(guess)
        fold("Wasted steps", lambda: _spending([chosen, other]))


def _stage(number: int, chosen: Plan, other: Plan, *, revealed: bool) -> None:
    try:
        found = where_steps_go_figures.read(number, chosen)
    except NoWeights as missing:
        st.info(str(missing))
        return
    for near in {max(0, number - 1), min(number + 1, EXAM - 1)} - {number}:
        ahead.work_out(where_steps_go_figures.read, near, chosen)
    schedule, at = chosen.make(T), where_steps_go_figures.shown(revealed)
    player(
        "schedule.reader",
        where_steps_go_figures.tracks(found, schedule, other.make(T), revealed=revealed),
        labels=labels(schedule, at),
        start=len(at) // 2 if revealed else len(at) - 1,
        run="the whole way" if revealed else "the beginning",
        moment=MOMENT if revealed else None,
        whole=where_steps_go_figures.FRAMES,
        proof=bets.proof(BET, end=int(np.searchsorted(at, legibility().lost_at(schedule))), fps=8, marks=["says"]),
        alt=f"{found.words}, noised, and what a reader makes of it",
    )


def _outcome(guess: str) -> None:
    curve, linear = legibility(), Plan("linear").make(T)
    lost = {name: curve.lost_at(Plan(name).make(T)) for name in NAMED}
    left = {t: fixed_percent(linear.alpha_bar[t].item()) for t in ABOUT}
    reasons = {
        ABOUT[300]: f"There {left[300]} of the picture is left, and the reader is right {_rate(300)} of the time.",
        ABOUT[600]: f"There only {left[600]} of the picture is left: the reader is right {_rate(600)} of the time.",
        ABOUT[900]: f"By then {left[900]} of the picture is left: the reader is right {_rate(900)} of the time, and a "
        f"blind guess {100 * curve.chance:.1f}\u00a0%.",
    }
    says = f"More often wrong than right from about {fixed('t = ')}**{tens(lost['linear'])}** on."
    bets.outcome(guess, right=ABOUT[min(ABOUT, key=lambda t: abs(t - lost["linear"]))], says=says, reasons=reasons)
    wasted = {name: fixed_percent(curve.use(Plan(name).make(T)).blind) for name in NAMED}
    st.markdown(
        f"Under cosine the reader holds out until about {fixed('t = ')}**{tens(lost['cosine'])}**. That's good: "
        f"linear wastes {wasted['linear']} of its steps on noise in which the animal can only be guessed, "
        f"cosine {wasted['cosine']}. **From here on, cosine is our schedule.**"
    )


def tens(t: int) -> int:
    """As exactly as it is known: the recorded shares of noise lie further apart than single steps."""
    return round(t, -1)


def _spending(shown: list[Plan]) -> None:
    place = {name: tens(by_average("place").lost_at(Plan(name).make(T))) for name in ("linear", "cosine")}
    by_hand = [plan for plan in shown if plan.name == BY_HAND][:1]
    st.markdown(where_steps_go_figures.spending((*map(Plan, NAMED), *by_hand)))
    st.markdown(
        "A good schedule is small in *all* columns, as cosine and sigmoid are. Ours is cosine, an old and simple one. "
        "Linear wastes steps on the animal alone. The background fills the whole picture, and can be recognised for "
        "longer: somebody who only knows the average picture of each place is mostly right until about "
        f"{fixed('t = ')}**{place['linear']}** under linear, and {fixed('t = ')}**{place['cosine']}** under cosine. "
        "Scaled linear wastes no step because it stops too early, while some of the picture is left. 3.4 shows the "
        "price."
    )
    st.caption(
        "Wasted: begun when next to nothing can be recognised any more. For the animal the reader is then right at "
        f"most {fixed_percent(where_steps_go_figures.blind_below())} of the time. Colour and place were recognised by "
        f"comparing with average pictures, of {by_average('place').count:,} new critters. A better reader would know "
        "them for longer, so no more is wasted there than this."
    )


def _rate(t: int) -> str:
    return fixed_percent(legibility().rate(Plan("linear").make(T), t))


def _how_good() -> str:
    curve = legibility()
    best = curve.right.argmax()
    return (
        f"The reader learnt from {curve.taught:,} freshly drawn critters. Its curve was recorded before, "
        f"at {len(curve.right)} shares of noise with {curve.count} new critters each. "
        f"At best it is right {100 * curve.right[best]:.1f}\u00a0% of the time (95\u00a0% interval "
        f"{100 * curve.low[best]:.1f} to {100 * curve.high[best]:.1f}\u00a0%), a blind guess "
        f"{100 * curve.chance:.1f}\u00a0%."
    )
