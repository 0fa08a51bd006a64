"""Ink in a glass of still water: specks that stumble about, and the exact share of the ink in every part of the glass.

Both views are the same physics, Brownian motion between reflecting walls: `stumble` draws paths, `concentration` is
their law, and its slope guides specks back.
"""

from diffusion_core.ink.backwards import SHARPEST, SPACINGS, equal, exchange, geometric, step_back, undo
from diffusion_core.ink.brownian import RULES, flee, go_straight, stay, stumble
from diffusion_core.ink.concentration import (
    WALLS_FELT,
    agreement,
    best_guess,
    cell_shares,
    concentration,
    entropy,
    shares_by_images,
    shares_by_series,
)
from diffusion_core.ink.glass import GLASS, INK_AT_25, KELVIN, SPEED_UP, diffusion, middles, reflect, viscosity
from diffusion_core.ink.guide import DropGuide, kernel, kernel_by_images, kernel_by_series
from diffusion_core.ink.shapes import (
    MOST_DROPS,
    RING,
    RING_WIDTH,
    SHAPES,
    START_CELLS,
    NoGlyph,
    ink_of,
    inked,
    shape_of,
    specks_of,
)

__all__ = [
    "DropGuide",
    "GLASS",
    "INK_AT_25",
    "KELVIN",
    "MOST_DROPS",
    "NoGlyph",
    "RING",
    "RING_WIDTH",
    "RULES",
    "SHAPES",
    "SHARPEST",
    "SPACINGS",
    "SPEED_UP",
    "START_CELLS",
    "WALLS_FELT",
    "agreement",
    "best_guess",
    "cell_shares",
    "concentration",
    "diffusion",
    "entropy",
    "equal",
    "exchange",
    "flee",
    "geometric",
    "go_straight",
    "ink_of",
    "inked",
    "kernel",
    "kernel_by_images",
    "kernel_by_series",
    "middles",
    "reflect",
    "shape_of",
    "shares_by_images",
    "shares_by_series",
    "specks_of",
    "stay",
    "step_back",
    "stumble",
    "undo",
    "viscosity",
]
