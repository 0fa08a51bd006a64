"""4.6: the network from blank to finished, on the same noise."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks.weights import load_network
from diffusion_core.serving.engine import Busy
from diffusion_core.training.loop import blank_network
from pages.levels.network import training_pictures
from pages.levels.network.learning import growing_figures
from pages.levels.network.learning.growing_figures import BLOBS, NOISE, SHEET, Growth
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

BET = "learning.blank"
NOTICE = (
    "Each frame is the same network a little later. First it draws, out of the same noise each time. "
    "Then it guesses what lies under one noisy picture."
)
REASONS = {
    NOISE: "",
    BLOBS: "It has seen no picture yet. So it doesn't know that neighbours tend to be alike.",
    SHEET: "That would be the average of everything. It has yet to learn even that.",
}
ANSWERS = ("Q18",)


def _below() -> None:
    show_code(blank_network, load_network, diffusers="")


@experiment("4.6", "From blank to finished", answers=ANSWERS, below=_below)
def growing() -> None:
    question = "Before any training, the network's numbers are pure chance. What does it draw then?"
    guess = bets.ask(BET, question, list(REASONS))
    stage, side = stage_and_side()
    with side:
        notice(NOTICE)
        seed = controls.seed("learning.noise", default=2, label="no.", again="Fresh noise")
    try:
        found = growing_figures.growth(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    first = 0 if guess else 1
    last = len(found.seen) - 1
    with stage:
        player("learning.growing", growing_figures.growth_tracks(found, first=first),
               labels=growing_figures.growth_labels(found, first=first), fps=1.5, start=last - first,
               run=f"{seed}.{bool(guess)}", moment="growing" if guess else None,
               proof=bets.proof(BET, start=last, end=0, fps=1.5, marks=["drawn"]),
               alt="what the network draws out of one noise, the more it has learnt")  # fmt: skip
    says = f"Blank, it's **{found.off[0]:.0f}** shades off. Finished, {found.off[-1]:.0f}."
    bets.outcome(guess, right=found.kind, says=says, reasons={option: why for option, why in REASONS.items() if why})
    with side:
        if guess:
            st.markdown("The film went backwards, from finished to blank. Now play it forwards, and watch it learn.")
        st.caption(f"Asked for “{growing_figures.CAPTION}”. {_origin(found)}")


def _origin(found: Growth) -> str:
    between = "We kept those between on the way, the early ones in further runs of the same training. "
    known = training_pictures.known()
    return (
        f"{between if len(found.seen) > 2 else ''}The blank one is made again from its seed. "
        f"The finished one did {found.seen[-1]:,} exercises: each "
        f"of the {known:,} training pictures had on average {found.seen[-1] / known:.0f} turns."
    )
