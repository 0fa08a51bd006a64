"""Things to wear. Each painter gets the animal's row, to know where the head ends and the eyes are."""

import torch

from diffusion_core.data.critters.animals import Animal
from diffusion_core.data.critters.palette import INK, WHITE
from diffusion_core.data.critters.shapes import (
    Point,
    box,
    capsule,
    circle,
    ellipse,
    fill,
    mirrored,
    moved,
    outlined,
    polygon,
    turned,
)
from diffusion_core.data.critters.sketch import Sketch

_GOLD = (1.0, 0.80, 0.18)
_FELT = (0.26, 0.22, 0.34)
_BAND = (0.90, 0.20, 0.25)
_WOOL = (0.86, 0.16, 0.24)
_RIBBON = (1.0, 0.26, 0.58)
_LENS = (0.86, 0.95, 1.0)


def _on_head(sketch: Sketch, animal: Animal, tilt: float) -> Point:
    top, scale = animal.hat
    x, y = turned(moved(sketch.head, 0, top), tilt * sketch.side)
    return x / scale, y / scale


def hat(sketch: Sketch, animal: Animal) -> None:
    """A top hat with a red band."""
    p = _on_head(sketch, animal, 0.12)
    outlined(sketch, box(p, 0, -0.52, 0.46, 0.50, rounding=0.1), _FELT, INK, width=0.07)
    fill(sketch, box(p, 0, -0.20, 0.46, 0.13), _BAND)
    fill(sketch, box(p, -0.25, -0.62, 0.07, 0.26, rounding=0.05), WHITE, alpha=0.3)
    outlined(sketch, box(p, 0, 0.0, 0.82, 0.11, rounding=0.1), _FELT, INK, width=0.07)


def crown(sketch: Sketch, animal: Animal) -> None:
    """A golden crown with three points and a red stone."""
    p = _on_head(sketch, animal, 0.10)
    q = mirrored(p)
    middle = polygon(p, (0.0, -0.80), (0.34, 0.06), (-0.34, 0.06))
    outer = polygon(q, (0.0, 0.06), (0.62, -0.72), (0.56, 0.06))
    shape = torch.minimum(torch.minimum(middle, outer), box(p, 0, -0.05, 0.56, 0.15))
    outlined(sketch, shape - 0.03, _GOLD, (0.45, 0.26, 0.05), width=0.09)
    fill(sketch, circle(p, 0, -0.12, 0.14), _BAND)
    fill(sketch, circle(q, 0.38, -0.10, 0.09), (0.25, 0.60, 1.0))


def scarf(sketch: Sketch, animal: Animal) -> None:
    """A striped scarf around the neck with one end hanging down."""
    p = sketch.sided
    end = capsule(p, (0.36, 1.18), (0.45, 1.64), 0.21)
    outlined(sketch, end, _WOOL, INK, width=0.08)
    fill(sketch, torch.maximum(end, (p[1] - 1.56).abs() - 0.11), WHITE)
    wrap = ellipse(sketch.body, 0, 1.07, 0.84, 0.30)
    outlined(sketch, wrap, _WOOL, INK, width=0.08)
    fill(sketch, torch.maximum(wrap, (mirrored(p)[0] - 0.40).abs() - 0.13), WHITE)


def lenses(sketch: Sketch, animal: Animal) -> None:
    """The lenses of the glasses, under the eyes so that these stay dark and easy to read."""
    face = animal.face
    fill(sketch, circle(mirrored(sketch.face), face.eye_x, face.eye_y, face.lens), _LENS, alpha=0.8)


def glasses(sketch: Sketch, animal: Animal) -> None:
    """Round glasses."""
    face = animal.face
    x, y = mirrored(sketch.face)
    ring = circle((x, y), face.eye_x, face.eye_y, face.lens)
    frame = torch.minimum(ring.abs() - 0.08, capsule((x, y), (0.0, face.eye_y - 0.05), (0.12, face.eye_y - 0.05), 0.07))
    fill(sketch, frame, (0.10, 0.10, 0.30))


def bow(sketch: Sketch, animal: Animal) -> None:
    """A large ribbon bow on one side of the head."""
    x, y = _on_head(sketch, animal, 0.0)
    p = turned((x * sketch.side - animal.bow_x, y + 0.06), 0.22)
    q = mirrored(p)
    loop = polygon(q, (0.0, -0.06), (0.56, -0.32), (0.56, 0.32), (0.0, 0.06), rounding=0.08)
    outlined(sketch, loop, _RIBBON, INK, width=0.08)
    outlined(sketch, circle(p, 0, 0, 0.17), (1.0, 0.55, 0.75), INK, width=0.07)


UNDER_THE_HEAD = {"scarf": scarf}
UNDER_THE_FACE = {"glasses": lenses}
ON_TOP = {"hat": hat, "crown": crown, "glasses": glasses, "bow": bow}
