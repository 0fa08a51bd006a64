"""1.2: one speck, six, five thousand: chance has a shape."""

import numpy as np
import streamlit as st

from diffusion_core import ink
from pages.levels.ink.follow_figures import (
    FPS,
    FRAMES,
    LATER,
    RUNS,
    SOON,
    Walks,
    frame_at,
    glass,
    heap,
    labels,
    walks,
    width,
)
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

TIMES = {"once": 1, "six times": 6, f"{RUNS:,} times": RUNS}
SAYS = {
    "once": "One speck, and the path that it took. Can you tell where it goes next? It can't either.",
    "six times": "The same start, six times. Six paths, and no two alike.",
    f"{RUNS:,} times": "Nobody can say where one speck will go. But all of them together make a shape that we can say "
    "beforehand: a **bell**.",
}
WIDER = {1: "Just as wide", 2: "Twice as wide", 4: "Four times as wide"}
WHY_NOT = {
    WIDER[1]: "The shoves go on, and nothing pulls a speck back to the middle. So the heap goes on spreading.",
    WIDER[2]: "Then most shoves would have to be undone by the next ones. Many are, but not that many.",
    WIDER[4]: "Then each speck would have to keep its way. But a shove to the left undoes one to the right.",
}
MOMENT, BET = "walk", "ink.wider"


def _below() -> None:
    show_code(ink.stumble, ink.cell_shares, ink.shares_by_images, ink.shares_by_series, diffusers="")


@experiment("1.2", "Follow one speck", below=_below)
def follow() -> None:
    guess = bets.ask(
        BET,
        f"{RUNS:,} specks start in the middle. Wait four times as long: how wide is their heap then?",
        list(WIDER.values()),
    )
    stage, side = stage_and_side()
    with side:
        notice("One speck tells you nothing. Thousands of them tell you nearly all.")
        times = controls.choice("Let it go", list(TIMES), key="ink.times")
        seed = controls.seed("ink.walk", label="no.", again="Let it go again", help=None)
        st.markdown(SAYS[times])
    walked = walks(seed)
    ahead.work_out(walks, seed + 1)
    revealed = bool(guess) or link_reveals(MOMENT)
    # they take as long as all else here
    widths = walked.widths() if revealed else None
    with stage:
        _show(walked, TIMES[times], seed, widths)
    if guess:
        with side:
            _measure(guess, *widths[[frame_at(SOON), frame_at(LATER), -1]].tolist())


def _show(walked: Walks, runs: int, seed: int, widths: np.ndarray | None) -> None:
    """widths: in each frame; without them, as long as there is no guess, the heap is shown up to the first moment."""
    revealed = widths is not None
    many = revealed or runs == RUNS
    frames = FRAMES if revealed or not many else frame_at(SOON) + 1
    tracks = [glass(walked, runs, frames=frames)]
    tracks += [heap(walked, frames=frames)] if many else []
    tracks += [width(widths)] if revealed else []
    player("ink.walks", tracks, labels=labels(frames), fps=FPS, autoplay=True, run=f"{runs}.{seed}.{frames}",
           moment=MOMENT if revealed else None, whole=FRAMES if many else None,
           proof=bets.proof(BET, start=frame_at(SOON), end=frame_at(LATER), fps=4, marks=["heap"]),
           alt="a speck that is shoved about by chance")  # fmt: skip


def _measure(guess: str, soon: float, later: float, last: float) -> None:
    """Widths in millimetres, after SOON hours, after LATER hours, and in the end."""
    right = WIDER[min(WIDER, key=lambda times: abs(times - later / soon))]
    bets.outcome(guess, right=right, says=f"**{later / soon:.2f}** times as wide.", reasons=WHY_NOT)
    st.markdown(
        f"After {SOON} hours, 2 of 3 specks are within **{soon:.1f} mm** of the middle, to the left or right. After "
        f"{LATER} hours it's **{later:.1f} mm**. To get twice as far, chance needs four times as long. In the end the "
        f"walls stop it, at {last:.1f} mm: then the specks are as thick everywhere."
    )
