"""Level 1: the glass into which a drop falls, and what its specks do at the border of the drop."""

import numpy as np
import torch

from diffusion_core import ink
from pages.levels.ink.films import FPS, MIDDLE, Place, film, labels, walks
from pages.shared.player import Drop, Particles

NEAR = 1e-4
"""By how much a drop keeps clear of the walls, so that all its specks begin inside."""


def drawable(letter: str) -> bool:
    """Whether there is ink in what a visitor typed as a letter."""
    try:
        ink.ink_of(letter)
    except ValueError:
        return False
    return True


def fitting(shape: str, drops: int, seed: int, celsius: int, at: Place) -> Place:
    """As near to a place as the drop fits between the walls, as the browser finds it too."""
    first = walks(shape, celsius, seed, drops=drops)[0]
    low, high = -first.min(axis=0) + NEAR, 1 - first.max(axis=0) - NEAR
    x, y = np.clip(at, low, high).tolist()
    return x, y


def glass(shape: str, celsius: int, seed: int, drops: int, *, at: Place = MIDDLE, outlined: bool = False) -> Drop:
    """The glass of a drop that can be tapped; the first speck with the path of its last second.

    outlined: with the border of the drop, as it was.
    """
    ways = walks(shape, celsius, seed, drops=drops)
    title = f"{ways.shape[1]:,} specks of ink: tap the water"
    return Drop("specks", ways, at=at, outline=border(shape, drops) if outlined else None, title=title,
                alt=f"{ways.shape[1]:,} specks of ink in a glass of water, one of them with its path", role="ink",
                note="", size="large", radius=7, opacity=0.75, glass=True, haze=True, followed=1,
                trail=FPS)  # fmt: skip


def still(name: str, title: str, specks: np.ndarray) -> Particles:
    """A glass that plays but cannot be tapped. specks: of `film`."""
    return Particles(name, specks, title=title, alt=f"{title}: specks in a glass of water", role="ink", note="",
                     size="medium", radius=8, opacity=0.75, glass=True, haze=True, followed=1, trail=FPS)  # fmt: skip


def border(shape: str, drops: int) -> np.ndarray:
    """(M, 2) float32: the middles of the cells at the rim of the ink at the start, as seen from the drop's middle."""
    inked = ink.ink_of(shape, drops=drops) > 0
    sides = torch.nn.functional.pad(inked, (1, 1, 1, 1))
    inner = sides[2:, 1:-1] & sides[:-2, 1:-1] & sides[1:-1, 2:] & sides[1:-1, :-2]
    rows, columns = (inked & ~inner).nonzero(as_tuple=True)
    places = (torch.stack([columns, rows], dim=1) + 0.5) / len(inked) - 0.5
    return places.numpy().astype(np.float32)


def inside(shape: str, celsius: int, seed: int, drops: int, at: Place) -> np.ndarray:
    """(FRAMES, SPECKS) which specks are where the drop was."""
    specks = torch.from_numpy(film(shape, celsius, seed, drops=drops, at=at) / 65_535)
    return ink.inked((specks - torch.tensor(at) + 0.5).clamp(0, 1), ink.ink_of(shape, drops=drops)).numpy()


def crossed(within: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How often specks have left the drop's place, and come back to it, by each frame. within: of `inside`."""
    before, now = within[:-1], within[1:]
    ways = ((before & ~now).sum(axis=1), (~before & now).sum(axis=1))
    out, back = (np.concatenate([[0], way.cumsum()]) for way in ways)
    return out, back


def counted(ways: np.ndarray) -> list[str]:
    """What stands below the glass, frame by frame. ways: of `films.walks`."""
    outwards = _outwards(ways)
    out = np.concatenate([[0], outwards.sum(axis=1).cumsum()])
    back = outwards.shape[1] * np.arange(len(out)) - out
    pairs = zip(labels(), out.tolist(), back.tolist(), strict=True)
    return [f"{when} · shoves outwards {one:,}, inwards {other:,}" for when, one, other in pairs]


def pushed_out(ways: np.ndarray) -> float:
    """Of 100 shoves, how many push a speck away from the drop's middle. ways: of `films.walks`."""
    return 100 * float(_outwards(ways).mean())


def _outwards(ways: np.ndarray) -> np.ndarray:
    """(FRAMES - 1, SPECKS) whether that shove points away from the drop's middle."""
    return (ways[:-1] * np.diff(ways, axis=0)).sum(axis=2) > 0
