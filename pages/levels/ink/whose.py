"""1.5: a guide that knows hearts, in water that held a ring: who decides what comes back?"""

import numpy as np
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink import undo_figures
from pages.levels.ink.films import after, moments
from pages.levels.ink.race_figures import SPACING
from pages.shared.page import bets
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import Numbers, Particles, player

SOON = "Watch the last steps: when do you first see what it'll be?"
GLASS, STEPS, FPS = 0, 20, 6
MIXED = 20
"""The frame in which the ring has become mixed water, and the guide begins."""
KNOWN = "heart"
MOMENT, BET = "whose", "ink.whose"
HEART, RING, NONE = "A heart", "The ring that it was", "Nothing, it stays mixed"
WHY_NOT = {
    HEART: "Then the water would still have to know of its ring.",
    RING: "The mixed water has forgotten its ring. Only the guide knows a shape, and its shape isn't the ring.",
    NONE: "Every way back starts from mixed water. The guide doesn't care what was in it before.",
}


@experiment("1.5", "Who decides what comes back?", below=lambda: show_code(ink.DropGuide, ink.undo, diffusers=""))
def whose() -> None:
    guess = bets.ask(
        BET, "This water held a **ring**. This guide knows only a **heart**. What comes back?", [HEART, RING, NONE]
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice("A ring goes in. What will the guide pull out?" if not revealed else SOON)
    whole, within = film(), shares(film())
    frames = len(whole) if revealed else MIXED + 1
    with stage:
        player("ink.whose", _tracks(whole[:frames], within, revealed=revealed), labels=labels()[:frames], fps=FPS,
               autoplay=True, run=str(revealed), moment=MOMENT if revealed else None, whole=len(whole),
               proof=bets.proof(BET, start=MIXED, fps=FPS, marks=["led"]),
               alt="a ring dissolves, and a guide leads its specks")  # fmt: skip
    offer(film)
    if guess:
        heart, ring = (within[shape][-1] for shape in (KNOWN, undo_figures.SHAPE))
        right = HEART if heart > 80 else RING if ring > 80 else NONE
        bets.outcome(guess, right=right, says=f"**{heart:.0f}** in 100 specks end inside the heart.", reasons=WHY_NOT)
        side.markdown(
            "Who decides what comes back? **The guide.** They're the same specks that made the ring, but now they make "
            "the shape that the guide knows. So yes, 1.4 was cheating, in a way: its ring came from the guide."
        )


def film() -> np.ndarray:
    """(MIXED + STEPS + 1, N, 2): the ring dissolves, and then the guide leads its specks."""
    ring = undo_figures.filmed(GLASS).specks[::-1]
    shown = np.linspace(0, len(ring) - 1, MIXED + 1).round().astype(int)
    return np.concatenate([ring[shown], undo_figures.guided(GLASS, STEPS, SPACING, known=KNOWN).specks[1:]])


def shares(specks: np.ndarray) -> dict[str, np.ndarray]:
    """Of 100 specks, how many lie where the ink of a heart, and where that of the ring, would: (F,) by shape."""
    places = torch.from_numpy(specks)
    return {
        shape: 100 * ink.inked(places, ink.ink_of(shape)).double().mean(dim=1).numpy()
        for shape in (KNOWN, undo_figures.SHAPE)
    }


def labels() -> list[str]:
    passed = moments()[torch.linspace(0, len(moments()) - 1, MIXED + 1).round().long()].tolist()
    steps = [f"step {step} of {STEPS}" for step in range(1, STEPS + 1)]
    return ["the ring", *map(after, passed[1:-1]), "mixed water", *steps]


def _tracks(specks: np.ndarray, within: dict[str, np.ndarray], *, revealed: bool) -> list[Particles | Numbers]:
    known = ink.specks_of(ink.ink_of(KNOWN), undo_figures.SPECKS, generator(1)).numpy()
    tracks: list[Particles | Numbers] = [
        Particles("led", specks, title="the water that held a ring", alt="specks of ink in a glass of water",
                  role="ink", note="", size="main", radius=9, glass=True, haze=True),
        Particles("known", known[None], title="all that the guide knows", alt="a heart of ink", role="guess", note="",
                  colours=("guess",), size="medium", radius=9),
    ]  # fmt: skip
    if revealed:
        rows = {"inside the heart": within[KNOWN], "on the ring": within[undo_figures.SHAPE]}
        tracks.append(
            Numbers("within", rows, formats=dict.fromkeys(rows, "{:.0f} in 100 specks"), title="what is it now?")
        )
    return tracks
