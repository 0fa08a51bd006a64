"""4.6d: the network from blank to finished, on the same noise."""

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

REASONS = {
    NOISE: "",
    BLOBS: "It has seen no picture yet. It cannot know that neighbours tend to be alike.",
    SHEET: "That would be the average of everything. Even that it has yet to learn.",
}
ANSWERS = {
    "Q18": "It starts blank. Its first numbers are drawn by chance, and it makes noise out of noise. What it later "
    "draws was put there by nudges alone: the plan of the network is the same in every frame, only its numbers differ.",
}


@experiment("4.6d", "From blank to finished", answers=ANSWERS)
def growing() -> None:
    guess = bets.ask("learning.blank", "Before any training the network's numbers are drawn by chance. "
                     "What does it make of noise?", list(REASONS))  # fmt: skip
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("learning.noise", default=2, label="Noise", again="Fresh noise")
        notice(
            "Each frame is the same network a little later. 1: it draws a new picture out of noise. 2: it guesses what "
            "lies under a noisy picture. The blank one's guess shows a cat only because it keeps what it was given."
        )
    try:
        found = growing_figures.growth(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    first = 0 if guess else 1
    with stage:
        player(
            "learning.growing",
            growing_figures.growth_tracks(found, first=first),
            labels=growing_figures.growth_labels(found, first=first),
            fps=1,
            start=0 if guess else len(found.seen) - 2,
            run=f"{seed}.{bool(guess)}",
            moment="growing" if guess else None,
            alt="what the network draws out of one noise, the more it has learnt",
        )
    with side:
        st.caption(f"Asked for “{growing_figures.CAPTION}”. {_origin(found)}")
    bets.outcome(guess, right=found.kind, reasons={option: why for option, why in REASONS.items() if why})
    show_code(blank_network, load_network, diffusers="")


def _origin(found: Growth) -> str:
    between = "Those between were kept on the way, the early ones in further runs of the same training. "
    known = training_pictures.known()
    return (
        f"{between if len(found.seen) > 2 else ''}The blank network is made again from its seed. "
        f"The finished one did {found.seen[-1]:,} exercises: each "
        f"of the {known:,} training pictures had on average {found.seen[-1] / known:.0f} turns."
    )
