"""4.9: from one noise to another, a walk of pictures."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.interpolation import WAYS, round_way, straight_way
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import between_figures
from pages.levels.network.anew.between_figures import PLACES, WORDS, Walk
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

FADED, OWN, NOTHING = "Both, faded into each other", "A picture of its own", "Nothing but noise"
REASONS = {
    FADED: "The noises are mixed, not the pictures. The network draws what fits the mixture.",
    OWN: "Then its lines would be as sharp as those of the ends.",
    NOTHING: "A round mixture of two noises is noise like any other, and out of any noise the network draws a picture.",
}
ANSWERS = {
    "Q20": "Because fresh noise is just what the network was trained to begin with. There are no bad places: each "
    "noise leads to some picture, and so does each mixture of two, as long as it is as strong as noise should be. "
    "Walk straight instead, and half way the noise is too weak. The network then believes what is not so.",
}
DIFFUSERS = """
    import torch
    from diffusers import DDIMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # told no words; trained with prediction_type="v_prediction"
    scheduler = DDIMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
    )
    scheduler.set_timesteps(20)
    a, b = torch.randn(2, 1, 3, 64, 64).unbind()
    angle = torch.acos(torch.cosine_similarity(a.flatten(), b.flatten(), dim=0))
    x = (torch.sin(0.5 * angle) * a + torch.sin(0.5 * angle) * b) / torch.sin(angle)
    for t in scheduler.timesteps:
        x = scheduler.step(network(x, t).sample, t, x).prev_sample
"""


@experiment("4.9", "Between two noises", answers=ANSWERS)
def between() -> None:
    guess = bets.ask("between.half", f"Two noises, mixed half and half, and the words “{WORDS}” for all. What will the "
                     "network draw?", list(REASONS))  # fmt: skip
    revealed = bool(guess) or link_reveals("between")
    stage, side = stage_and_side()
    with side:
        pair = controls.seed("between.pair", default=6, label="Pair of noises", again="Another pair")
        way = controls.choice("The way", tuple(WAYS), key="between.way", names=str.capitalize) if revealed else "round"
        notice(_hint(revealed))
    try:
        with stage:
            _walk(guess, pair, way) if revealed else _ends(pair)
    except (NoWeights, Busy) as error:
        st.info(str(error))
    show_code(round_way, straight_way, diffusers=DIFFUSERS)


def _hint(revealed: bool) -> str:
    if not revealed:
        return "Here are the two ends. What lies between them?"
    return (
        "Drag the slider: each place on the way is a noise, and has a picture. *Round* keeps the noise as strong as it "
        "was, *straight* weakens it half way."
    )


def _ends(pair: int) -> None:
    player("between.ends", between_figures.end_tracks(pair, between_figures.ends(pair)), run=str(pair),
           alt="two noises and their pictures")  # fmt: skip


def _walk(guess: str | None, pair: int, way: str) -> None:
    words = f"The network draws {PLACES} pictures"
    found = worked("between", (pair, way), between_figures.walked(pair, way), words)
    player("between.walk", between_figures.walk_tracks(found), labels=between_figures.labels(), fps=4, backwards=True,
           start=PLACES // 2, run=f"{pair}.{way}", moment="between", max_width=640,
           alt="a walk from one noise to another, and the picture of each place")  # fmt: skip
    sharp, apart = between_figures.half_way(found)
    one, other, whole = between_figures.from_the_ends(found)
    st.markdown(
        f"Half way the noise has a spread of **{found.strength[PLACES // 2]:.2f}**. "
        f"Its picture has {100 * sharp:.0f} % of the fine detail of the two ends. It is {apart:.0f} shades off from "
        f"both faded into each other, {one:.0f} and {other:.0f} from the ends, which are {whole:.0f} apart."
    )
    if way == "round":
        bets.outcome(guess, right=_verdict(found), reasons=REASONS)
    elif guess:
        st.markdown("The bet was about the round way, on which the noise stays as strong as it was.")


def _verdict(found: Walk) -> str:
    """A fade lies near the fade, noise is all grain, and a picture has about the detail of the two."""
    sharp, apart = between_figures.half_way(found)
    if apart < 5:
        return FADED
    return OWN if sharp < 5 else NOTHING
