"""4.14: how much of the picture has a say in one pixel of the answer, layer by layer."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import SIZE
from diffusion_core.evaluation.claims.reach import name_of
from pages.levels.network.inside import reach_figures
from pages.levels.network.inside.reach_figures import LITTLE, MUCH
from pages.shared.page import bets
from pages.shared.page.experiment import notice, stage_and_side
from pages.shared.page.recorded import figure
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET, MOMENT = "inside.reach", "reach"
FEW, PART, ALL = "The pixels right around it", "About a quarter of the picture", "The whole picture"
REASONS = {
    FEW: "So it is in the first layer. But each layer looks at what the layer before has seen.",
    PART: "Halfway down, yes. Then the picture is so small that its places can look at one another.",
    ALL: "Then its last layer would see every pixel.",
}
BEFORE = "This is what one place of the first *layer* sees: only the lit pixels have a say in it."
AFTER = "Play it layer by layer. The brighter a pixel is, the more say it has."


def reach() -> None:
    """The body of 4.14: its bet and its stage."""
    guess = bets.ask(
        BET, "Take one pixel of the network's answer. How much of the noisy picture has a say in it?", list(REASONS)
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
    try:
        found = reach_figures.reached()
    except NoWeights as error:
        st.info(str(error))
        return
    frames = len(found.names) if revealed else 1
    with stage:
        player("inside.reach", reach_figures.tracks(found, frames), labels=reach_figures.labels(found)[:frames], fps=2,
               start=frames - 1, moment=MOMENT if revealed else None, whole=len(found.names),
               proof=bets.proof(BET, fps=1.5, marks=["little", "much"]),
               alt="the pixels that one place of each layer sees, with little noise and with much")  # fmt: skip
    pixels = found.pixels[-1]
    says = f"**{pixels:,}** of {SIZE**2:,} pixels have a say."
    bets.outcome(guess, right=verdict(pixels), says=says, reasons=REASONS)
    if guess:
        few, many = (figure(name_of(moment)) for moment in (LITTLE, MUCH))
        side.markdown(
            f"But they don't have an equal say. With little noise (t = {LITTLE}), **{few['value']:.0f}** of them "
            f"have half of it: it looks close by. With much (t = {MUCH}), it takes **{many['value']:.0f}**: where each "
            f"pixel tells so little, it listens to many. (On average over {many['n']} pictures.)"
        )


def verdict(pixels: int) -> str:
    """By how many pixels have a say in one of the answer."""
    return ALL if pixels > 0.9 * SIZE**2 else PART if pixels > 0.05 * SIZE**2 else FEW
