"""From picture numbers to pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import torch
from torch import Tensor

from diffusion_core.data.critters.animals import ANIMAL_ROWS, Animal
from diffusion_core.data.critters.bodies import paint_head, paint_trunk
from diffusion_core.data.critters.faces import EXPRESSION_PAINTERS
from diffusion_core.data.critters.hashing import uniforms
from diffusion_core.data.critters.palette import INK, shade
from diffusion_core.data.critters.places import PLACE_PAINTERS
from diffusion_core.data.critters.scenes import as_seeds, codes_of, scene_codes
from diffusion_core.data.critters.shapes import Point, moved, turned
from diffusion_core.data.critters.sketch import Backdrop, Sketch, paint_rows
from diffusion_core.data.critters.world import ANIMALS, EXPRESSIONS, PLACES, SIZE, WORN, Scene
from diffusion_core.data.critters.worn import ON_TOP, UNDER_THE_FACE, UNDER_THE_HEAD

_CHUNK = 128
_PLACE_STREAM, _POSE_STREAMS = 1, (2, 3)
_GROUND = 1.95
_NECK = 0.8


def _grid(device: torch.device) -> Point:
    centres = torch.arange(SIZE, device=device) + 0.5
    y, x = torch.meshgrid(centres, centres, indexing="ij")
    return x[None], y[None]


def _backdrop(seeds: Tensor, device: torch.device) -> Backdrop:
    x, y = _grid(device)
    n = len(seeds)
    canvas = torch.zeros(n, 3, SIZE, SIZE, device=device)
    rolls = uniforms(seeds, 32, stream=_PLACE_STREAM).to(device)
    flat = torch.ones(n, 1, 1, device=device)
    x = torch.where(rolls[:, -1, None, None] < 0.5, x, SIZE - x)
    return Backdrop(canvas, flat, x, y.expand(n, -1, -1), rolls)


def _colours(fur: Tensor) -> dict[str, Tensor]:
    """Fur, its darker and paler companion, and a line colour that keeps a trace of it; fur: (n, 3)."""
    ink = torch.tensor(INK)
    shades = {"fur": fur, "dark": fur * 0.72 + 0.02, "pale": fur + (1 - fur) * 0.66, "ink": ink + 0.22 * (fur - ink)}
    return {name: value[:, :, None, None] for name, value in shades.items()}


def _sketch(canvas: Tensor, seeds: Tensor, codes: Tensor, slot: int) -> Sketch:
    """The frames, pose and colours of critter number slot (0 or 1) of each picture."""
    rolls = uniforms(seeds, 12, stream=_POSE_STREAMS[slot])
    spread = 2 * rolls - 1
    two = codes[:, 1] == 2
    unit = torch.where(two, 9.5 + 0.4 * spread[:, 0], 12.8 + 0.8 * spread[:, 0])
    middle = torch.where(two, 16.5 + 31.0 * slot + 0.8 * spread[:, 1], 32 + 3.5 * spread[:, 1])
    ground = torch.where(two, 57.5 + 2.5 * spread[:, 2], 59 + 1.5 * spread[:, 2])
    pose = {
        "unit": unit,
        "middle": middle,
        "ground": ground,
        "lean": 0.06 * spread[:, 3],
        "nod": 0.12 * spread[:, 4],
        "side": torch.where(rolls[:, 5] < 0.5, -1.0, 1.0),
        "glance": spread[:, 6],
        "raised": (rolls[:, 7] < 0.35).float(),
    }
    pose = {name: value[:, None, None].to(canvas.device) for name, value in pose.items()}
    x, y = moved(_grid(canvas.device), pose["middle"], pose["ground"])
    x, y = turned((x / pose["unit"], y / pose["unit"]), pose["lean"])
    body = moved((x, y), 0.0, -_GROUND)
    head = moved(turned(moved(body, 0.0, _NECK), pose["nod"]), 0.0, -_NECK)
    fur = {
        name: value.to(canvas.device) for name, value in _colours(shade(codes[:, 3 + 4 * slot], rolls[:, 8:11])).items()
    }
    return Sketch(
        canvas,
        pose["unit"],
        *body,
        *head,
        side=pose["side"],
        glance=pose["glance"],
        raised=pose["raised"],
        **fur,
    )


def _wear(sketch: Sketch, animal: Animal, worn: Tensor, painters: Mapping[str, Callable[..., None]]) -> None:
    for word, painter in painters.items():
        paint_rows(sketch, worn == WORN.index(word), partial(painter, animal=animal))


def _paint_critter(sketch: Sketch, animal: Animal, worn: Tensor, expression: Tensor) -> None:
    """From back to front; what is worn goes on in three layers, so that it never hides the mouth or the eyes."""
    paint_trunk(sketch, animal)
    _wear(sketch, animal, worn, UNDER_THE_HEAD)
    paint_head(sketch, animal)
    _wear(sketch, animal, worn, UNDER_THE_FACE)
    for word, painter in EXPRESSION_PAINTERS.items():
        paint_rows(sketch, expression == EXPRESSIONS.index(word), partial(painter, face=animal.face))
    _wear(sketch, animal, worn, ON_TOP)


def _paint_slot(canvas: Tensor, seeds: Tensor, codes: Tensor, slot: int) -> None:
    present = codes[:, 1] > slot
    for k, name in enumerate(ANIMALS):
        index = (present & (codes[:, 2 + 4 * slot] == k)).nonzero()[:, 0]
        if not len(index):
            continue
        code = codes[index]
        where = index.to(canvas.device)
        sketch = _sketch(canvas[where], seeds[index], code, slot)
        worn, expression = (code[:, c + 4 * slot].to(canvas.device) for c in (4, 5))
        _paint_critter(sketch, ANIMAL_ROWS[name], worn, expression)
        canvas[where] = sketch.canvas


def _painted(seeds: Tensor, codes: Tensor, device: torch.device) -> Tensor:
    backdrop = _backdrop(seeds, device)
    for k, place in enumerate(PLACES):
        paint_rows(backdrop, codes[:, 0].to(device) == k, PLACE_PAINTERS[place])
    for slot in (0, 1):
        _paint_slot(backdrop.canvas, seeds, codes, slot)
    return (backdrop.canvas * 255).round_().clamp_(0, 255).to(torch.uint8)


@torch.no_grad()
def draw_bytes(
    seeds: Tensor | Iterable[int] | int,
    *,
    scenes: Sequence[Scene] | None = None,
    device: torch.device | str = "cpu",
) -> Tensor:
    """Draw pictures in bytes.

    seeds: B picture numbers; scenes: B scenes to draw instead of the ones the numbers stand for (pose and shade still
    come from the numbers). Returns (B, 3, 64, 64) uint8 RGB. ValueError if scenes has another length.
    """
    seeds, device = as_seeds(seeds), torch.device(device)
    if scenes is not None and len(scenes) != len(seeds):
        raise ValueError(f"{len(seeds)} seeds but {len(scenes)} scenes")
    codes = codes_of(seeds) if scenes is None else scene_codes(scenes)
    parts = [_painted(some, code, device) for some, code in zip(seeds.split(_CHUNK), codes.split(_CHUNK), strict=True)]
    return torch.cat(parts)


@torch.no_grad()
def draw_alone(seeds: Tensor | Iterable[int] | int, *, scenes: Sequence[Scene], ground: float = 0.93) -> Tensor:
    """The critters of scenes with no place around them, on an empty sheet of one grey.

    ground: its brightness in [0, 1]; otherwise as `draw`.
    """
    seeds = as_seeds(seeds)
    canvas = torch.full((len(seeds), 3, SIZE, SIZE), ground)
    pieces = zip(*(part.split(_CHUNK) for part in (canvas, seeds, scene_codes(scenes))), strict=True)
    for piece, some, codes in pieces:
        for slot in (0, 1):
            _paint_slot(piece, some, codes, slot)
    return (canvas * 255).round_().clamp_(0, 255) / 127.5 - 1


@torch.no_grad()
def draw_places(seeds: Tensor | Iterable[int] | int, *, places: Sequence[str]) -> Tensor:
    """Places with nobody there, (B, 3, 64, 64) uint8 RGB. seeds: B numbers for their clouds and hills."""
    seeds = as_seeds(seeds)
    # of no critters: a scene has one or two
    codes = torch.zeros(len(seeds), 10, dtype=torch.int64)
    codes[:, 0] = torch.tensor([PLACES.index(place) for place in places])
    return _painted(seeds, codes, torch.device("cpu"))


def draw(
    seeds: Tensor | Iterable[int] | int,
    *,
    scenes: Sequence[Scene] | None = None,
    device: torch.device | str = "cpu",
) -> Tensor:
    """Draw pictures as the model sees them: like draw_bytes, but (B, 3, 64, 64) float32 in [-1, 1]."""
    return draw_bytes(seeds, scenes=scenes, device=device).float() / 127.5 - 1
