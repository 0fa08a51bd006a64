"""Signed distances of simple shapes, and how they are laid onto a canvas.

Distances are negative inside. A point is a pair (x, y) of (n, H, W) tensors, y downwards; every other length is a
float or an (n, 1, 1) tensor in the same unit. Formulas after Inigo Quilez, "2D distance functions".
"""

import math
from typing import Protocol

import torch
from torch import Tensor

Point = tuple[Tensor, Tensor]
Length = float | Tensor
Colour = tuple[float, float, float] | Tensor


class Surface(Protocol):
    """What can be painted on: canvas (n, 3, H, W) in [0, 1], and unit (n, 1, 1), the pixels in one unit of length."""

    canvas: Tensor
    unit: Tensor


def moved(p: Point, x: Length, y: Length) -> Point:
    """The same points seen from (x, y)."""
    return p[0] - x, p[1] - y


def turned(p: Point, angle: Length) -> Point:
    """The same points seen from axes turned by angle (radians, clockwise on the screen)."""
    angle = torch.as_tensor(angle, dtype=p[0].dtype, device=p[0].device)
    c, s = angle.cos(), angle.sin()
    return p[0] * c + p[1] * s, p[1] * c - p[0] * s


def mirrored(p: Point) -> Point:
    """Fold the left half onto the right, so that one shape stands for two."""
    return p[0].abs(), p[1]


def _length(x: Tensor, y: Tensor) -> Tensor:
    return (x * x + y * y).sqrt()


def circle(p: Point, x: Length, y: Length, radius: Length) -> Tensor:
    """Distance to a disc."""
    return _length(p[0] - x, p[1] - y) - radius


def ellipse(p: Point, x: Length, y: Length, rx: Length, ry: Length, *, angle: float = 0.0) -> Tensor:
    """Distance to an ellipse, to first order near its edge."""
    px, py = moved(p, x, y)
    if angle:
        c, s = math.cos(angle), math.sin(angle)
        px, py = px * c + py * s, py * c - px * s
    qx, qy = px / rx, py / ry
    k0 = _length(qx, qy)
    k1 = _length(qx / rx, qy / ry)
    return k0 * (k0 - 1) / k1.clamp_min(1e-6)


def capsule(p: Point, a: tuple[Length, Length], b: tuple[Length, Length], radius: Length) -> Tensor:
    """Distance to a thick line from a to b with round ends."""
    px, py = moved(p, *a)
    bx, by = b[0] - a[0], b[1] - a[1]
    along = ((px * bx + py * by) / (bx * bx + by * by)).clamp(0, 1)
    return _length(px - along * bx, py - along * by) - radius


def box(p: Point, x: Length, y: Length, rx: Length, ry: Length, *, rounding: float = 0.0) -> Tensor:
    """Distance to an upright box around (x, y) with half sides rx, ry."""
    qx, qy = (p[0] - x).abs() - (rx - rounding), (p[1] - y).abs() - (ry - rounding)
    outside = _length(qx.clamp_min(0), qy.clamp_min(0))
    return outside + torch.maximum(qx, qy).clamp_max(0) - rounding


def polygon(p: Point, *corners: tuple[float, float], rounding: float = 0.0) -> Tensor:
    """Distance to a convex polygon (corners clockwise on the screen), grown by rounding; corners stay sharp inside."""
    edges = []
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        length = math.hypot(bx - ax, by - ay)
        nx, ny = (by - ay) / length, (ax - bx) / length
        edges.append((p[0] - ax) * nx + (p[1] - ay) * ny)
    return torch.stack(edges).amax(0) - rounding


def colour_tensor(colour: Colour, like: Tensor) -> Tensor:
    """A colour as something that broadcasts over (n, 3, H, W)."""
    if isinstance(colour, Tensor):
        return colour
    return torch.tensor(colour, dtype=like.dtype, device=like.device).view(1, 3, 1, 1)


def fill(on: Surface, d: Tensor, colour: Colour, *, alpha: float = 1.0, soft: float = 1.0) -> None:
    """Lay a colour over the inside of a shape, in place; the edge is soft pixels wide.

    d: (n, H, W) distance; colour: a triple, (n, 3, 1, 1) or (n, 3, H, W), in [0, 1]; alpha in [0, 1].
    """
    cover = (0.5 - d * (on.unit / soft)).clamp_(0, 1)
    if alpha != 1.0:
        cover = cover * alpha
    on.canvas.lerp_(colour_tensor(colour, on.canvas), cover.unsqueeze(1))


def outlined(on: Surface, d: Tensor, colour: Colour, line: Colour, *, width: float = 0.1) -> None:
    """Fill a shape and draw a line of that width (in units) around it."""
    fill(on, d - width, line)
    fill(on, d, colour)


def gradient(on: Surface, y: Tensor, top: Colour, bottom: Colour) -> None:
    """Fill the whole canvas from top (y = 0) to bottom (y = 1)."""
    on.canvas.copy_(torch.lerp(colour_tensor(top, y), colour_tensor(bottom, y), y.clamp(0, 1).unsqueeze(1)))


def lit(colour: Tensor, p: Point, rx: float, ry: float, *, strength: float = 0.1) -> Tensor:
    """A colour under soft light from above left: (n, 3, 1, 1) becomes (n, 3, H, W)."""
    light = (-(0.5 * p[0] / rx + 0.8 * p[1] / ry)).clamp(-1.2, 1.0)
    return (colour * (1 + 1.6 * strength * light.clamp_max(0).unsqueeze(1)) + strength * light.unsqueeze(1)).clamp_(
        0, 1
    )
