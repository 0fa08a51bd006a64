"""The three questions that level 1 closes with, each marked by a run."""

import numpy as np
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink import undo_figures
from pages.levels.ink.films import FRAMES, LONGEST, after, days, moments, walks
from pages.shared.page import closing
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import Particles

CORNER_SPECKS, DRAWN = 20_000, 700
SOON, LONG = (f"{days(share * LONGEST):.0f} days" for share in (0.25, 4))
EVEN, STUCK, HOME = "Mixed all over, only later", "The ink stays in that corner", "The ink gathers in the middle"


def corner() -> Outcome:
    """A drop in the corner, after a quarter of a film of warm water and after four films, and one in the middle."""
    chance, film = generator(1), undo_figures.spreads()[-1].item()
    drop = 0.15 * torch.rand(CORNER_SPECKS, 2, generator=chance)
    paths = ink.stumble(drop, film * torch.tensor([0.0, 0.25, 4.0]), chance)
    from_middle = ink.stumble(drop + 0.425, film * torch.tensor([0.0, 0.25]), chance)[1]
    (_, corner_soon, corner_late), (_, _, middle_late) = (_in_square(paths, place) for place in (0.15, 0.5))
    (soon,) = _in_square(from_middle[None], 0.5)
    right = STUCK if corner_late > 18 else HOME if middle_late > 18 else EVEN
    measured = (
        f"After {LONG}, a square in the corner holds **{corner_late:.0f}** of 100 specks, and one in the middle holds "
        f"{middle_late:.0f}. But after {SOON} there were still {corner_soon:.0f} in the corner. A drop in the middle "
        f"would have kept {soon:.0f} there."
    )
    return right, measured, _glasses({"the drop": paths[0], f"after {SOON}": paths[1], f"after {LONG}": paths[2]})


def _in_square(paths: torch.Tensor, place: float) -> list[float]:
    """How many of 100 specks are within 0.15 of this place on both axes, at each moment. paths: (T, N, 2)."""
    return (100 * ((paths - place).abs().amax(dim=2) < 0.15).double().mean(dim=1)).tolist()


def _glasses(places: dict[str, torch.Tensor], *, marked: int | None = None) -> list[Particles]:
    """Glasses side by side. places: by title, (N, 2) in [0, 1]; marked: the speck that is drawn large, in each."""
    return [_glass(f"glass{i}", *glass, marked) for i, glass in enumerate(places.items())]


def _glass(name: str, title: str, places: torch.Tensor, marked: int | None) -> Particles:
    specks = places[:DRAWN].numpy()
    if marked is not None:
        specks = np.concatenate([specks[marked : marked + 1], np.delete(specks, marked, axis=0)])
    return Particles(name, specks[None], title=title, alt=f"specks of ink: {title}", role="ink", note="", size="small",
                     radius=10, glass=True, followed=int(marked is not None))  # fmt: skip


SLOWER, NEVER, SAME = "It spreads, only more slowly", "It stays a drop", "It spreads just as fast"
COLD, HOT = 5, 60
"""Degrees Celsius."""


def cold() -> Outcome:
    """The same drop in ice-cold and in hot water, after as long."""
    frame = FRAMES // 2
    paths = {warmth: torch.from_numpy(walks("drop", warmth, 0)) for warmth in (COLD, HOT)}
    at_first = _width(paths[COLD][0])
    in_cold, in_hot = (_width(paths[warmth][frame]) for warmth in (COLD, HOT))
    right = NEVER if in_cold < 1.05 * at_first else SAME if in_cold > 0.95 * in_hot else SLOWER
    when = after(moments()[frame].item())
    measured = (
        f"{when.capitalize()}, 2 of 3 specks are within **{in_cold:.1f} mm** of the middle in ice-cold water. "
        f"In hot water it's {in_hot:.1f} mm. At first it was {at_first:.1f} mm."
    )
    glasses = {"the drop": paths[COLD][0], f"cold, {when}": paths[COLD][frame], f"hot, {when}": paths[HOT][frame]}
    return right, measured, _glasses({title: ink.reflect(path + 0.5) for title, path in glasses.items()})


def _width(ways: torch.Tensor) -> float:
    """Millimetres from the middle within which two of three specks are. ways: (N, 2), as seen from the middle."""
    return 1000 * ink.GLASS * ways.norm(dim=1).quantile(2 / 3).item()


TWINS, STRANGERS, OTHER = "Both alike, speck for speck", "The same ring, other specks in other spots", "Two other rings"


def twice() -> Outcome:
    """The same mixed water, undone twice, with other shoves; a speck that goes as far astray as most is marked."""
    ways = [undo_figures.guided(0, 20, "ever smaller", shoves=shoves) for shoves in (1, 2)]
    ends, back = [torch.from_numpy(way.specks[-1]) for way in ways], [way.back[-1] for way in ways]
    mixed = torch.from_numpy(ways[0].specks[0])
    away = 1000 * ink.GLASS * (ends[0] - ends[1]).norm(dim=1)
    apart, marked = away.median(dim=0)
    right = OTHER if min(back) < 80 else TWINS if apart < 1 else STRANGERS
    measured = (
        f"Half of the specks end **{apart:.0f} mm** or more from where they ended the first time. Yet {back[0]:.0f} "
        f"and {back[1]:.0f} of 100 are back on the ring. The big one is the same speck in all three glasses."
    )
    return right, measured, _glasses({"mixed water": mixed, "first": ends[0], "second": ends[1]}, marked=int(marked))


ASKED = [
    Closing(
        "corner",
        "What would happen if the drop fell into a corner of the glass?",
        {
            EVEN: "Then something would have to hold the ink back.",
            STUCK: "Nothing holds it there. The walls throw specks back, and all other shoves lead away.",
            HOME: "No speck knows where the middle is. When ink is even, as many come as go.",
        },
        run=corner,
    ),
    Closing(
        "twice",
        "Take the guide of the race. What would happen if it led the same mixed water back twice?",
        {
            TWINS: "The shoves are part of each step. Other shoves, other spots.",
            STRANGERS: "Then the shoves would not matter, or the guide would not know its ring.",
            OTHER: "This guide knows one ring only, so it leads to that one.",
        },
        run=twice,
    ),
    Closing(
        "cold",
        "What would happen if the water were ice cold?",
        {
            SLOWER: "Then cold water would have to stop the shoves, or they would not depend on warmth.",
            NEVER: "Cold water shoves more gently, but it never stops.",
            SAME: "Shoves come from the water, and cold water shoves more gently.",
        },
        run=cold,
    ),
]


def ask() -> None:
    closing.questions("ink", ASKED)
