"""1.6: a new drop, out of water in which there never was one."""

import streamlit as st

from diffusion_core.ink import family, rings
from pages.levels.ink import family_figures
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

ANSWERS = ("Q19",)
SAME, NEW, NOTHING = "The ring from before", "A ring in a new place", "No ring, just water"
WHY_NOT = {
    SAME: "There never was a ring in this water, so it cannot come back. "
    "Take fresh water: the ring comes out elsewhere.",
    NEW: "Then the guide would never settle on one place.",
    NOTHING: "By chance the specks fit one place a little better than the rest, and there the guide leads them all.",
}
FAMILY = "This guide knows no drop that ever was. It knows a **family**: rings of one size, anywhere in the glass."
TOGETHER = (
    "Before each step the guide looks at *all* specks: would a ring fit them here, or there? It shoves them a little "
    "towards the best place, where the cross is, and looks again."
)
ALONE = (
    "Now each speck has a guide of its own that sees no other speck. Each is led to some ring, and no ring comes of it."
)
EVEN = "On the guide's map, the middle of the ring may still be anywhere. Nothing is decided."
SETTLES = "Watch the map. The guide can tell where the ring will be long before you can see one."
NEVER_SETTLES = "Watch the map: it never settles, because no guide looks at all specks."
MOMENT, BET = "fresh", "ink.fresh"


def _below() -> None:
    show_code(family.new_drop, family.weigh_together, family.weigh_alone, rings.ByImages, rings.ByWaves, diffusers="")


@experiment("1.6", "Water that never held a drop", answers=ANSWERS, below=_below)
def new_drop() -> None:
    guess = bets.ask(
        BET, "Fresh water, and chance has strewn its specks: no drop ever fell into it. This guide knows **rings**, "
        "all over the glass. What comes out?",
        [SAME, NEW, NOTHING],
    )  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        seed = controls.seed("ink.water", label="no.", again="Fresh water", help=None)
        alone = revealed and controls.switch("Guide each speck by itself", key="ink.alone")
        with said:
            notice(NEVER_SETTLES if alone else SETTLES if revealed else EVEN)
        st.markdown((ALONE if alone else TOGETHER) if revealed else FAMILY)
    ran = family_figures.gathering(seed, not alone)
    ahead.work_out(family_figures.gathering, seed + 1, not alone)
    with stage:
        _show(ran, seed, alone=alone, revealed=revealed)
    if guess:
        with side:
            _measure(guess, seed, alone=alone)


def _show(ran: family_figures.Gathering, seed: int, *, alone: bool, revealed: bool) -> None:
    frames = len(ran.specks) if revealed else family_figures.undecided(ran)
    glass = family_figures.glass(ran, frames, crossed=revealed and not alone)
    tracks = [glass, family_figures.thoughts(ran, frames, together=not alone)]
    tracks += [family_figures.tally(ran, frames)] if revealed else []
    player("ink.fresh", tracks, labels=family_figures.labels(frames), fps=family_figures.FPS, autoplay=True,
           run=f"{seed}.{alone}.{frames}", moment=MOMENT if revealed else None, whole=len(ran.specks),
           proof=bets.proof(BET, marks=["new"]), alt="a ring forms in a glass")  # fmt: skip


def _measure(guess: str, seed: int, *, alone: bool) -> None:
    """What comes out with one guide for all: it marks the bet."""
    # the one before has just been run, so that it is there at once
    before = seed - 1 if seed else 1
    ran, other = (family_figures.gathering(number, True) for number in (seed, before))
    share, apart = ran.shares[-1], family_figures.apart(ran, other)
    bets.outcome(guess, right=NOTHING if share < 50 else NEW, reasons=WHY_NOT,
                 says=f"**{share:.0f}** of 100 specks make one ring, in a place of its own.")  # fmt: skip
    if alone:
        st.markdown(
            f"With a guide for each speck, no ring has more than "
            f"**{family_figures.gathering(seed, False).shares[-1]:.0f} of 100** specks at the end. "
            "Turn the switch off, and one guide leads them all."
        )
    st.markdown(
        f"In water no. {before}, the ring came out {apart:.0f} mm from this one. **The water "
        "remembered nothing. The guide knew rings, so a ring came, one that never was.**"
    )
