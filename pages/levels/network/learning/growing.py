"""4.6: the network from blank to finished, on the same noise."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks.weights import load_network
from diffusion_core.serving.engine import Busy
from diffusion_core.training.loop import blank_network
from pages.levels.network import training_pictures
from pages.levels.network.learning import growing_figures
from pages.levels.network.learning.growing_figures import Growth
from pages.shared.page import controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.player import player

NOTICE = (
    "Now the large network, at several stages of its training. Each time it draws a picture out of the same noise, "
    "and guesses what lies under the same noisy one."
)
ANSWERS = ("Q18",)


@experiment("4.6", "From blank to finished", answers=ANSWERS)
def growing() -> None:
    stage, side = stage_and_side()
    with side:
        notice(NOTICE)
        seed = controls.seed("learning.noise", default=2, again="Fresh noise")
    try:
        found = growing_figures.growth(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    with stage:
        player("learning.growing", growing_figures.growth_tracks(found), labels=growing_figures.growth_labels(found),
               fps=1.5, autoplay=True, run=str(seed), moment="growing",
               alt="what the network draws out of one noise, the more it has learnt")  # fmt: skip
    with side:
        st.markdown(
            f"Blank, it answers 0 to everything, so the dots stay, and its guess is {found.off[0]:.0f} shades off. "
            f"Finished, it's **{found.off[-1]:.0f}**."
        )
        st.caption(f"Asked for “{growing_figures.CAPTION}”.")
    fold("The stages", lambda: st.markdown(_stages(found)))
    show_code(blank_network, load_network, diffusers="")


def _stages(found: Growth) -> str:
    known = training_pictures.known()
    between = "The stages in between were saved during training; some early ones come from repeat runs. "
    return (
        f"{between if len(found.seen) > 2 else ''}The blank one is made again from its seed. "
        f"The finished one did {found.seen[-1]:,} exercises: each of the {known:,} training pictures had its turn "
        f"about {found.seen[-1] / known:.0f} times."
    )
