"""3.3: one knob, two windows."""

import numpy as np
import streamlit as st

from diffusion_core.data import points
from pages.levels.schedule import choice, two_windows_figures
from pages.levels.schedule.choice import Plan
from pages.levels.schedule.mixing import labels, under
from pages.shared.numbers import fixed, fixed_percent
from pages.shared.page import bets, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

CLOUD, PICTURE, BOTH = "From which shape a point comes", "Which animal it is", "Both at once"
MOMENT, BET = "windows", "schedule.first_lost"
SAME_TIME = 50
WHY_NOT = {
    CLOUD: "A point has two numbers only, but here they held out longer.",
    PICTURE: "The picture has 12,288 numbers, and they all tell of one animal. Together they outlast the noise.",
    BOTH: "The share of noise is the same in both. But the picture says the same thing in many pixels.",
}


@experiment("3.3", "One knob, two windows")
def two_windows() -> None:
    guess = bets.ask(BET, "A point has two numbers, a picture 12,288. Under one schedule, what can't be told any more "
                     "first?", (CLOUD, PICTURE, BOTH))  # fmt: skip
    stage, side = stage_and_side()
    revealed = bool(guess) or link_reveals(MOMENT)
    with side:
        notice("Same t, same share of noise. A point's colour tells from which of two shapes it comes.")
        chosen = choice.follower("Schedule: the first one of 3.1", key="schedule.windows")
        name = controls.choice("The cloud", tuple(points.CLOUDS), key="schedule.cloud", names=str.capitalize)
    schedule, found = chosen.make(two_windows_figures.T), two_windows_figures.drift(name, chosen)
    tracks = two_windows_figures.tracks(found, pictures.default(), schedule)
    with stage:
        player(
            "schedule.two",
            tracks if revealed else tracks[:2],
            labels=labels(schedule, two_windows_figures.at()),
            start=len(two_windows_figures.at()) // 2 if revealed else 0,
            run="the curve too" if revealed else "no curve yet",
            moment=MOMENT if revealed else None,
            proof=bets.proof(BET, end=_between(name, chosen), fps=8, marks=["picture"]),
            alt="a cloud of points and a picture, noised under one schedule",
        )
    with side:
        _outcome(guess, name, chosen)
    show_code(points.best_guess, points.CLOUDS[name], diffusers="")


def _outcome(guess: str | None, name: str, chosen: Plan) -> None:
    if not guess:
        return
    cloud, picture = (two_windows_figures.lost_at(seen) for seen in _seen(name, Plan("cosine")))
    right = BOTH if abs(cloud - picture) < SAME_TIME else CLOUD if cloud < picture else PICTURE
    says = f"Under cosine the point is lost at {fixed('t = ')}**{cloud}**, the animal at {fixed('t = ')}**{picture}**."
    bets.outcome(guess, right=right, says=says, reasons=WHY_NOT)
    points_lost, animal_lost = (_when(seen, chosen) for seen in _seen(name, chosen))
    st.markdown(
        f"Measured {under(chosen.name)}, half of what could be told is gone: for a point {points_lost}, "
        f"for the animal {animal_lost}. It's no fair race, for there are two shapes and eight animals; yet the harder "
        "question lasts longer. The more numbers tell of the same thing, the further into the noise a schedule must "
        "go (Chen 2023)."
    )


def _between(name: str, plan: Plan) -> int:
    """The frame half-way between the moments at which the one and the other can't be told any more."""
    lost = [two_windows_figures.lost_at(seen) for seen in _seen(name, plan)]
    return int(np.searchsorted(two_windows_figures.at(), sum(lost) / 2))


def _seen(name: str, plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    return (
        two_windows_figures.seen_of_points(two_windows_figures.drift(name, plan)),
        two_windows_figures.seen_of_picture(plan.make(two_windows_figures.T)),
    )


def _when(seen: np.ndarray, plan: Plan) -> str:
    if seen[-1] >= 0.5:
        return "not even at the end"
    t = two_windows_figures.lost_at(seen)
    noise = fixed_percent(1 - plan.make(two_windows_figures.T).alpha_bar[t].item())
    return f"at {fixed('t = ')}**{t}**, with {noise} noise"
