"""4.7: the error by noise level, and the floor that no network can pass."""

import numpy as np
import streamlit as st

from diffusion_core.data.point_world import floor, variance_left
from diffusion_core.training.watched import error_by_level
from pages.levels.network.learning.flat_loss_figures import large_log, loss_curve
from pages.levels.network.learning.floor import by_level, floors
from pages.levels.network.learning.recorded_run import recorded
from pages.shared.page import bets
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import SAID, player

BET = "learning.flat"
BEFORE = "One number for all amounts of noise together. Bet, and you'll see it taken apart."
AFTER = "The error falls until it lies on the dashed floor. Here we know that floor exactly, and nobody gets below it."
SMALL, FEW, NOTHING = "It's too small", "It saw too few examples", "Nothing is wrong"
ANSWERS = ("Q18",)


def _below() -> None:
    fold("The large network", _large)
    show_code(floor, variance_left, error_by_level, diffusers="")


@experiment("4.7", "A flat loss is not a broken one", answers=ANSWERS, below=_below,
            folded="For experts: what's wrong when the loss stands still?", opened_by=("floor.",))  # fmt: skip
def flat_loss() -> None:
    run = recorded()["points"]
    first, last = run["loss"][1], run["loss"][-1]
    guess = bets.ask(BET, f"The loss of the points fell from {first:.2f} to {last:.2f} and stays there. "
                     "No error at all would be 0. What's wrong?", [SMALL, FEW, NOTHING])  # fmt: skip
    revealed = bool(guess) or link_reveals("floor")
    stage, side = stage_and_side()
    errors = np.array(run["by_level"])
    with side:
        notice(AFTER if revealed else BEFORE)
    with stage:
        if not revealed:
            curve = loss_curve(run["nudges"][1:], run["loss"][1:], unit="nudges", top=1.1)
            player("learning.loss", [curve], alt="a loss that falls a little and then stays flat")  # fmt: skip
        else:
            player("learning.floor", [by_level(errors)], labels=_labels(run["nudges"], errors), fps=8,
                   start=len(errors) - 1, moment="floor", proof=bets.proof(BET, fps=8, marks=["by_level", SAID]),
                   alt="errors above a floor")  # fmt: skip
    if guess:
        _outcome(guess, errors)
        with side:
            st.markdown(
                "With a lot of noise, many points could lie under what you see. With a little, the noise is too faint "
                "to tell. Even a perfect network can only name the average. And a low loss isn't yet a right drawing: "
                "the loss marks one guess at a time, but a drawing takes many, and their small misses add up. So a few "
                "points stray in 4.5, though the loss is almost at its floor."
            )
    side.caption(f"A run that we recorded: {run['nudges'][-1]:,} nudges, {run['seconds']:.0f} s of processor time. "
                 "Yours is above, if you train it on points.")  # fmt: skip


def _labels(nudges: list[int], errors: np.ndarray) -> list[str]:
    least = floors().mean()
    return [
        f"nudge {n:,} · error {e:.2f} on average, floor {least:.2f}"
        for n, e in zip(nudges, errors.mean(1), strict=True)
    ]


def _outcome(guess: str, errors: np.ndarray) -> None:
    least, end, blank = floors().mean(), errors[-1].mean(), errors[0].mean()
    left = (end - least) / (blank - least)
    says = f"It ends at **{end:.3f}**. The least there can be is {least:.3f}."
    reasons = {
        SMALL: f"A network of any size stops at {least:.2f}.",
        FEW: f"It went {100 * (1 - left):.0f} % of the way from blank to the floor. More can only bring the rest.",
    }
    bets.outcome(guess, right=NOTHING if abs(left) < 0.15 else FEW, says=says, reasons=reasons)


def _large() -> None:
    seen, loss = large_log()
    middle = min(range(len(seen)), key=lambda i: abs(seen[i] - seen[-1] / 2))
    player("learning.large", [loss_curve(seen, loss, unit="pictures seen", top=0.7)],
           alt="the loss of the large network over its training")  # fmt: skip
    st.markdown(
        f"The large network's loss looks the same. After {seen[middle]:,} pictures it was {loss[middle]:.2f}, at the "
        f"end {loss[-1]:.2f}. On pictures that it never saw, nobody knows the floor. "
        "Look at what it draws instead, in 4.6."
    )
