"""Level 1: a leap and small steps back from the same mixed water, side by side on one clock."""

import numpy as np

from diffusion_core import ink
from pages.levels.ink import undo_figures
from pages.levels.ink.undo_figures import Way
from pages.shared.player import Numbers
from pages.shared.player.track import Track

TICKS = 20
"""Of the clock: as many as the small steps."""
SPACING = next(iter(ink.SPACINGS))
FPS = 4


def ways(glass: int) -> dict[str, Way]:
    """The two ways by their names, each with TICKS + 1 frames. glass: number of the water."""
    leap = undo_figures.guided(glass, 1, SPACING)
    # the leap is over after one tick, and stands there while the other goes on
    leapt = np.minimum(np.arange(TICKS + 1), 1)
    return {
        "leap": Way(leap.specks[leapt], leap.back[leapt]),
        "steps": undo_figures.guided(glass, TICKS, SPACING),
    }


def tracks(glass: int, *, started: bool) -> list[Track]:
    """The two glasses; before they have started, the mixed water in each. Once they have, numbers too."""
    found = ways(glass)
    frames = TICKS + 1 if started else 1
    cut = {name: Way(way.specks[:frames], way.back[:frames]) for name, way in found.items()}
    return [
        undo_figures.glass(cut["steps"], f"{TICKS} small steps", name="steps", size="medium"),
        undo_figures.glass(cut["leap"], "one giant leap", name="leap", size="medium"),
        *([_tally(found), _left(glass)] if started else []),
    ]


def _tally(found: dict[str, Way]) -> Numbers:
    rows = {f"{TICKS} small steps": found["steps"].back, "one giant leap": found["leap"].back}
    return Numbers("race", rows, formats=dict.fromkeys(rows, "{:.0f} in 100"), title="specks back on the ring")


def _left(glass: int) -> Numbers:
    rows = {"it may have come from": undo_figures.possible(glass, TICKS, SPACING)}
    formats = dict.fromkeys(rows, "{:.0f} in 100 spots on the ring")
    return Numbers("left", rows, formats=formats, title="a speck that takes small steps")


def labels(*, started: bool) -> list[str]:
    return ["mixed water", *(f"step {tick} of {TICKS}" for tick in range(1, TICKS + 1) if started)]
