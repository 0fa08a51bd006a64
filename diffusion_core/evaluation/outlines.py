"""Where in a drawn picture a word's thing is: the pixels that change when it is drawn otherwise, or not at all.

People's masks are opinions; these are exact, since the program can draw the same picture without the thing.
"""

from collections.abc import Iterable
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from diffusion_core.data.critters import COLOURS, EXPRESSIONS, Scene, draw_bytes, draw_places

FIELDS = ("place", "worn", "animal", "colour", "expression")
"""What a word can be about, as the fields of `said_words`."""
VISIBLE = 8
"""By so many of 255 levels a pixel must change to count."""


def outline(seed: int, scene: Scene, field: str) -> Tensor:
    """(64, 64) bool: where the thing of this field is in picture `seed` of a scene with one critter.

    The place is where the critter isn't. Raises KeyError for an unknown field.
    """
    return _OUTLINES[field](seed, scene)


def overlap(heat: Tensor, truth: Tensor) -> float:
    """How well the hottest pixels of a map, as many as are true, lie on the true ones: their intersection over union.

    heat: (side, side), of any scale; truth: (64, 64) bool, not empty. In [0, 1].
    """
    wide = F.interpolate(heat[None, None].float(), truth.shape, mode="bilinear", align_corners=False)[0, 0]
    many = int(truth.sum())
    hottest = torch.zeros(truth.numel(), dtype=torch.bool)
    hottest[wide.flatten().topk(many).indices] = True
    hits = int((hottest & truth.flatten()).sum())
    return hits / (2 * many - hits)


def by_luck(truth: Tensor) -> float:
    """The overlap of as many pixels thrown by chance: a share s of all is hit, s / (2 - s) overlaps."""
    share = truth.double().mean().item()
    return share / (2 - share)


def undressed(scene: Scene) -> Scene:
    """A scene with one critter, with nothing worn."""
    return _with(scene, worn="nothing")


def _differs(seed: int, scene: Scene, others: Iterable[Scene]) -> Tensor:
    scenes = [scene, *others]
    pictures = draw_bytes([seed] * len(scenes), scenes=scenes).int()
    return ((pictures[1:] - pictures[:1]).abs() >= VISIBLE).flatten(0, 1).any(0)


def _critter(seed: int, scene: Scene) -> Tensor:
    pictures = draw_bytes([seed], scenes=[scene]).int() - draw_places([seed], places=[scene.place]).int()
    return (pictures.abs() >= VISIBLE).any(1)[0]


def _with(scene: Scene, **change: str) -> Scene:
    return Scene(scene.place, (replace(scene.critters[0], **change),))


def _otherwise(field: str, table: tuple[str, ...], seed: int, scene: Scene) -> Tensor:
    now = getattr(scene.critters[0], field)
    return _differs(seed, scene, [_with(scene, **{field: word}) for word in table if word != now])


_OUTLINES = {
    "place": lambda seed, scene: ~_critter(seed, scene),
    "animal": _critter,
    "worn": lambda seed, scene: _differs(seed, scene, [undressed(scene)]),
    "colour": lambda seed, scene: _otherwise("colour", COLOURS, seed, scene),
    "expression": lambda seed, scene: _otherwise("expression", EXPRESSIONS, seed, scene),
}
