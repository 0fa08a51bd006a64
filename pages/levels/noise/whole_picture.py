"""2.2: every pixel at once."""

from diffusion_core.process.forward import walk
from pages.levels.noise import whole_picture_figures
from pages.levels.noise.scales import NUMBERS, STEPS, labels
from pages.levels.noise.whole_picture_figures import Film
from pages.shared.page import bets, chosen_picture, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

MOMENT, BET = "whole", "noise.which"
ALL, TENTH, SAME = "All, each by its own amount", "A random tenth of them", "All, by the same amount"
ANSWERS = {
    "Q5": "Every pixel, at every step. None is left out, and none is picked out.",
    "Q6": "One for each number: the red, green and blue of a pixel get a draw each. "
    "They all come from the same bell, and none knows of the others.",
}


def _below() -> None:
    chosen_picture.choose("noise", here="whole", shown_in="2.2")
    show_code(walk, diffusers="small_steps")


@experiment("2.2", "The whole picture", answers=ANSWERS, below=_below)
def whole_picture() -> None:
    guess = bets.ask(BET, f"The picture is {NUMBERS:,} numbers. Which of them does one step of noise change?",
                     (ALL, TENTH, SAME))  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(
            "Each step has a fresh field of draws (grey is 0). Nothing of the picture is in it."
            if revealed
            else "64 × 64 pixels, three numbers each. You see six moments of one run. Bet, and you see it step by step."
        )
        seed = controls.seed("whole.seed", label="no.")
    film = whole_picture_figures.film(picture, seed)
    with stage:
        _stage(picture, film, revealed=revealed)
    _outcome(guess, film)
    chosen_picture.follow()


def _stage(picture: pictures.Picture, film: Film, *, revealed: bool) -> None:
    at = whole_picture_figures.EACH if revealed else whole_picture_figures.FEW
    player(
        "whole.stage",
        whole_picture_figures.tracks(film, picture.words, revealed=revealed),
        labels=labels(at),
        fps=6 if revealed else 2,
        start=at.index(whole_picture_figures.FEW[1]),
        run=str(revealed),
        moment=MOMENT if revealed else None,
        readout="bytes",
        proof=bets.proof(BET, end=6, fps=1.5, marks=["draws"]),
        alt=f"{picture.words}, noised in {STEPS} small steps",
    )


def _outcome(guess: str | None, film: Film) -> None:
    if not guess:
        return
    right = TENTH if film.changed < NUMBERS / 2 else ALL if film.different > NUMBERS / 2 else SAME
    reasons = {
        TENTH: "Then the rest would still be clean. Step once from t = 0 and look: nothing is still clean.",
        SAME: "Then the picture would only turn brighter or darker, and stay as clear as before.",
    }
    agree = " Now and then two agree to the last digit." if film.different < NUMBERS else ""
    says = f"**{film.changed:,}** of {NUMBERS:,} numbers changed, by {film.different:,} different draws.{agree}"
    bets.outcome(guess, right=right, says=says, reasons=reasons)
