"""The three questions that level 1 closes with, each marked by a run."""

import numpy as np
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink import undo_figures
from pages.shared.page import closing
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import Particles

CORNER_SPECKS, DRAWN = 20_000, 700
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
        f"After a quarter of a film, {corner_soon:.0f} of 100 specks are still in that corner, in a square twice as "
        f"wide as the drop. Had it begun in the middle, a square there would hold {soon:.0f} by then. After four films "
        f"the corner holds {corner_late:.0f}, and the middle {middle_late:.0f}."
    )
    return right, measured, _glasses({"the drop": paths[0], "a quarter film": paths[1], "four films": paths[2]})


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


HEART, RING, NONE = "A heart", "The ring that it was", "Nothing, it stays mixed"


def hearts() -> Outcome:
    """A guide that knows a heart, let loose on water in which a ring was dissolved."""
    ring, heart = (ink.ink_of(shape) for shape in ("ring", "heart"))
    film = torch.from_numpy(undo_figures.filmed(0).specks)
    end = torch.from_numpy(undo_figures.guided(0, 20, "ever smaller", known="heart").specks[-1])
    on_ring, in_heart = (100 * ink.inked(end, drop).double().mean().item() for drop in (ring, heart))
    right = HEART if in_heart > 80 else RING if on_ring > 80 else NONE
    measured = f"Of 100 specks, {in_heart:.0f} end inside the heart."
    return right, measured, _glasses({"it held": film[-1], "mixed water": film[0], "led back": end})


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
        f"{back[0]:.0f} and {back[1]:.0f} of 100 specks are back on the ring. The large speck is the same one in all "
        f"three glasses: here it ends {apart:.0f} mm from where it ends there. For half of the specks it is even more."
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
        "The guide of 1.4 knows one ring. What would happen if it led the same mixed water back twice, "
        "and chance shoved anew each time?",
        {
            TWINS: "The shoves are part of each step. Other shoves, other spots.",
            STRANGERS: "Then the shoves would not matter, or the guide would not know its ring.",
            OTHER: "This guide knows one ring only, so it leads to that one.",
        },
        run=twice,
    ),
    Closing(
        "hearts",
        "What would happen if the guide knew a heart, and the water had held a ring?",
        {
            HEART: "Then the water would still have to know of its ring.",
            RING: "The mixed water has forgotten its ring. Only the guide knows a shape, and it is not this one.",
            NONE: "Mixed water is where every way back starts. The guide does not mind what it came from.",
        },
        run=hearts,
    ),
]


def ask() -> None:
    closing.questions("ink", ASKED)
