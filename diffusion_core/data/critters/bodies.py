"""What all critters have: a shadow, a body with limbs, a head; painted from back to front."""

from diffusion_core.data.critters.animals import Animal
from diffusion_core.data.critters.faces import blush
from diffusion_core.data.critters.palette import WHITE
from diffusion_core.data.critters.shapes import capsule, ellipse, fill, lit, mirrored, moved, outlined
from diffusion_core.data.critters.sketch import Sketch


def _shadow(sketch: Sketch) -> None:
    fill(sketch, ellipse(sketch.body, 0, 1.95, 1.1, 0.2), (0.1, 0.1, 0.2), alpha=0.3, soft=2.0)


def _trunk(sketch: Sketch, animal: Animal) -> None:
    rx, ry = animal.body
    p = moved(sketch.body, 0, 1.18)
    feet = sketch.fur if animal.feet is None else animal.feet
    outlined(sketch, ellipse(mirrored(sketch.body), 0.42, 1.82, 0.33, 0.17), feet, sketch.ink)
    outlined(sketch, ellipse(p, 0, 0, rx, ry), lit(sketch.fur, p, rx, ry), sketch.ink)
    fill(sketch, ellipse(p, 0, 0.14, rx * 0.62, ry * 0.70), sketch.pale)


def _arms(sketch: Sketch, animal: Animal) -> None:
    rx = animal.body[0]
    if animal.winged:
        wing = ellipse(mirrored(sketch.body), rx + 0.08, 1.28, 0.26, 0.56, angle=-0.35)
        outlined(sketch, wing, sketch.dark, sketch.ink)
        return
    p, up = sketch.sided, sketch.raised
    hand = (rx - 0.22 + 0.62 * up, 1.52 - 0.72 * up)
    outlined(sketch, capsule(p, (rx - 0.16, 1.12), hand, 0.155), sketch.fur, sketch.ink)
    outlined(sketch, capsule(p, (0.16 - rx, 1.12), (0.22 - rx, 1.52), 0.155), sketch.fur, sketch.ink)


def _head(sketch: Sketch, animal: Animal) -> None:
    rx, ry = animal.head
    outlined(sketch, ellipse(sketch.head, 0, 0, rx, ry), lit(sketch.fur, sketch.head, rx, ry), sketch.ink)
    fill(sketch, ellipse(sketch.head, -0.4 * rx, -0.58 * ry, 0.30, 0.17, angle=-0.5), WHITE, alpha=0.35, soft=2.0)


def paint_trunk(sketch: Sketch, animal: Animal) -> None:
    """Paint everything below and behind the head, in place."""
    _shadow(sketch)
    animal.back(sketch)
    _trunk(sketch, animal)
    _arms(sketch, animal)


def paint_head(sketch: Sketch, animal: Animal) -> None:
    """Paint the head up to the expression, in place."""
    _head(sketch, animal)
    animal.front(sketch)
    blush(sketch, animal.face)
