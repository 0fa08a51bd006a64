"""The films of the home page: dots become a picture by a run of this server; before the first of them, ink dissolves.

    show("home.hero", packed_film("home.hero", jobs, words=…, alt="…", ink=dissolving()))

All of it plays in the browser, and nothing is asked for while it loops. "Again" takes the next of the jobs.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import streamlit as st

from diffusion_core.common.wire import pack
from diffusion_core.sampling.job import Job
from pages.server.streams import run_stream
from pages.shared.player.bundle import ASSETS, joined

FRAMES = 12
"""Between them the specks move evenly."""
SPECKS = 600
CELLS = 32
DARKNESS = 0.2
"""How much light evenly mixed ink takes away, as in level 1."""
MIXED = 0.16
"""D·t of the last frame, in square glass widths: the slowest wave of the ink has faded to a fifth."""
SEED = 1
_SHOWN = "noisy"
_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_film",
    js=joined(
        [
            *(ASSETS / name for name in ("wire.js", "dom.js", "colours.js", "stream.js")),
            _FOLDER / "film.js",
            _FOLDER / "film_part.js",
        ]
    ),
    css=(_FOLDER / "film.css").read_text(encoding="utf-8"),
)


def show(key: str, told: bytes) -> None:
    """Show a packed film. key: the one in it."""
    _component(key=key, data=told)


def packed_film(
    key: str,
    jobs: Sequence[Job],
    *,
    words: tuple[str, str, str],
    alt: str,
    ink: dict[str, np.ndarray] | None = None,
    most: int = 1024,
    for_all: bool = True,
) -> bytes:
    """What the browser is told: the film of the first job at first, of the next ones as often as the visitor asks.

    words: beneath the picture, while it is ink, dots, and when it is drawn; alt: what the film shows, for those who
    cannot see it; ink: with `dissolving()` the film begins with ink and loops, otherwise it begins with dots, stops at
    the picture, and waits until it is in sight; most: the largest width in CSS pixels; for_all: as in `run_stream`.
    """
    streams = [run_stream(job, titles={_SHOWN: ""}, for_all=for_all) for job in jobs]
    header = {
        "key": key,
        "urls": [stream.url for stream in streams],
        "frames": max((stream.frames for stream in streams), default=0),
        "shape": streams[0].tracks[0].shape if streams else (),
        "track": _SHOWN,
        "words": list(words),
        "alt": alt,
        "most": most,
    }
    return pack(header, ink or {})


@cache
def dissolving() -> dict[str, np.ndarray]:
    """A drop of ink that dissolves: specks (FRAMES, SPECKS, 2) uint16, 65,535 being the glass's width, and how dark
    endlessly many of them make each cell, shade (FRAMES, CELLS, CELLS) uint8. Slow at first. Imports torch."""
    import torch

    from diffusion_core import ink
    from diffusion_core.common.randomness import generator

    chance = generator(SEED)
    spread = MIXED * torch.linspace(0, 1, FRAMES, dtype=torch.float64) ** 2
    drop = ink.ink_of("drop")
    paths = ink.stumble(ink.specks_of(drop, SPECKS, chance), spread, chance)
    amount = CELLS**2 * ink.concentration(drop, spread, cells=CELLS)
    dark = 255 * (1 - torch.exp(-DARKNESS * amount))
    return {
        "specks": (paths.numpy() * 65_535).round().astype(np.uint16),
        "shade": dark.round().to(torch.uint8).numpy(),
    }
