"""Eight animals: a row each, with the parts that tell it from the others."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from diffusion_core.data.critters.faces import Face
from diffusion_core.data.critters.palette import EAR_PINK, INK, WHITE
from diffusion_core.data.critters.shapes import capsule, circle, ellipse, fill, mirrored, outlined, polygon
from diffusion_core.data.critters.sketch import Sketch

Painter = Callable[[Sketch], None]

_BEAK = (1.0, 0.66, 0.16)
_NOSE = (0.95, 0.45, 0.52)


def _cat_back(sketch: Sketch) -> None:
    p = sketch.sided
    tail = torch.minimum(
        capsule(p, (0.5, 1.75), (1.15, 1.55), 0.17),
        torch.minimum(capsule(p, (1.15, 1.55), (1.28, 1.05), 0.17), capsule(p, (1.28, 1.05), (1.1, 0.85), 0.17)),
    )
    outlined(sketch, tail, sketch.fur, sketch.ink)
    p = mirrored(sketch.head)
    outlined(sketch, polygon(p, (0.20, -0.75), (1.02, -1.42), (1.08, -0.2), rounding=0.08), sketch.fur, sketch.ink)
    fill(sketch, polygon(p, (0.52, -0.80), (0.94, -1.18), (0.98, -0.45)), EAR_PINK)


def _cat_front(sketch: Sketch) -> None:
    p = mirrored(sketch.head)
    fill(sketch, capsule(p, (0.0, -0.80), (0.0, -0.50), 0.08), sketch.dark)
    fill(sketch, capsule(p, (0.27, -0.78), (0.24, -0.58), 0.07), sketch.dark)
    _muzzle(sketch, 0.44, 0.52, 0.38)
    p = mirrored(sketch.face)
    for end in (0.16, 0.50):
        fill(sketch, capsule(p, (0.72, 0.33 + 0.2 * (end - 0.3)), (1.42, end), 0.03), INK, alpha=0.8)
    fill(sketch, polygon(sketch.face, (-0.10, 0.17), (0.10, 0.17), (0.0, 0.28), rounding=0.05), _NOSE)


def _dog_back(sketch: Sketch) -> None:
    outlined(sketch, capsule(sketch.sided, (0.5, 1.6), (1.2, 0.98), 0.16), sketch.fur, sketch.ink)


def _dog_front(sketch: Sketch) -> None:
    x, y = sketch.face
    fill(sketch, ellipse((x * sketch.side, y), 0.47, -0.08, 0.40, 0.46, angle=0.2), sketch.dark, alpha=0.5)
    _muzzle(sketch, 0.42, 0.58, 0.46)
    fill(sketch, ellipse(sketch.face, 0, 0.16, 0.22, 0.15), INK)
    fill(sketch, ellipse(sketch.face, -0.06, 0.11, 0.07, 0.04), WHITE, alpha=0.7)
    ear = ellipse(mirrored(sketch.head), 1.10, -0.02, 0.30, 0.74, angle=-0.22)
    outlined(sketch, ear, sketch.dark, sketch.ink)


def _rabbit_back(sketch: Sketch) -> None:
    outlined(sketch, circle(sketch.sided, 0.88, 1.62, 0.28), sketch.pale, sketch.ink)
    p = mirrored(sketch.head)
    outlined(sketch, ellipse(p, 0.60, -1.48, 0.29, 0.84, angle=0.18), sketch.fur, sketch.ink)
    fill(sketch, ellipse(p, 0.60, -1.45, 0.15, 0.62, angle=0.18), EAR_PINK)


def _rabbit_front(sketch: Sketch) -> None:
    _muzzle(sketch, 0.44, 0.52, 0.38)
    fill(sketch, ellipse(sketch.face, 0, 0.20, 0.12, 0.085), _NOSE)


def _bear_back(sketch: Sketch) -> None:
    p = mirrored(sketch.head)
    outlined(sketch, circle(p, 0.84, -0.72, 0.37), sketch.fur, sketch.ink)
    fill(sketch, circle(p, 0.84, -0.72, 0.20), sketch.dark)


def _bear_front(sketch: Sketch) -> None:
    _muzzle(sketch, 0.43, 0.62, 0.46)
    fill(sketch, ellipse(sketch.face, 0, 0.17, 0.19, 0.12), INK)


def _mouse_back(sketch: Sketch) -> None:
    p = sketch.sided
    tail = torch.minimum(capsule(p, (0.5, 1.85), (1.15, 1.75), 0.05), capsule(p, (1.15, 1.75), (1.4, 1.25), 0.05))
    outlined(sketch, tail, EAR_PINK, sketch.ink, width=0.08)
    p = mirrored(sketch.head)
    outlined(sketch, circle(p, 1.0, -0.82, 0.66), sketch.fur, sketch.ink)
    fill(sketch, circle(p, 1.02, -0.80, 0.44), EAR_PINK)


def _mouse_front(sketch: Sketch) -> None:
    _muzzle(sketch, 0.44, 0.48, 0.36)
    p = mirrored(sketch.face)
    fill(sketch, capsule(p, (0.62, 0.38), (1.2, 0.38), 0.03), INK, alpha=0.8)
    outlined(sketch, circle(sketch.face, 0, 0.20, 0.12), _NOSE, INK, width=0.05)


def _frog_back(sketch: Sketch) -> None:
    outlined(sketch, circle(mirrored(sketch.head), 0.64, -0.62, 0.44), sketch.fur, sketch.ink)


def _frog_front(sketch: Sketch) -> None:
    p = mirrored(sketch.head)
    fill(sketch, circle(p, 0.64, -0.60, 0.42), sketch.fur)
    fill(sketch, circle(mirrored(sketch.face), 0.64, -0.64, 0.33), WHITE)
    _muzzle(sketch, 0.46, 0.84, 0.34)
    fill(sketch, circle(mirrored(sketch.face), 0.13, 0.04, 0.05), sketch.ink)


def _owl_back(sketch: Sketch) -> None:
    p = mirrored(sketch.head)
    outlined(sketch, polygon(p, (0.45, -0.72), (1.14, -1.20), (1.04, -0.35), rounding=0.05), sketch.dark, sketch.ink)


def _owl_front(sketch: Sketch) -> None:
    p = mirrored(sketch.face)
    fill(sketch, circle(p, 0.47, -0.04, 0.60), sketch.dark)
    fill(sketch, circle(p, 0.47, -0.04, 0.50), sketch.pale)
    beak = polygon(sketch.face, (-0.17, 0.08), (0.17, 0.08), (0.0, 0.38), rounding=0.05)
    outlined(sketch, beak, _BEAK, INK, width=0.06)
    for x, y in ((0.0, 1.20), (0.24, 1.42), (0.0, 1.62)):
        fill(sketch, ellipse(mirrored(sketch.body), x, y, 0.11, 0.06), sketch.dark)


def _pig_back(sketch: Sketch) -> None:
    curl = torch.minimum(
        circle(sketch.sided, 0.98, 1.45, 0.17).abs() - 0.06, capsule(sketch.sided, (0.6, 1.6), (0.95, 1.62), 0.06)
    )
    outlined(sketch, curl, sketch.fur, sketch.ink, width=0.08)


def _pig_front(sketch: Sketch) -> None:
    p = mirrored(sketch.head)
    outlined(sketch, ellipse(p, 1.06, -0.66, 0.44, 0.27, angle=-0.18), sketch.fur, sketch.ink)
    fill(sketch, ellipse(p, 1.13, -0.66, 0.28, 0.15, angle=-0.18), EAR_PINK)
    snout = ellipse(sketch.face, 0, 0.32, 0.48, 0.27)
    outlined(sketch, snout, _snout_colour(sketch), sketch.ink, width=0.07)
    fill(sketch, ellipse(mirrored(sketch.face), 0.17, 0.32, 0.08, 0.13), sketch.ink)


def _snout_colour(sketch: Sketch) -> torch.Tensor:
    pink = torch.tensor(EAR_PINK, device=sketch.fur.device).view(1, 3, 1, 1)
    return torch.lerp(sketch.pale, pink, 0.6)


def _muzzle(sketch: Sketch, y: float, rx: float, ry: float) -> None:
    fill(sketch, ellipse(sketch.face, 0, y, rx, ry), sketch.pale)


@dataclass(frozen=True)
class Animal:
    """What one animal has of its own. Lengths in head radii, head centre at the origin.

    back is painted before the body and head, front on the head before the expression.
    """

    back: Painter
    front: Painter
    head: tuple[float, float] = (1.12, 0.95)
    body: tuple[float, float] = (0.72, 0.74)
    face: Face = field(default_factory=Face)
    hat: tuple[float, float] = (-0.78, 1.0)
    bow_x: float = 0.34
    feet: tuple[float, float, float] | None = None
    winged: bool = False


ANIMAL_ROWS = {
    "cat": Animal(_cat_back, _cat_front),
    "dog": Animal(_dog_back, _dog_front, head=(1.06, 0.95), face=Face(mouth_y=0.52)),
    "rabbit": Animal(_rabbit_back, _rabbit_front, head=(1.06, 0.92), hat=(-0.76, 0.9)),
    "bear": Animal(_bear_back, _bear_front, head=(1.16, 0.96), body=(0.84, 0.76), face=Face(mouth_y=0.54)),
    "mouse": Animal(_mouse_back, _mouse_front, head=(0.98, 0.90), body=(0.62, 0.70), face=Face(eye_x=0.43)),
    "frog": Animal(
        _frog_back,
        _frog_front,
        head=(1.26, 0.80),
        face=Face(eye_x=0.64, eye_y=-0.62, mouth_y=0.36, mouth=0.46),
        hat=(-0.95, 0.85),
        bow_x=0.0,
    ),
    "owl": Animal(
        _owl_back,
        _owl_front,
        head=(1.10, 0.98),
        body=(0.88, 0.80),
        face=Face(mouth_y=0.58, mouth=0.24),
        feet=_BEAK,
        winged=True,
    ),
    "pig": Animal(
        _pig_back,
        _pig_front,
        head=(1.20, 0.98),
        body=(0.84, 0.74),
        face=Face(eye_y=-0.20, mouth_y=0.71, mouth=0.26, lens=0.35),
    ),
}
