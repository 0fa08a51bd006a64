"""1.2: one speck, six, five thousand: chance has a shape."""

import numpy as np
import streamlit as st

from diffusion_core import ink
from pages.levels.ink.follow_figures import (
    FEW,
    FPS,
    FRAMES,
    LATER,
    RUNS,
    SOON,
    Walks,
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

ALL = f"{RUNS:,} times"
TIMES = {"once": 1, "six times": FEW, ALL: RUNS}
SAYS = {
    "once": "Where will it go next? You can't tell. It can't either. Now let it go **six times**.",
    "six times": f"Six times the same start, and no two paths alike. What will **{RUNS:,}** do?",
    ALL: "Nobody can say where one speck will go. But all of them together make a shape that we can draw "
    "beforehand: a **bell**.",
}
WIDER = {1: "Just as wide", 2: "Twice as wide", 4: "Four times as wide"}
WHY_NOT = {
    WIDER[1]: "The shoves go on, and nothing pulls a speck back to the middle. So the heap goes on spreading.",
    WIDER[2]: "Then most shoves would have to be undone by the next ones. Many are, but not that many.",
    WIDER[4]: "Then each speck would have to keep its way. But a shove to the left undoes one to the right.",
}
MOMENT, BET, CHOICE = "walk", "ink.wider", "ink.times"
TURNED = f"{CHOICE}.turned"


def _below() -> None:
    show_code(ink.stumble, ink.cell_shares, ink.shares_by_images, ink.shares_by_series, diffusers="")


@experiment("1.2", "Follow one speck", below=_below)
def follow() -> None:
    guess = bets.ask(
        BET,
        f"{RUNS:,} specks start in the middle. After {SOON} hours they make a heap. Wait four times as long: how wide "
        "is it then?",
        list(WIDER.values()),
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    st.session_state.setdefault(TURNED, CHOICE in st.query_params)
    if guess:
        _turn_to_all()
    stage, side = stage_and_side()
    with side:
        notice("Let one speck go. Then six. Then thousands.")
        times = controls.choice("Let it go", list(TIMES), key=CHOICE)
        st.markdown(SAYS[times])
        seed = controls.seed("ink.walk", label="no.", again="Let it go again", help=None)
    walked = walks(seed)
    ahead.work_out(walks, seed + 1)
    # they take as long as all else here
    widths = walked.widths() if revealed else None
    with stage:
        _show(walked, TIMES[times], seed, widths)
    if guess:
        with side:
            _measure(guess, float(widths[SOON]), float(widths[LATER]))


def _turn_to_all() -> None:
    """Once the bet is made, all are let go; the visitor may go back to fewer, and a link keeps what it names."""
    if not st.session_state.get(TURNED):
        st.session_state[CHOICE], st.session_state[TURNED] = ALL, True


def _show(walked: Walks, runs: int, seed: int, widths: np.ndarray | None) -> None:
    """widths: in each frame; without them, as long as there is no guess, the heap is shown up to the first moment."""
    revealed = widths is not None
    many = revealed or runs == RUNS
    frames = FRAMES if revealed or not many else SOON + 1
    tracks = [glass(walked, runs, frames=frames)]
    tracks += [heap(walked, frames=frames)] if many else []
    tracks += [width(widths)] if revealed else []
    player("ink.walks", tracks, labels=labels(frames), fps=FPS, autoplay=True, run=f"{runs}.{seed}.{frames}",
           moment=MOMENT if revealed else None, whole=FRAMES if many else None,
           proof=bets.proof(BET, start=SOON, end=LATER, fps=6, marks=["heap"]),
           alt="a speck that is shoved about by chance")  # fmt: skip


def _measure(guess: str, soon: float, later: float) -> None:
    """Widths in millimetres, after SOON hours and after LATER hours."""
    right = WIDER[min(WIDER, key=lambda times: abs(times - later / soon))]
    bets.outcome(guess, right=right, says=f"**{later / soon:.2f}** times as wide.", reasons=WHY_NOT)
    st.markdown(
        f"After {SOON} hours, 2 of 3 specks are within **{soon:.1f} mm** of the middle, to the left or right. After "
        f"{LATER} hours it's **{later:.1f} mm**. To get twice as far, chance needs four times as long."
    )
