"""Level 1: four ways back from the same mixed water, side by side on one clock."""

import numpy as np

from diffusion_core import ink
from pages.levels.ink import undo_figures
from pages.levels.ink.undo_figures import Way
from pages.shared.player import Numbers
from pages.shared.player.track import Track

TICKS = 20
"""Of the clock: as many as the guided way has steps. The film takes as many, and so does the rule run backwards."""
SPACING = next(iter(ink.SPACINGS))
FPS = 4
TINY = "tiny"


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


def unmixed(glass: int) -> np.ndarray:
    """(TICKS + 1, CELLS, CELLS) what the rule of spreading, run backwards, says is in each cell."""
    return undo_figures.unmixed(glass)[: TICKS + 1]


def tracks(glass: int, *, started: bool) -> list[Track]:
    """The four glasses; before they have started, the mixed water in each. Once they have, what came out in numbers."""
    found, cells = ways(glass), unmixed(glass)
    frames = TICKS + 1 if started else 1
    cut = {name: Way(way.specks[:frames], way.back[:frames]) for name, way in found.items()}
    return [
        undo_figures.glass(cut["film"], "the film, backwards", name="film", size=TINY),
        undo_figures.glass(cut["steps"], f"a guide: {TICKS} steps", name="steps", size=TINY),
        undo_figures.glass(cut["leap"], "a guide: one leap", name="leap", size=TINY),
        undo_figures.cells(cells[:frames], name="unmixed", title="unmixing", size=TINY),
        *([_tally(found, cells)] if started else []),
    ]


def _tally(found: dict[str, Way], cells: np.ndarray) -> Numbers:
    rows = {
        "film backwards": found["film"].back,
        f"{TICKS} small steps": found["steps"].back,
        "one leap": found["leap"].back,
        "unmixing: the emptiest cell": cells.min(axis=(1, 2)),
    }
    formats = dict.fromkeys(rows, "{:.0f} of 100") | {"unmixing: the emptiest cell": "{:,.0f} specks"}
    return Numbers("race", rows, formats=formats, title="specks back on the ring")


def labels(*, started: bool) -> list[str]:
    return ["mixed water", *(f"tick {tick} of {TICKS}" for tick in range(1, TICKS + 1) if started)]
