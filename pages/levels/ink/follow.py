"""1.2: one speck, six, five thousand: chance has a shape."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink.follow_figures import FEW, FPS, FRAMES, LATER, RUNS, SOON, Walks, glass, heap, labels, walks
from pages.shared.keeping import ahead
from pages.shared.page import controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.player import player

ALL = f"{RUNS:,} times"
TIMES = {"once": 1, "six times": FEW, ALL: RUNS}
SAYS = {
    "once": "Where will it go next? You can't tell. It can't either. Now let it go **six times**.",
    "six times": f"Six times the same start, and no two paths alike. What will **{RUNS:,}** do?",
    ALL: f"Nobody can say where one speck will go. Yet all {RUNS:,} together make nearly the same hill each time: "
    "high in the middle, flat at both ends, like a **bell**.",
}


def _below() -> None:
    fold("How fast?", _how_fast)
    show_code(ink.stumble, ink.cell_shares, ink.shares_by_images, ink.shares_by_series, diffusers="")


def _how_fast() -> None:
    widths = walks(controls.number_now("ink.walk")).widths()
    st.markdown(
        f"After {SOON} hours, 2 of 3 specks are within **{widths[SOON]:.1f} mm** of the middle, to the left or right. "
        f"After {LATER} hours it's **{widths[LATER]:.1f} mm**. Left and right undo each other again and again. So four "
        "times as long brings them only about twice as far."
    )


@experiment("1.2", "Follow one speck", below=_below)
def follow() -> None:
    stage, side = stage_and_side()
    with side:
        notice("Let one speck go. Then six. Then thousands.")
        times = controls.choice("Let it go", list(TIMES), key="ink.times")
        st.markdown(SAYS[times])
        seed = controls.seed("ink.walk", again="Let it go again", help=None)
    walked = walks(seed)
    offer(walks, seed=seed)
    ahead.work_out(walks, seed + 1)
    with stage:
        _show(walked, TIMES[times], seed)


def _show(walked: Walks, runs: int, seed: int) -> None:
    tracks = [glass(walked, runs), heap(walked, runs)]
    player("ink.walks", tracks, labels=labels(), fps=FPS, autoplay=True, run=f"{runs}.{seed}.{FRAMES}", moment="walk",
           alt="a speck that is shoved about by chance")  # fmt: skip
