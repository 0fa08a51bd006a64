"""1.6: a new drop, out of water in which there never was one; and who chose its place."""

import streamlit as st

from diffusion_core.ink import family, rings
from pages.levels.ink import family_figures
from pages.levels.ink.family_figures import SPECKS, Gathering, gathering
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import player

ANSWERS = ("Q19",)
QUESTION = (
    "In this water chance alone has sprinkled the specks: no drop ever fell in. This guide knows what a **ring** is, "
    "but not where. What comes out?"
)
SAME, NEW, NOTHING = "The ring from before", "A ring in a new place", "No ring, just water"
WHY_NOT = {
    SAME: "There never was a ring in this water, so none can come *back*.",
    NEW: "Then the guide would never settle on one place.",
    NOTHING: "At first a ring fits everywhere about equally. Then chance shoves the specks, one place fits a little "
    "better, the guide leans that way, and soon all of them agree.",
}
FAMILY = "It knows rings of one size, anywhere in the glass: a whole **family** of drops."
TOGETHER = (
    "Before each step the guide looks at *all* specks: would a ring fit them here, or there? It leans them a little "
    "towards every place where one fits, and most towards the best, which the cross marks. Chance shoves them, too."
)
EVEN = "The map shows where the guide thinks the middle of the ring could be. So far: anywhere."
SETTLES = "Watch the map. The guide can tell where the ring will be long before you can see one."
WATER, GUIDE, CHANCE = "The water", "The guide", "The shoves, by chance"
MOMENT, BET, CHOSE = "fresh", "ink.fresh", "ink.chose"


def _below() -> None:
    show_code(family.new_drop, family.closer, family.weigh, rings.ByImages, rings.ByWaves, diffusers="")


@experiment("1.6", "Water that never held a drop", answers=ANSWERS, below=_below)
def new_drop() -> None:
    guess = bets.ask(BET, QUESTION, [SAME, NEW, NOTHING], opens=[CHOSE])
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(SETTLES if revealed else EVEN)
        seed = controls.seed("ink.water", again="Once more", help=None)
        st.markdown(TOGETHER if revealed else FAMILY)
    ran = gathering(seed, seed)
    offer(gathering, water=seed, shoves=seed)
    ahead.work_out(gathering, seed + 1, seed + 1)
    with stage:
        _show(ran, seed, revealed=revealed)
    if guess:
        right, says = came_out(ran)
        bets.outcome(guess, right=right, reasons=WHY_NOT, says=says)
        _who_chose()


def came_out(ran: Gathering) -> tuple[str, str]:
    """The right answer, and what was measured."""
    count = family_figures.on_ring(ran)
    says = f"**{count}** of {SPECKS} specks make one ring, in a new place."
    return NOTHING if count < SPECKS / 2 else NEW, says


def _show(ran: Gathering, seed: int, *, revealed: bool) -> None:
    frames = len(ran.specks) if revealed else family_figures.undecided(ran)
    tracks = [family_figures.glass(ran, frames, crossed=revealed), family_figures.thoughts(ran, frames)]
    tracks += [family_figures.tally(ran, frames)] if revealed else []
    player("ink.fresh", tracks, labels=family_figures.labels(frames), fps=family_figures.FPS, autoplay=True,
           run=f"{seed}.{frames}", moment=MOMENT if revealed else None, whole=len(ran.specks),
           proof=bets.proof(BET, marks=["new"]), alt="a ring forms in a glass")  # fmt: skip


def _who_chose() -> None:
    """The second bet: the same water with other shoves beside other water with the same shoves."""
    guess = bets.ask(
        CHOSE, "The ring could have come anywhere. Who chose its place?", [WATER, GUIDE, CHANCE], prompt=""
    )
    stage, side = stage_and_side()
    if not guess:
        with side:
            notice("Swap the shoves, or swap the water: which of them moves the ring?")
    runs = family_figures.swapped()
    with stage:
        player("ink.chose", family_figures.glasses(runs, started=bool(guess)), fps=family_figures.FPS, autoplay=True,
               labels=family_figures.labels(family_figures.STEPS + 1 if guess else 1), run=str(bool(guess)),
               whole=family_figures.STEPS + 1, proof=bets.proof(CHOSE, marks=list(runs)),
               alt="rings form in three glasses")  # fmt: skip
    if guess:
        by_shoves, by_water = (family_figures.apart(runs["first"], runs[name]) for name in ("shoves", "water"))
        bets.outcome(
            guess,
            right=CHANCE if by_shoves > 2 * by_water else WATER,
            says=f"Other shoves put the ring **{by_shoves:.0f} mm** away, other water only {by_water:.0f} mm.",
            reasons={
                WATER: "Then other water would have put the ring elsewhere, and other shoves wouldn't. It was the "
                "other way round.",
                GUIDE: "To the guide all places are alike. It leans to whatever fits best so far, and what fits, the "
                "shoves have made.",
                CHANCE: "Then other shoves would have led to the same place.",
            },
        )
        side.markdown(
            "Chance makes one place fit a bit better, and the guide makes a ring of it. **The water remembered "
            "nothing. The guide knew rings, so a ring came, one that never was.**"
        )
