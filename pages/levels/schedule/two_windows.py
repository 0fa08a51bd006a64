"""3.3, folded: under one schedule a picture lasts longer than a point."""

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
from pages.shared.player import place_of_chart, player

CLOUD, PICTURE, BOTH = "Which shape the point came from", "Which animal it is", "Both at once"
MOMENT, BET = "windows", "schedule.first_lost"
SAME_TIME = 50
WHY_NOT = {
    CLOUD: "A point has two numbers only, but here they held out longer.",
    PICTURE: "The picture has 12,288 numbers, and they all tell of one animal. Together they outlast the noise.",
    BOTH: "The share of noise is the same in both. But the picture says the same thing in many pixels.",
}


@experiment("3.3", "Why a picture lasts longer than a point", folded="A detour: a cloud of points, and a picture",
            opened_by=("windows.", "schedule.windows", "schedule.cloud"))  # fmt: skip
def two_windows() -> None:
    guess = bets.ask(
        BET,
        "A point has two numbers, a picture 12,288. Under the same schedule, which is lost first?",
        (CLOUD, PICTURE, BOTH),
    )
    stage, side = stage_and_side()
    revealed = bool(guess) or link_reveals(MOMENT)
    with side:
        notice("Same t, same share of noise. A point's colour says which of two shapes it came from.")
        chosen = choice.follower("Schedule: the first one of 3.1", key="schedule.windows")
        name = controls.choice("The cloud", tuple(points.CLOUDS), key="schedule.cloud", names=str.capitalize)
    schedule, found = chosen.make(two_windows_figures.T), two_windows_figures.drift(name, chosen)
    tracks = two_windows_figures.tracks(found, pictures.default(), schedule)
    with stage:
        player(
            "schedule.two",
            tracks if revealed else [*tracks[:2], place_of_chart(tracks[2])],
            labels=labels(schedule, two_windows_figures.at()),
            start=len(two_windows_figures.at()) // 2 if revealed else 0,
            run="the curve too" if revealed else "no curve yet",
            moment=MOMENT if revealed else None,
            proof=bets.proof(BET, end=_between(name, chosen), fps=8, marks=["cloud", "picture"]),
            alt="a cloud of points and a picture, noised under one schedule",
        )
    with side:
        _outcome(guess, name, chosen)
    show_code(points.best_guess, points.CLOUDS[name], diffusers="")


def _outcome(guess: str | None, name: str, chosen: Plan) -> None:
    if not guess:
        return
    cloud, picture = (two_windows_figures.lost_at(seen) for seen in _seen(name, chosen))
    right = BOTH if abs(cloud - picture) < SAME_TIME else CLOUD if cloud < picture else PICTURE
    says = (
        f"Half of the point is lost at {fixed('t = ')}**{cloud}**, half of the animal at {fixed('t = ')}**{picture}**."
    )
    bets.outcome(guess, right=right, says=says, reasons=WHY_NOT)
    points_lost, animal_lost = (_when(seen, chosen) for seen in _seen(name, chosen))
    st.markdown(
        f"{under(chosen.name).capitalize()}, half of what could be recognised is gone {points_lost} for a point, and "
        f"{animal_lost} for the animal. It isn't a fair race: eight animals are harder to tell apart than two shapes. "
        "Even so, the animal lasts longer. The more numbers speak of the same thing, the further into the noise a "
        "schedule must go (Chen 2023)."
    )


def _between(name: str, plan: Plan) -> int:
    """The frame halfway between the moments at which the one and the other is lost."""
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
