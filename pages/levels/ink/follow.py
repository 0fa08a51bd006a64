"""1.2: one speck, six, five thousand: chance has a shape."""

import numpy as np
import streamlit as st

from diffusion_core import ink
from pages.levels.ink.follow_figures import (
    FPS,
    FRAMES,
    LATER,
    MILLIMETRES,
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
    "once": "One speck, and the path that it took. Can you tell where it will go next? It cannot either.",
    "six times": "The same start, five more times. Six paths, and no two alike.",
    f"{RUNS:,} times": "No run can be told ahead. But all of them together make a shape that can: a **bell**.",
}
WIDER = {1: "Just as wide", 2: "Twice as wide", 4: "Four times as wide"}
WHY_NOT = {
    WIDER[1]: "The shoves go on, and nothing pulls a speck back to the middle. So the heap goes on spreading.",
    WIDER[2]: "Then most shoves would have to be undone by the next ones. Many are, but not that many.",
    WIDER[4]: "Then each speck would have to keep its way. But a shove to the left undoes one to the right.",
}
MOMENT = "walk"


def _below() -> None:
    show_code(ink.stumble, ink.cell_shares, ink.shares_by_images, ink.shares_by_series, diffusers="")


@experiment("1.2", "Follow one speck", below=_below)
def follow() -> None:
    verdict = st.container()
    with verdict:
        guess = bets.ask(
            "ink.wider",
            f"{RUNS:,} specks start in the middle, and soon they are a heap. "
            "Wait four times as long: how wide is the heap then?",
            list(WIDER.values()),
        )
    stage, side = stage_and_side()
    with side:
        times = controls.choice("Let it go", list(TIMES), key="ink.times")
        st.markdown(SAYS[times])
        seed = controls.seed("ink.walk", label="Walk number", again="Let it go again", help=None)
        notice("One speck tells you nothing. Thousands of them tell you nearly all.")
    walked = walks(seed)
    ahead.work_out(walks, seed + 1)
    revealed = bool(guess) or link_reveals(MOMENT)
    # they take as long as all else here
    widths = walked.widths() if revealed else None
    with stage:
        _show(walked, TIMES[times], seed, widths)
        if guess:
            soon, later, last = widths[[frame_at(SOON), frame_at(LATER), -1]].tolist()
            with verdict:
                _judge(guess, later / soon)
            _measure(soon, later, last)


def _show(walked: Walks, runs: int, seed: int, widths: np.ndarray | None) -> None:
    """widths: in each frame; without them, as long as there is no guess, the heap is shown up to the first moment."""
    revealed = widths is not None
    many = revealed or runs == RUNS
    frames = FRAMES if revealed or not many else frame_at(SOON) + 1
    tracks = [glass(walked, runs, frames=frames)]
    tracks += [heap(walked, frames=frames)] if many else []
    tracks += [width(widths)] if revealed else []
    player("ink.walks", tracks, labels=labels(frames), fps=FPS, autoplay=True, run=f"{runs}.{seed}.{frames}",
           moment=MOMENT if revealed else None, alt="a speck that is shoved about by chance")  # fmt: skip


def _judge(guess: str, wider: float) -> None:
    """wider: how many times as wide the heap was after LATER hours as after SOON."""
    bets.outcome(guess, right=WIDER[min(WIDER, key=lambda times: abs(times - wider))], reasons=WHY_NOT)


def _measure(soon: float, later: float, last: float) -> None:
    """Widths in millimetres, after SOON hours, after LATER hours, and in the end."""
    st.markdown(
        f"After {SOON} hours, 2 of 3 are within **{soon:.1f} mm** of the middle, to the left or right. After {LATER} "
        f"hours it is **{later:.1f} mm**: {later / soon:.2f} times as far. To get twice as far, chance needs four "
        f"times as long. In the end the walls stop it: after six days it is {last:.1f} mm, and it will never be more "
        f"than {MILLIMETRES / 3:.0f}: then the specks are as thick everywhere."
    )
