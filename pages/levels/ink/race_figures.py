"""Level 1: three ways back from the same mixed water, side by side on one clock."""

import numpy as np

from diffusion_core import ink
from pages.levels.ink import undo_figures
from pages.levels.ink.undo_figures import Way
from pages.shared.player import Numbers
from pages.shared.player.track import Track

TICKS = 20
"""Of the clock: as many as the guided way has steps. The film takes as many."""
SPACING = next(iter(ink.SPACINGS))
FPS = 4
SMALL = "small"


def ways(glass: int) -> dict[str, Way]:
    """The ways of specks by their names, each with TICKS + 1 frames. glass: number of the water."""
    film, leap = undo_figures.filmed(glass), undo_figures.guided(glass, 1, SPACING)
    shown = np.linspace(0, len(film.specks) - 1, TICKS + 1).round().astype(int)
    # the leap is over after one tick, and stands there while the others go on
    leapt = np.minimum(np.arange(TICKS + 1), 1)
    return {
        "film": Way(film.specks[shown], film.back[shown]),
        "leap": Way(leap.specks[leapt], leap.back[leapt]),
        "steps": undo_figures.guided(glass, TICKS, SPACING),
    }


def tracks(glass: int, *, started: bool) -> list[Track]:
    """The three glasses; before they have started, the mixed water in each. Once they have, numbers too."""
    found = ways(glass)
    frames = TICKS + 1 if started else 1
    cut = {name: Way(way.specks[:frames], way.back[:frames]) for name, way in found.items()}
    return [
        undo_figures.glass(cut["film"], "the film, backwards", name="film", size=SMALL),
        undo_figures.glass(cut["leap"], "a guide: one leap", name="leap", size=SMALL),
        undo_figures.glass(cut["steps"], f"a guide: {TICKS} steps", name="steps", size=SMALL),
        *([_tally(found), _left(glass)] if started else []),
    ]


def _tally(found: dict[str, Way]) -> Numbers:
    rows = {
        "film backwards": found["film"].back,
        "one leap": found["leap"].back,
        f"{TICKS} small steps": found["steps"].back,
    }
    return Numbers("race", rows, formats=dict.fromkeys(rows, "{:.0f} in 100"), title="specks back on the ring")


def _left(glass: int) -> Numbers:
    rows = {"it may have come from": undo_figures.possible(glass, TICKS, SPACING)}
    formats = dict.fromkeys(rows, "{:.0f} in 100 spots on the ring")
    return Numbers("left", rows, formats=formats, title="a speck that takes small steps")


def labels(*, started: bool) -> list[str]:
    return ["mixed water", *(f"step {tick} of {TICKS}" for tick in range(1, TICKS + 1) if started)]
