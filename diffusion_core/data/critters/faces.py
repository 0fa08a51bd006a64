"""Four expressions, drawn large enough to be read from 64 pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from diffusion_core.data.critters.palette import BLUSH, INK, WHITE
from diffusion_core.data.critters.shapes import Point, capsule, circle, ellipse, fill, mirrored, moved, outlined

if TYPE_CHECKING:
    from diffusion_core.data.critters.sketch import Sketch

_LIPS = (0.55, 0.12, 0.18)
_TONGUE = (1.0, 0.52, 0.55)
_TEAR = (0.45, 0.80, 1.0)


@dataclass(frozen=True)
class Face:
    """Where a face's parts are, in head units: eyes at (±eye_x, eye_y), mouth at (0, mouth_y)."""

    eye_x: float = 0.47
    eye_y: float = -0.04
    mouth_y: float = 0.50
    mouth: float = 0.28
    lens: float = 0.42


def _eye(sketch: Sketch, face: Face) -> Point:
    """The face folded in half and seen from its eye, so that one shape draws both."""
    x, y = sketch.face
    return x.abs() - face.eye_x, y - face.eye_y


def _open_eyes(sketch: Sketch, face: Face, *, size: float) -> None:
    eye = _eye(sketch, face)
    fill(sketch, ellipse(eye, 0, 0, size + 0.07, size + 0.11), WHITE, alpha=0.55)
    fill(sketch, ellipse(eye, 0, 0, size, size + 0.05), INK)
    x, y = sketch.face
    # The two highlights lie on the same side of each eye, so they are not folded.
    for side in (-1, 1):
        fill(sketch, circle((x, y), side * face.eye_x - 0.08, face.eye_y - 0.11, 0.095), WHITE)


def _brows(sketch: Sketch, face: Face, inner: float, outer: float) -> None:
    eye = _eye(sketch, face)
    fill(sketch, capsule(eye, (-0.20, inner), (0.20, outer), 0.06), INK)


def happy(sketch: Sketch, face: Face) -> None:
    """Bright eyes and a wide open smile."""
    _open_eyes(sketch, face, size=0.21)
    p = moved(sketch.face, 0, face.mouth_y - 0.08)
    smile = torch.maximum(ellipse(p, 0, 0, face.mouth, min(0.36, 1.25 * face.mouth)), -p[1])
    outlined(sketch, smile, _LIPS, INK, width=0.07)
    fill(sketch, torch.maximum(ellipse(p, 0, 0.28, face.mouth * 0.7, 0.17), smile + 0.02), _TONGUE)


def sad(sketch: Sketch, face: Face) -> None:
    """Brows that slant, a mouth turned down and a tear."""
    _open_eyes(sketch, face, size=0.19)
    _brows(sketch, face, -0.50, -0.30)
    p = moved(sketch.face, 0, face.mouth_y + 0.28)
    frown = torch.maximum(circle(p, 0, 0, face.mouth).abs() - 0.065, p[1] + 0.10)
    fill(sketch, frown, INK)
    x, y = sketch.face
    tear = ellipse((x * sketch.side, y), face.eye_x + 0.16, face.eye_y + 0.42, 0.13, 0.19)
    outlined(sketch, tear, _TEAR, (0.15, 0.40, 0.75), width=0.05)


def surprised(sketch: Sketch, face: Face) -> None:
    """Eyes wide open with small pupils, and a round mouth."""
    eye = _eye(sketch, face)
    outlined(sketch, circle(eye, 0, -0.02, 0.32), WHITE, INK, width=0.075)
    fill(sketch, circle(eye, 0, -0.02, 0.13), INK)
    _brows(sketch, face, -0.58, -0.56)
    outlined(sketch, ellipse(sketch.face, 0, face.mouth_y + 0.10, 0.15, 0.21), _LIPS, INK, width=0.07)


def sleepy(sketch: Sketch, face: Face) -> None:
    """Closed eyes and a very small mouth."""
    eye = _eye(sketch, face)
    lid = torch.maximum(circle(eye, 0, -0.14, 0.28).abs() - 0.075, 0.04 - eye[1])
    fill(sketch, lid, INK)
    fill(sketch, ellipse(sketch.face, 0, face.mouth_y + 0.08, 0.13, 0.065), INK)
    _snore(sketch)


def _snore(sketch: Sketch) -> None:
    """A letter Z beside the head; it is moved, never mirrored."""
    p = moved(sketch.head, 1.10 * sketch.side, -1.22)
    corners = ((-0.22, -0.26), (0.22, -0.26), (-0.22, 0.26), (0.22, 0.26))
    strokes = [capsule(p, a, b, 0.075) for a, b in zip(corners[:-1], corners[1:], strict=True)]
    outlined(sketch, torch.stack(strokes).amin(0), WHITE, (0.25, 0.30, 0.60), width=0.1)


def blush(sketch: Sketch, face: Face) -> None:
    """Rosy cheeks, under every expression."""
    cheek = mirrored(sketch.face)
    fill(sketch, ellipse(cheek, face.eye_x + 0.27, face.mouth_y - 0.10, 0.20, 0.14), BLUSH, alpha=0.6, soft=2.0)


EXPRESSION_PAINTERS = {"happy": happy, "sad": sad, "surprised": surprised, "sleepy": sleepy}
