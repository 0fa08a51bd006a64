"""2.1: the whole picture dissolves, every pixel at once."""

import streamlit as st

from diffusion_core.process.forward import walk
from diffusion_core.sampling.defaults import STEPS as STEPS_BACK
from pages.levels.noise import jump_figures, whole_picture_figures
from pages.levels.noise.scales import NUMBERS, PIXELS, STEPS, labels
from pages.levels.noise.whole_picture_figures import Film
from pages.shared.page import bets, chosen_picture, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import player

MOMENT, BET = "whole", "noise.which"
QUESTION = f"The picture has {PIXELS:,} pixels. Which of them does one step of noise change?"
ALL, TENTH, SAME = "All, each by its own amount", "A random tenth of them", "All, by the same amount"
REASONS = {
    TENTH: "Then most of the second picture would stay plain grey. (Grey means: nothing added.)",
    SAME: "Then the picture would only turn brighter or darker, and stay as clear as before.",
}
ANSWERS = ("Q5", "Q6")
BEFORE = "Watch it begin to dissolve. Once you've bet, you'll also see what chance adds, and how it ends."
AFTER = (
    "The second picture is what chance has just added: faint at first, then more and more. "
    "Can you find a cat in it? There is none. Now play on, until she's gone."
)
GUIDED = 60
"""Steps of level 1's guide in fresh water."""
HOW_MANY = (
    f"Here it's {STEPS} steps, so that you can look at them; {jump_figures.STEPS:,} are usual. On the way *into* the "
    "noise it makes no difference: small steps or large ones lead to the same kind of noise (2.5). On the way *back* "
    f"it does, as the race in level 1 has shown. There the guide in fresh water took {GUIDED} steps. Level 4 takes "
    f"{STEPS_BACK}, and level 3 shows why a single one fails."
)


def _below() -> None:
    chosen_picture.choose("noise", here="whole", shown_in="2.1")
    show_code(walk, diffusers="small_steps")


@experiment("2.1", "The picture dissolves", answers=ANSWERS, below=_below)
def whole_picture() -> None:
    guess = bets.ask(BET, QUESTION, (ALL, TENTH, SAME))
    revealed = bool(guess) or link_reveals(MOMENT)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("whole.seed")
    film = whole_picture_figures.film(picture, seed)
    with stage:
        _stage(picture, film, revealed=revealed)
    offer(whole_picture_figures.noised, data=picture.data, seed=seed)
    right, says = came_out(film)
    bets.outcome(guess, right=right, says=says, reasons=REASONS)
    fold("How many steps?", lambda: st.markdown(HOW_MANY))
    fold("The pushes, counted", lambda: _counted(picture, seed))
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
        proof=bets.proof(BET, end=whole_picture_figures.BEGUN, fps=5, marks=["added"]),
        alt=f"{picture.words}, noised in {STEPS} small steps",
    )


def came_out(film: Film) -> tuple[str, str]:
    """The right answer, and what was measured."""
    right = TENTH if film.changed < NUMBERS / 2 else ALL if film.different > NUMBERS / 2 else SAME
    changed = f"all **{NUMBERS:,}**" if film.changed == NUMBERS else f"**{film.changed:,}** of {NUMBERS:,}"
    each = "each by its own amount" if film.different == NUMBERS else f"by {film.different:,} different amounts"
    all_of = "All of them. " if film.changed == NUMBERS else ""
    step = whole_picture_figures.EACH[whole_picture_figures.BEGUN]
    return right, f"{all_of}Step {step} changed {changed} numbers (three to a pixel: red, green, blue), {each}."


def _counted(picture: pictures.Picture, seed: int) -> None:
    """All pushes of each step, as bars that fill the bell."""
    st.markdown(
        f"In each step a pixel gets three pushes, one each for red, green and blue: {NUMBERS:,} in all. Count them, "
        "and you get a bell: many small pushes, and few large ones. Later steps push harder, but the bell keeps its "
        "shape."
    )
    film = whole_picture_figures.film(picture, seed)
    player("whole.counted", [whole_picture_figures.histogram(film.counts)], start=1, fps=5,
           labels=labels(whole_picture_figures.EACH), alt="the pushes of each step, counted")  # fmt: skip
