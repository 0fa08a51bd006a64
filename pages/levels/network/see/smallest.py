"""4.1: a network is a guesser with many numbers; and the smallest one, of nine, to turn by hand."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks.filters import IDENTITY, convolve, learn_filter
from diffusion_core.serving.engine import Busy
from pages.levels.network.see import smallest_figures
from pages.levels.network.see.filter_board import filter_board, nine_of
from pages.levels.network.see.smallest_figures import PRESETS
from pages.shared.page import controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.folds import this_row
from pages.shared.page.notebook import offer
from pages.shared.page.one_setting import InAddress
from pages.shared.page.state import link_names
from pages.shared.player import player

NINE = InAddress(
    "smallest.nine",
    IDENTITY,
    read=lambda text: nine_of(text.split("~")),
    write=lambda nine: "~".join(f"{number:g}" for number in nine),
)
BY_HAND = "Nine numbers, by hand"
ANSWERS = ("Q16",)


@experiment("4.1", "The smallest guesser, and ours", answers=ANSWERS)
def smallest() -> None:
    stage, side = stage_and_side()
    with side:
        notice("Watch the same noisy picture guessed twice: by the smallest guesser, and by our network.")
        seed = controls.seed("smallest.picture", default=13, again="Other picture")
        st.markdown(
            "The smallest makes each new pixel out of the old one and its eight neighbours. Its nine numbers say how "
            "much each of them counts. (They were even fitted to this very picture; our network had never seen it.)"
        )
    with stage:
        try:
            player("smallest.ladder", smallest_figures.ladder_tracks(seed), run=str(seed), fps=0.8, autoplay=True,
                   labels=smallest_figures.ladder_labels(seed),
                   alt="what two guessers make of a noisy picture, one small and one large")  # fmt: skip
        except (NoWeights, Busy) as error:
            st.info(str(error))
    fold(BY_HAND, lambda: _by_hand(seed))
    if NINE.now() != IDENTITY or link_names("nudges."):
        # a link brings the nine numbers of its sender
        st.session_state.setdefault(this_row(), BY_HAND)
    offer(smallest_figures.ladder, seed=seed)
    show_code(convolve, learn_filter, diffusers="one_filter")


def _by_hand(seed: int) -> None:
    st.markdown(
        "Drag the nine numbers, or let them learn: for each number the computer finds out which way makes the error "
        "smaller, and nudges the number a little that way. Nine such numbers are a *filter*. Our network has very many "
        "of them, in layers, and sees the whole picture at once."
    )
    x, x0 = (smallest_figures.for_board(part) for part in smallest_figures.pair(seed))
    named, lesson = NINE.now(), smallest_figures.learning(seed, IDENTITY).nine
    nine = filter_board("smallest.board", x, x0, nine=named, presets=PRESETS, lesson=lesson)
    if nine and nine != named:
        NINE.choose(nine)
