"""The two things one paints on: a backdrop (a place) and a sketch (a critter in its own frame)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TypeVar

from torch import Tensor

from diffusion_core.data.critters.shapes import Point


@dataclass
class Backdrop:
    """Pictures of one place: point in pixels from the top left corner, rolls (n, k) in [0, 1)."""

    canvas: Tensor
    unit: Tensor
    x: Tensor
    y: Tensor
    rolls: Tensor

    @property
    def point(self) -> Point:
        """Where each pixel is, in pixels."""
        return self.x, self.y

    def roll(self, index: int, low: float, high: float) -> Tensor:
        """Free number of this picture in [low, high): (n, 1, 1)."""
        return (low + (high - low) * self.rolls[:, index])[:, None, None]


@dataclass
class Sketch:
    """Critters of one kind. Frames in head radii: body (turned with the pose) and head (turned once more).

    canvas (n, 3, H, W); frames (n, H, W); unit, side (±1), glance [-1, 1], raised [0, 1]: (n, 1, 1);
    fur, dark, pale, ink: colours (n, 3, 1, 1).
    """

    canvas: Tensor
    unit: Tensor
    body_x: Tensor
    body_y: Tensor
    head_x: Tensor
    head_y: Tensor
    side: Tensor
    glance: Tensor
    raised: Tensor
    fur: Tensor
    dark: Tensor
    pale: Tensor
    ink: Tensor

    @property
    def body(self) -> Point:
        """Body frame: head centre at the origin, ground at y = 1.95."""
        return self.body_x, self.body_y

    @property
    def sided(self) -> Point:
        """Body frame, mirrored where the pose is."""
        return self.body_x * self.side, self.body_y

    @property
    def head(self) -> Point:
        """Head frame: origin in the middle of the head."""
        return self.head_x, self.head_y

    @property
    def face(self) -> Point:
        """Head frame moved towards where the critter looks."""
        return self.head_x - 0.11 * self.glance, self.head_y


Layer = TypeVar("Layer", Backdrop, Sketch)


def rows(layer: Layer, index: Tensor) -> Layer:
    """A copy of some rows of a backdrop or sketch."""
    return type(layer)(**{field.name: getattr(layer, field.name)[index] for field in fields(layer)})


def paint_rows(layer: Layer, chosen: Tensor, painter: Callable[[Layer], None]) -> None:
    """Let a painter paint only the chosen rows, in place; chosen: (n,) bool."""
    index = chosen.nonzero()[:, 0]
    if len(index):
        part = rows(layer, index)
        painter(part)
        layer.canvas[index] = part.canvas
