"""4.5: a small network trained while the visitor watches."""

import streamlit as st

from diffusion_core.data.small_cats import ANIMAL, colour_of
from diffusion_core.training.loop import train
from diffusion_core.training.watched import (
    JUDGED,
    LESSONS,
    RIGHT,
    SHOWN,
    Glimpse,
    learn_critters,
    learn_points,
    nudge_points,
)
from pages.levels.network.learning import live_figures
from pages.server.errands import OVER, PAUSED, WAITING, WORKING, Errand
from pages.shared.keeping import under_way
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import SAID, player

WORLDS = {"critters": "small cats", "points": "points"}
BET = "learning.nudges"
TEN, HUNDREDS, MILLION = "About ten", "A few hundred", "About a million"
ANSWERS = ("Q18",)
Training = Errand[Glimpse]
EVERY = {WAITING: 2.0, WORKING: 1.0, PAUSED: 4.0}
"""Seconds between two looks of the browser at a training."""


@experiment("4.5", "Train one yourself", answers=ANSWERS)
def live() -> None:
    stage, side = stage_and_side()
    with side:
        said = st.container()
        name = controls.choice("It learns", tuple(WORLDS), key="learning.world", names=WORLDS.__getitem__)
        told = st.container()
    guess = _bet() if name == "critters" else None
    training = _trainings().get(name)
    _stop_others(name)
    state = under_way.standing(training)
    with said:
        notice(_hint(name, state))
    with stage:
        st.fragment(_watch, run_every=EVERY.get(state))(name, state, shown=bool(guess))
    with told:
        _outcome(guess)
        st.caption(_about(name))
    show_code(*((train, learn_critters, colour_of) if name == "critters" else (learn_points, nudge_points)),
              diffusers="")  # fmt: skip


def _bet() -> str | None:
    question = "A small network starts blank. How many nudges until 4 in 5 of its cats have the colour that we name?"
    return bets.ask(BET, question, [TEN, HUNDREDS, MILLION])


def _hint(name: str, state: str) -> str:
    many = "points" if name == "points" else "sixteen cats"
    watch = f"It turns the same noise into {many}, again and again, as it learns."
    press = {OVER: "Press **Start**. ", PAUSED: "It rests. Press **Go on**, or **Train on**. "}
    return press.get(state, "") + watch


def _about(name: str) -> str:
    if name == "points":
        return (
            "A point has two numbers where a picture has 12,288. So you see all of the data at once. Some points stray "
            "even when the error has stopped falling: on the way from noise, many small misses add up. "
            f"{LESSONS[name].batch} points make one nudge."
        )
    return f"A simple rule checks the colours of {JUDGED} new {ANIMAL}s; in your own run you see {SHOWN} of them."


def _watch(name: str, before: str, *, shown: bool) -> None:
    """The part of the page that asks for news while a training is alive.

    before: its state when the page was run; shown: whether the bet has been made.
    """
    training = _trainings().get(name)
    if training is not None:
        training.hear()
    if _buttons(name, training) or under_way.standing(training) != before:
        st.rerun()
    glimpses = list(training.results) if training else []
    recorded = shown and not glimpses and before == OVER
    if recorded:
        _recorded()
    else:
        _show(name, glimpses or [live_figures.blank_glimpse(name)], whole=before in (PAUSED, OVER))
    unbegun = recorded and training is None
    st.caption("A recorded run. Yours hasn't begun yet." if unbegun else _status(name, training))


def _recorded() -> None:
    """For who bets and doesn't train: how a recorded run got there."""
    tracks, labels, there = live_figures.recorded_tracks()
    player("learning.recorded", tracks, labels=labels, fps=8, start=there, run="recorded",
           proof=bets.proof(BET, end=there, fps=8, marks=["right", SAID]),
           alt="how many cats have the right colour, nudge by nudge")  # fmt: skip


def _show(name: str, glimpses: list[Glimpse], *, whole: bool) -> None:
    """All glimpses to scrub through, or while more are coming, the latest alone."""
    shown = glimpses if whole else glimpses[-1:]
    labels = [live_figures.label(name, glimpse) for glimpse in shown]
    player("learning.live", live_figures.tracks(name, glimpses, latest=not whole), labels=labels,
           fps=8, start=len(shown) - 1, run=f"{name}.{len(glimpses) if whole else 'now'}",
           proof=bets.proof(BET, marks=["right"]) if name == "critters" and len(shown) > 1 else None,
           alt="what a small network makes of noise, nudge by nudge")  # fmt: skip


def _buttons(name: str, training: Training | None) -> bool:
    """Start, pause and stop; whether one of them was pressed."""
    go_on = "Train on" if training and training.reached else "Go on"
    keys = ("learning.start", "learning.pause", "learning.stop")
    return under_way.buttons(training, lambda: under_way.started(_trainings(), name), keys=keys, start="Start",
                             again="Start again", go_on=go_on)  # fmt: skip


def _status(name: str, training: Training | None) -> str:
    if training is None:
        return "Blank: no nudge yet."
    so_far = live_figures.label(name, training.latest) if training.latest else under_way.NOT_YET
    resting = _goal(training) if training.reached else under_way.RESTING
    return under_way.status(training, so_far, at_work="At work, in a process of its own.", resting=resting)


def _goal(training: Training) -> str:
    there = next(glimpse for glimpse in training.results if glimpse.right >= RIGHT)
    return (
        f"Done: after {there.nudges} nudges {100 * there.right:.0f} % have the colour that we name. "
        "Train on, and they get better."
    )


def _outcome(guess: str | None) -> None:
    if guess is None:
        return
    own = _trainings().get("critters")
    nudges = live_figures.learnt_after(own.results) if own else None
    says = f"**{nudges}** nudges, in your run."
    if nudges is None:
        nudges = live_figures.recorded_learnt_after()
        # looked at every few nudges, on a few cats: no more than about
        says = f"About **{round(nudges, -2)}** nudges, in a recorded run."
    early, large = 100 * live_figures.recorded_right(12), live_figures.large_nudges()
    reasons = {
        TEN: f"A nudge is tiny. After a dozen of them, {early:.0f} % of the cats had the right colour.",
        HUNDREDS: "",
        MILLION: f"Even the large network got only {large:,} nudges." if large else "",
    }
    right = TEN if nudges < 50 else HUNDREDS if nudges < 5000 else MILLION
    bets.outcome(guess, right=right, says=says, reasons={option: why for option, why in reasons.items() if why})


def _trainings() -> dict[str, Training]:
    """This visitor's latest training of each world."""
    return st.session_state.setdefault("learning.trainings", {})


def _stop_others(name: str) -> None:
    """One training for each visitor: whoever chooses the other world stops the first."""
    for other, training in _trainings().items():
        if other != name:
            training.stop()
