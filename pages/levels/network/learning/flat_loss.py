"""4.6c: the error by noise level, and the floor that no network can pass."""

import numpy as np
import streamlit as st

from diffusion_core.data.point_world import floor, variance_left
from diffusion_core.training.watched import error_by_level
from pages.levels.network.learning.flat_loss_figures import large_log, loss_curve
from pages.levels.network.learning.floor import by_level, floors
from pages.levels.network.learning.recorded_run import recorded
from pages.shared.page import bets
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

SMALL, FEW, NOTHING = "It is too small", "It saw too few examples", "Nothing is wrong"
ANSWERS = {
    "Q18": "Training is marked by one number, the *loss*: how far off the guesses are on average. It soon seems to "
    "stand still. For the points we know why: most of it can never go away. The pictures go on improving while it "
    "moves by a hair.",
}


@experiment("4.6c", "A flat loss is not a broken one", answers=ANSWERS)
def flat_loss() -> None:
    run = recorded()["points"]
    first, last = run["loss"][1], run["loss"][-1]
    guess = bets.ask("learning.flat", f"The loss of the points fell from {first:.2f} to {last:.2f} and stays "
                     "there. 0 would mean no error at all. What is wrong?", [SMALL, FEW, NOTHING])  # fmt: skip
    stage, side = stage_and_side()
    errors = np.array(run["by_level"])
    with side:
        notice(_hint(guess))
        st.caption(f"A run that we recorded: {run['nudges'][-1]:,} nudges, {run['seconds']:.0f} s of processor time. "
                   "Yours is above, if you train it on points.")  # fmt: skip
    with stage:
        if guess is None:
            curve = loss_curve(run["nudges"][1:], run["loss"][1:], unit="nudges", top=1.1)
            player("learning.loss", [curve], alt="a loss that falls a little and then stays flat")  # fmt: skip
        else:
            player("learning.floor", [by_level(errors)], labels=_labels(run["nudges"], errors), fps=8,
                   start=len(errors) - 1, moment="floor", alt="errors above a floor")  # fmt: skip
            _outcome(guess, errors)
    show_code(floor, variance_left, error_by_level, diffusers="")


def _hint(guess: str | None) -> str:
    if guess is None:
        return "One number for all shares of noise together. Bet, and you see it taken apart."
    return "Play it: the error falls until it lies on the dashed floor, which is known exactly. Below it nobody can go."


def _labels(nudges: list[int], errors: np.ndarray) -> list[str]:
    least = floors().mean()
    return [
        f"nudge {n:,} · error {e:.2f} on average, floor {least:.2f}"
        for n, e in zip(nudges, errors.mean(1), strict=True)
    ]


def _outcome(guess: str, errors: np.ndarray) -> None:
    least, end = floors().mean(), errors[-1].mean()
    blank = errors[0].mean()
    left = (end - least) / (blank - least)
    right = NOTHING if abs(left) < 0.15 else FEW
    reasons = {
        SMALL: f"A network of any size stops at {least:.2f}.",
        FEW: f"Of the way from blank to the floor it went {100 * (1 - left):.0f} %. More can bring the rest only.",
    }
    st.markdown(
        f"Tested on new points it ends at **{end:.3f}**, and the floor is **{least:.3f}** on average. (The loss above "
        "was measured while it learnt.) In much noise many points could lie under what you see, and in "
        "little noise the noise is too faint to tell. Even a perfect network can only name the average."
    )
    bets.outcome(guess, right=right, reasons=reasons)
    seen, loss = large_log()
    middle = min(range(len(seen)), key=lambda i: abs(seen[i] - seen[-1] / 2))
    st.markdown(
        f"**The large network's loss looks the same.** After {seen[middle]:,} pictures it was {loss[middle]:.2f}, at "
        f"the end {loss[-1]:.2f}. Its floor nobody knows. Look at its pictures instead, below."
    )
    player("learning.large", [loss_curve(seen, loss, unit="pictures seen", top=0.7)],
           alt="the loss of the large network over its training")  # fmt: skip
