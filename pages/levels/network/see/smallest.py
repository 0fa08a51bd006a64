"""4.1: what a convolution is and what learning is, with nine numbers."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks.filters import IDENTITY, BentFilters, convolve, learn_filter
from diffusion_core.serving.engine import Busy
from pages.levels.network.see import smallest_figures
from pages.levels.network.see.filter_board import filter_board, nine_of
from pages.levels.network.see.smallest_figures import PRESETS
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.one_setting import InAddress
from pages.shared.player import player

NINE = InAddress(
    "smallest.nine",
    IDENTITY,
    read=lambda text: nine_of(text.split("~")),
    write=lambda nine: "~".join(f"{number:g}" for number in nine),
)
LITTLE, HALF, ALL = "A tenth of it", "About half of it", "Nearly all of it"
REASONS = {
    LITTLE: "An average of neighbours cancels much of the noise, because the noise of each is its own.",
    HALF: "",
    ALL: "Averaging wipes out the lines along with the noise.",
}
ANSWERS = {
    "Q16": "A *convolution* is what you just dragged: a small filter slides over the picture, and each new pixel is a "
    "weighed sum of the old one and its neighbours. A U-Net is hundreds of thousands of such filters in layers, with a "
    "bend after each layer. They were not set by hand: each number was nudged, again and again, to where the error "
    "gets smaller.",
}
DIFFUSERS = """
    import torch

    convolution = torch.nn.Conv2d(1, 1, kernel_size=3, padding=1, padding_mode="replicate", bias=False)
    red, green, blue = torch.zeros(1, 3, 64, 64).split(1, dim=1)
    filtered = convolution(red)
"""


@experiment("4.1", "The smallest denoiser", answers=ANSWERS)
def smallest() -> None:
    guess = bets.ask("smallest.share", "Half of this picture is noise. How much of the error can nine numbers remove?",
                     list(REASONS))  # fmt: skip
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("smallest.picture", default=13, label="Picture", again="Another")
        notice("Drag the nine numbers. They say how much the old pixel and its eight neighbours count in the new one.")
    with stage:
        _board(seed)
    if guess:
        _learnt(seed)
    bets.outcome(guess, right=_verdict(seed), reasons={option: why for option, why in REASONS.items() if why})
    show_code(convolve, learn_filter, BentFilters, diffusers=DIFFUSERS)


def _board(seed: int) -> None:
    x, x0 = (smallest_figures.for_board(part) for part in smallest_figures.pair(seed))
    named = NINE.now()
    nine = filter_board("smallest.board", x, x0, nine=named, presets=PRESETS)
    if nine and nine != named:
        NINE.choose(nine)


def _learnt(seed: int) -> None:
    found = smallest_figures.learning(seed, IDENTITY)
    st.markdown(
        "**Now the machine.** For each of the nine it works out which way the error falls, "
        "nudges them all a little that way, and does it again. That is all that *learning* means."
    )
    player("smallest.learning", smallest_figures.learning_tracks(found), labels=smallest_figures.learning_labels(found),
           fps=10, autoplay=True, run=str(seed), moment="nudges", alt="nine numbers learn")  # fmt: skip
    st.markdown(
        f"It ends where you could have begun: off by **{found.errors[-1]:.1f}**. The button *the average of nine* is "
        f"off by {smallest_figures.average_off(seed):.1f}. Nine numbers can do little else."
    )
    st.markdown(
        "**And then more of them.** The second has ten filters, a bend that turns what is below nought into nought, "
        "and filters that put the ten together. It sees only 5 × 5 pixels at a time, the U-Net the whole picture. The "
        "nine are the best ones for this very picture; the other two never saw it."
    )
    try:
        player("smallest.ladder", smallest_figures.ladder_tracks(seed), run=str(seed), max_width=720,
               alt="the picture, and what three denoisers of growing size make of it")  # fmt: skip
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _verdict(seed: int) -> str:
    share = smallest_figures.removed(seed)
    return LITTLE if share < 0.3 else HALF if share < 0.7 else ALL
