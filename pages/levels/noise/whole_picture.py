"""2.1: the whole picture drowns, every pixel at once."""

import streamlit as st

from diffusion_core.process.forward import walk
from diffusion_core.sampling.defaults import STEPS as STEPS_BACK
from pages.levels.noise import jump_figures, whole_picture_figures
from pages.levels.noise.scales import NUMBERS, PIXELS, STEPS, labels
from pages.levels.noise.whole_picture_figures import Film
from pages.shared.page import bets, chosen_picture, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

MOMENT, BET = "whole", "noise.which"
ALL, TENTH, SAME = "All, each by its own amount", "A random tenth of them", "All, by the same amount"
ANSWERS = ("Q5", "Q6")
BEFORE = "Watch it drown. You see six moments of one run. Bet, and you see what chance adds, too."
AFTER = "The second picture is what chance has just added; grey means nothing. Can you find a cat in it? There is none."
GUIDED = 60
"""Steps of the guide in level 1."""
HOW_MANY = (
    f"How many steps? The guide of level 1 took {GUIDED}, here it's {STEPS}, few enough to look at. Into the noise "
    f"{jump_figures.STEPS:,} are usual, and level 4 comes back out in {STEPS_BACK}. It's like a walk: you may take "
    "small steps or large ones, and the way stays the same."
)


def _below() -> None:
    chosen_picture.choose("noise", here="whole", shown_in="2.1")
    show_code(walk, diffusers="small_steps")


@experiment("2.1", "The picture drowns", answers=ANSWERS, below=_below)
def whole_picture() -> None:
    guess = bets.ask(BET, f"The picture has {PIXELS:,} pixels. Which of them does one step of noise change?",
                     (ALL, TENTH, SAME))  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("whole.seed", label="no.")
        st.markdown(HOW_MANY)
    film = whole_picture_figures.film(picture, seed)
    with stage:
        _stage(picture, film, revealed=revealed)
    _outcome(guess, film)
    fold("The draws, counted", lambda: _counted(picture, seed))
    chosen_picture.follow()


def _stage(picture: pictures.Picture, film: Film, *, revealed: bool) -> None:
    at = whole_picture_figures.EACH if revealed else whole_picture_figures.FEW
    player(
        "whole.stage",
        whole_picture_figures.tracks(film, picture.words, revealed=revealed),
        labels=labels(at),
        fps=5 if revealed else 1.5,
        autoplay=not revealed,
        run=str(revealed),
        moment=MOMENT if revealed else None,
        readout="bytes",
        proof=bets.proof(BET, fps=3, marks=["draws"]),
        alt=f"{picture.words}, noised in {STEPS} small steps",
    )


def _outcome(guess: str | None, film: Film) -> None:
    if not guess:
        return
    right = TENTH if film.changed < NUMBERS / 2 else ALL if film.different > NUMBERS / 2 else SAME
    reasons = {
        TENTH: "Then most of what chance adds would be grey. Look at the second picture: there's colour everywhere.",
        SAME: "Then the picture would only turn brighter or darker, and stay as clear as before.",
    }
    agree = " Now and then two agree to the last digit." if film.different < NUMBERS else ""
    says = (
        f"Step 1 changed **{film.changed:,}** of {NUMBERS:,} numbers (three a pixel), "
        f"by {film.different:,} different amounts.{agree}"
    )
    bets.outcome(guess, right=right, says=says, reasons=reasons)


def _counted(picture: pictures.Picture, seed: int) -> None:
    """All draws of each step, as bars that fill the bell."""
    st.markdown(
        f"Each pixel gets three pushes of chance, one each for red, green and blue: {NUMBERS:,} in all. We call such a "
        "push a draw. Count them, and you get the bell of level 1 again, at every step."
    )
    film = whole_picture_figures.film(picture, seed)
    player("whole.counted", [whole_picture_figures.histogram(film.counts)], start=1, fps=5,
           labels=labels(whole_picture_figures.EACH), alt="the draws of each step, counted")  # fmt: skip
