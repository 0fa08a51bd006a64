"""4.17, second half: two ways to noise a picture, and what comes back from each."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import two_ways_in_figures
from pages.levels.network.anew.two_ways_in_figures import Noised, Place
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.experiment import fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BOTH, PATH, NEITHER = "Both", "Only the one by the path", "Neither"
BET = "invert.back"
REASONS = {
    BOTH: "The noise by chance holds nothing of this picture. DDIM draws another one, of the same words.",
    PATH: "Then it would have come back out of that noise alone.",
    NEITHER: "The path took no chance but for its first 1 %. In small enough steps you can walk it both ways.",
}
BEFORE = (
    "The first noise is chance, nothing else. The second is where you get if you walk DDIM's own path backwards, from "
    "the picture into the noise."
)
AFTER = "Two noises that look alike. Play it, or drag the slider: one knows the way home."
STEPS = ("10", "20", "50")


def two_ways_in() -> None:
    """The second scene of 4.17: its bet, its stage and its folds."""
    question = "Can a noise hold a picture? DDIM draws from both of these. Which one gives the picture again?"
    guess = bets.ask(BET, question, list(REASONS))
    revealed = bool(guess) or link_reveals("invert")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("invert.picture", default=0, label="no.", again="Another picture")
        with st.expander("More"):
            steps = int(controls.choice("Steps each way", STEPS, key="invert.steps", default="20"))
    try:
        found = two_ways_in_figures.noised(seed, steps)
        with stage:
            way = _returned(found, seed, steps) if revealed else _arrived(found, seed, steps)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    if way:
        chance, pathed = two_ways_in_figures.off_by(found, way)
        says = f"**{pathed:.0f}** shades off. The one by chance: {chance:.0f}."
        bets.outcome(guess, right=verdict(chance, pathed), says=says, reasons=REASONS)
        with side:
            st.markdown(f"Both were told “{found.words}”, so both come back with that.")
            st.markdown(_trace(found))
        fold("Waves", lambda: _waves(found))
        fold("More steps", lambda: _by_steps(steps))


def _waves(found: Noised) -> None:
    player("invert.spectra", two_ways_in_figures.spectra(found), alt="the spectra of both noises")
    coarse, fine = two_ways_in_figures.powers(found)
    st.markdown(
        "White noise is level: it has as much of coarse waves, on the left, as of fine ones. Over this picture's 1 to "
        f"4 waves the path's noise has {coarse:.2f} of white noise's power, over 16 to 32 waves {fine:.2f}."
    )


def _by_steps(steps: int) -> None:
    player("invert.steps_curve", two_ways_in_figures.by_steps(steps), alt="how far off it comes back, by steps")


def _trace(found: Noised) -> str:
    chance, pathed = two_ways_in_figures.likeness(found)
    return (
        "Go back to t = 1000 and look closely at the path's noise: a trace of the picture is left in it. Their "
        f"correlation is {pathed:.2f}, and {abs(chance):.2f} for the noise by chance. 1 would be the same picture."
    )


def _arrived(found: Noised, seed: int, steps: int) -> None:
    player("invert.ends", two_ways_in_figures.end_tracks(found), run=f"{seed}.{steps}",
           alt="a picture and its two noises")  # fmt: skip


def _returned(found: Noised, seed: int, steps: int) -> list[Place]:
    work = two_ways_in_figures.brought_back(found, steps)
    way, place = worked_in_place("invert", (seed, steps), work, "Both are brought back")
    tracks, labels = two_ways_in_figures.way_tracks(found, way), two_ways_in_figures.labels(way)
    with place:
        player("invert.way", tracks, labels=labels, fps=6, start=len(labels) - 1, run=f"{seed}.{steps}",
               moment="invert", proof=bets.proof(BET, fps=5, marks=["noises"]),
               alt="two noises on their way back to pictures")  # fmt: skip
    return way


def verdict(chance: float, pathed: float) -> str:
    """A picture within 12 shades is the same one; so is one that is far nearer than another drawing of the words."""
    if pathed < 0.6 * chance:
        return PATH
    return BOTH if max(chance, pathed) < 12 else NEITHER
