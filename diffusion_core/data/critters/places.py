"""Six places. Lengths are pixels; the free numbers of a picture move clouds, hills and trees."""

import math

import torch
from torch import Tensor

from diffusion_core.data.critters.palette import WHITE
from diffusion_core.data.critters.shapes import (
    Colour,
    Length,
    box,
    capsule,
    circle,
    ellipse,
    fill,
    gradient,
    moved,
    outlined,
    polygon,
)
from diffusion_core.data.critters.sketch import Backdrop


def _hill(on: Backdrop, level: Length, height: float, length: float, phase: Tensor, colour: Colour) -> None:
    edge = level - height * torch.sin(2 * math.pi * (on.x / length + phase))
    fill(on, edge - on.y, colour)


def _cloud(on: Backdrop, x: Length, y: Length, colour: Colour = WHITE) -> None:
    p = moved(on.point, x, y)
    puffs = torch.minimum(circle(p, -1, -1.5, 4.2), torch.minimum(circle(p, 5, 0, 3.2), circle(p, -6, 0.5, 2.8)))
    fill(on, torch.maximum(puffs, p[1] - 2.5), colour, alpha=0.92)


def _sun(on: Backdrop, x: Length, y: Length, radius: float) -> None:
    fill(on, circle(on.point, x, y, radius + 2), (1.0, 0.95, 0.6), alpha=0.5, soft=4.0)
    fill(on, circle(on.point, x, y, radius), (1.0, 0.86, 0.30))


def _pine(on: Backdrop, x: Length, y: Length, leaf: Colour, tip: Colour) -> None:
    p = moved(on.point, x, y)
    fill(on, box(p, 0, 2, 1.5, 3), (0.42, 0.28, 0.18))
    for top, half in ((-12, 6.5), (-17, 5.2), (-22, 3.8)):
        fill(on, polygon(p, (0, top - 2), (half, top + 10), (-half, top + 10)), leaf)
        fill(on, polygon(p, (0, top - 2), (half * 0.42, top + 3), (-half * 0.42, top + 3)), tip)


def meadow(on: Backdrop) -> None:
    """Sun, clouds, hills and flowers."""
    gradient(on, on.y / 44, (0.50, 0.80, 1.0), (0.88, 0.97, 1.0))
    _sun(on, on.roll(0, 6, 12), on.roll(1, 6, 11), 5)
    _cloud(on, on.roll(2, 38, 58), on.roll(3, 6, 13))
    _hill(on, on.roll(4, 36, 41), 4, 60, on.rolls[:, 5, None, None], (0.60, 0.85, 0.48))
    _hill(on, on.roll(6, 46, 49), 2, 75, on.rolls[:, 7, None, None], (0.70, 0.90, 0.42))
    petals = ((1.0, 0.55, 0.70), WHITE, (1.0, 0.45, 0.40), WHITE, (0.75, 0.55, 1.0))
    for k, petal in enumerate(petals):
        x, y = on.roll(8 + k, 13 * k + 1, 13 * k + 11), on.roll(13 + k, 51, 61)
        fill(on, circle(on.point, x, y, 2.3), petal)
        fill(on, circle(on.point, x, y, 0.9), (1.0, 0.80, 0.15))


def beach(on: Backdrop) -> None:
    """Sea, sand and a palm tree."""
    gradient(on, on.y / 30, (0.42, 0.80, 1.0), (0.86, 0.96, 1.0))
    _sun(on, on.roll(0, 44, 56), on.roll(1, 6, 10), 4.5)
    fill(on, on.roll(2, 25, 29) - on.y, (0.10, 0.55, 0.80))
    _hill(on, on.roll(3, 34, 36), 0.8, 13, on.rolls[:, 4, None, None], (0.22, 0.70, 0.86))
    shore, phase = on.roll(5, 42, 46), on.rolls[:, 6, None, None]
    _hill(on, shore - 2, 1.5, 40, phase, WHITE)
    _hill(on, shore, 1.5, 40, phase, (0.99, 0.88, 0.62))
    p = moved(on.point, on.roll(7, 5, 10), on.roll(8, 14, 18))
    outlined(on, capsule(p, (-1, 30), (0, 0), 1.5), (0.66, 0.45, 0.25), (0.45, 0.28, 0.14), width=0.8)
    for angle in (-2.9, -2.2, -1.0, -0.3, 0.35, 2.75):
        tip = (5.5 * math.cos(angle), 5.5 * math.sin(angle))
        fill(on, ellipse(p, *tip, 6, 1.9, angle=angle), (0.15, 0.58, 0.30))
    fill(on, circle(on.point, on.roll(9, 50, 60), on.roll(10, 54, 60), 2.2), (1.0, 0.50, 0.42))


def night(on: Backdrop) -> None:
    """A crescent moon and stars over dark hills."""
    gradient(on, on.y / 48, (0.05, 0.06, 0.22), (0.25, 0.22, 0.52))
    for k in range(9):
        x, y = on.roll(k, 7 * k + 1, 7 * k + 7), on.roll(9 + k, 2, 30)
        fill(on, circle(on.point, x, y, 0.6 + 0.35 * (k % 3)), (1.0, 0.97, 0.75))
    moon = moved(on.point, on.roll(18, 9, 15), on.roll(19, 9, 14))
    fill(on, circle(moon, 0, 0, 9), (0.60, 0.60, 0.85), alpha=0.3, soft=6.0)
    fill(on, torch.maximum(circle(moon, 0, 0, 7), -circle(moon, 3.6, -1.6, 5.6)), (1.0, 0.95, 0.70))
    _hill(on, on.roll(20, 42, 45), 3, 60, on.rolls[:, 21, None, None], (0.15, 0.17, 0.38))
    _hill(on, on.roll(22, 49, 51), 2, 70, on.rolls[:, 23, None, None], (0.20, 0.26, 0.42))


def snow(on: Backdrop) -> None:
    """Snowy pines and falling snow."""
    gradient(on, on.y / 46, (0.50, 0.64, 0.84), (0.80, 0.88, 0.97))
    _hill(on, on.roll(0, 38, 41), 3, 55, on.rolls[:, 1, None, None], (0.84, 0.90, 0.98))
    _pine(on, on.roll(2, 4, 10), on.roll(3, 42, 46), (0.22, 0.46, 0.46), WHITE)
    _pine(on, on.roll(4, 54, 61), on.roll(5, 42, 46), (0.22, 0.46, 0.46), WHITE)
    _hill(on, on.roll(6, 47, 50), 1.5, 70, on.rolls[:, 7, None, None], (0.95, 0.97, 1.0))
    for k in range(10):
        x, y = on.roll(8 + k, 6.4 * k, 6.4 * k + 6.4), on.roll(18 + k, 1, 36)
        fill(on, circle(on.point, x, y, 1.2 + 0.3 * (k % 2)), WHITE)


def forest(on: Backdrop) -> None:
    """Tall trunks under leaves, and mushrooms."""
    gradient(on, on.y / 50, (0.30, 0.52, 0.38), (0.66, 0.80, 0.52))
    for k in range(4):
        x = on.roll(k, 17 * k + 2, 17 * k + 11)
        outlined(on, box(on.point, x, 26, 2.8, 26), (0.48, 0.33, 0.22), (0.32, 0.21, 0.15), width=0.9)
    for k in range(6):
        x, y = on.roll(4 + k, 12 * k - 2, 12 * k + 6), on.roll(10 + k, 0, 6)
        fill(on, circle(on.point, x, y, 8.5), (0.10, 0.36, 0.22) if k % 2 else (0.14, 0.43, 0.25))
    _hill(on, on.roll(16, 46, 49), 1.5, 50, on.rolls[:, 17, None, None], (0.36, 0.50, 0.24))
    for k in range(2):
        p = moved(on.point, on.roll(18 + k, 49 * k + 4, 49 * k + 11), on.roll(20 + k, 53, 59))
        fill(on, box(p, 0, 1.5, 1.3, 2.5, rounding=0.8), (0.98, 0.93, 0.82))
        fill(on, torch.maximum(circle(p, 0, 0, 3.6), p[1]), (0.86, 0.18, 0.16))
        fill(on, circle(p, -0.8, -1.7, 0.8), WHITE)


def city(on: Backdrop) -> None:
    """Houses with lit windows under an evening sky."""
    gradient(on, on.y / 44, (1.0, 0.62, 0.50), (1.0, 0.90, 0.66))
    for k in range(4):
        fill(on, box(on.point, 16 * k + 12, 40, 5.5, on.roll(10 + k, 14, 26)), (0.86, 0.58, 0.62))
    for k in range(5):
        x, top = 14 * k + on.roll(k, 2, 5), on.roll(5 + k, 12, 30)
        house = box(on.point, x, top + 30, 5.6, 30)
        fill(on, house, (0.36, 0.34, 0.56) if k % 2 else (0.46, 0.40, 0.62))
        window = box(((on.x - x).abs(), (on.y - top - 4) % 7), 2.6, 1.8, 1.3, 1.7)
        fill(on, torch.maximum(window, house + 0.8), (1.0, 0.87, 0.45))
    fill(on, on.roll(14, 48, 50) - on.y, (0.82, 0.80, 0.80))
    fill(on, on.roll(14, 50, 52) - on.y, (0.60, 0.60, 0.66))


PLACE_PAINTERS = {"meadow": meadow, "beach": beach, "night": night, "snow": snow, "forest": forest, "city": city}
