"""Why not a blur: the training pictures that memory knows by heart, drawn once in the background for all visitors."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from torch import Tensor

from diffusion_core.data.critters import SIZE, draw_bytes, training_seeds
from pages.server import queues
from pages.server.errands import Errand, Full
from pages.server.runs import PLACES
from pages.shared.keeping.with_progress import Work, worked

COUNT = 4_000
"""49 MB of pictures; all of them would be 790 MB."""
BATCH = 50
"""So many are drawn between two looks at whether the server ends."""
LOOK = 0.1
"""Seconds between two looks at how far it is."""


EVERY = 1.0
"""Seconds between two looks of the browser at a wall that fills."""


class NotDrawn(RuntimeError):
    """The gallery broke off; the message is a sentence for the visitor."""


@dataclass(frozen=True)
class Gallery:
    """pictures: (N, 3, 64, 64) uint8; errand: who draws them, and how much of it is done."""

    pictures: np.ndarray
    errand: Errand[float]

    def __len__(self) -> int:
        return len(self.pictures)


def begun() -> Gallery:
    """The gallery, perhaps half drawn. The first visitor begins it; it goes on whoever leaves. Raises Full."""
    return _begun(COUNT)


def half_drawn() -> bool:
    """Whether it is still being drawn; not where it can't be: whoever then asks for it is told why."""
    try:
        return not begun().errand.over
    except Full:
        return False


def so_far() -> int:
    """How many of its pictures are there. Raises Full."""
    drawn = begun()
    return len(drawn) if drawn.errand.finished else int(len(drawn) * (drawn.errand.latest or 0.0))


def filling(show: Callable[[], None]) -> None:
    """What stands in a film's place while the gallery fills: it is drawn anew as it does, and the page once it has."""
    st.fragment(_filling, run_every=EVERY)(show)


def _filling(show: Callable[[], None]) -> None:
    if not half_drawn():
        st.rerun()
    show()
    words = f"Memory learns by heart: {so_far():,} of {len(begun()):,} pictures. Then comes the answer …"
    st.progress(so_far() / len(begun()), text=words)


def gallery() -> Gallery:
    """The gallery, complete; meanwhile its progress stands on the page. Raises NotDrawn and Full."""
    drawn = begun()
    return worked("blur.gallery", (len(drawn),), _waited_for(drawn), f"{len(drawn):,} training pictures are drawn")


@st.cache_resource(max_entries=1, show_spinner=False)
def _begun(count: int) -> Gallery:
    pictures = np.empty((count, 3, SIZE, SIZE), np.uint8)
    return Gallery(pictures, queues.once(_filled(pictures)))


def _filled(pictures: np.ndarray) -> Iterator[float]:
    seeds = training_seeds()[: len(pictures)]
    for start in range(0, len(pictures), BATCH):
        pictures[start : start + BATCH] = draw_bytes(seeds[start : start + BATCH]).numpy()
        yield min(1.0, (start + BATCH) / len(pictures))


def signed(pixels: np.ndarray) -> Tensor:
    """Pictures of the gallery in [-1, 1], of the same shape."""
    return torch.from_numpy(pixels).float() / 127.5 - 1


def _waited_for(drawn: Gallery) -> Work[Gallery]:
    while not drawn.errand.over:
        yield drawn.errand.latest or 0.0
        with PLACES.left_meanwhile():
            time.sleep(LOOK)
    if not drawn.errand.finished:
        _begun.clear()
        raise NotDrawn("The training pictures could not be drawn. Please reload the page.")
    return drawn
