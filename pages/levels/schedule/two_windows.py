"""Level 3, fifth experiment: one knob, two windows."""

import streamlit as st

from diffusion_core import points
from pages.shared import bets, controls, pictures, schedule_choice, schedule_cloud
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.player import player
from pages.shared.schedule_choice import Plan
from pages.shared.schedule_words import fixed, percent

CLOUD, PICTURE, BOTH = "From which half a point comes", "Which animal it is", "Both at once"
MOMENT = "windows"
SAME_TIME = 50
WHY_NOT = {
    CLOUD: "A point has two numbers only, but here they held out longer.",
    PICTURE: "The picture has 12,288 numbers, and they all tell of one animal. Together they outlast the noise.",
    BOTH: "The share of noise is the same in both. But the picture says the same thing in many pixels.",
}


@experiment("3.5", "One knob, two windows")
def two_windows() -> None:
    guess = bets.ask(
        "schedule.first_lost", "Under one schedule, what can no longer be told first?", (CLOUD, PICTURE, BOTH)
    )
    stage, side = stage_and_side()
    told = bool(guess) or f"{MOMENT}." in st.query_params.get("moment", "")
    with side:
        chosen = schedule_choice.follower("Schedule: the first one of 3.1", key="schedule.windows")
        name = controls.choice("The cloud", tuple(points.CLOUDS), key="schedule.cloud", names=str.capitalize)
        notice(
            "Each point is an example with two numbers, the picture is one with 12,288. Same t, same share of noise. "
            "The points' colours tell only from which half they come."
        )
    schedule, found = chosen.make(schedule_cloud.T), schedule_cloud.drift(name, chosen)
    tracks = schedule_cloud.tracks(found, pictures.default(), schedule)
    with stage:
        player(
            "schedule.two",
            tracks if told else tracks[:2],
            labels=schedule_cloud.labels(schedule),
            start=len(schedule_cloud.at()) // 2 if told else 0,
            run="the curve too" if told else "no curve yet",
            moment=MOMENT if told else None,
            alt="a cloud of points and a picture, noised under one schedule",
        )
    if guess:
        _outcome(guess, name)
    show_code(points.best_guess, points.CLOUDS[name], diffusers="")
    schedule_choice.draw_others_anew()


def _outcome(guess: str, name: str) -> None:
    cosine = Plan("cosine").make(schedule_cloud.T)
    cloud = schedule_cloud.lost_at(schedule_cloud.seen_of_points(schedule_cloud.drift(name, Plan("cosine"))))
    picture = schedule_cloud.lost_at(schedule_cloud.seen_of_picture(cosine))
    right = BOTH if abs(cloud - picture) < SAME_TIME else CLOUD if cloud < picture else PICTURE
    bets.outcome(guess, right=right, reasons=WHY_NOT)
    shares = [percent(1 - cosine.alpha_bar[t].item()) for t in (cloud, picture)]
    st.markdown(
        f"Measured under cosine: the best guess at a point is half-way to a coin toss at {fixed('t = ')}**{cloud}**, "
        f"with {shares[0]} noise. "
        f"With the animal, one of eight, it takes until {fixed('t = ')}**{picture}**, with {shares[1]}. "
        "Two halves against eight animals is no fair race, yet the harder question lasts longer. "
        "The more numbers tell of the same thing, the further into the noise a schedule must go (Chen 2023)."
    )
