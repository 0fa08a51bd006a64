"""A world of lone critters: four animals in four colours on an empty sheet, 32×32 pixels, without a word.

What varies freely is the pose, the size, the place and the shade, so that no two pictures are the same.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from diffusion_core.data.critters import Critter, Scene, draw_alone
from diffusion_core.data.critters.hashing import choices, words

SIDE = 32
ANIMALS = ("cat", "owl", "bear", "pig")
COLOURS = ("red", "orange", "green", "purple")
_STREAM = 7
_TOP, _LEFT, _EDGE = 13, 8, 48


def codes_of(numbers: Tensor) -> Tensor:
    """Which animal and which colour the pictures of these numbers show, by chance: (B,) to (B, 2) int64."""
    word = words(numbers, 2, stream=_STREAM)
    return torch.stack([choices(word[:, 0], len(ANIMALS)), choices(word[:, 1], len(COLOURS))], dim=1)


def draw_lone(numbers: Tensor) -> Tensor:
    """Pictures (B, 3, 32, 32) uint8 of these numbers: the middle of the large picture, as the means of its pixels."""
    named = [(ANIMALS[animal], COLOURS[colour]) for animal, colour in codes_of(numbers).tolist()]
    scenes = [Scene("snow", (Critter(animal, colour),)) for animal, colour in named]
    whole = draw_alone(numbers, scenes=scenes)[:, :, _TOP : _TOP + _EDGE, _LEFT : _LEFT + _EDGE]
    return to_bytes(adaptive_avg_pool2d(whole, SIDE))


def to_floats(pictures: Tensor) -> Tensor:
    """Bytes as the network sees them, in [-1, 1]."""
    return pictures.float() / 127.5 - 1


def to_bytes(pictures: Tensor) -> Tensor:
    """Pictures in [-1, 1] as bytes; what lies beyond is cut off."""
    return ((pictures.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)


def load_lone(folder: Path, numbers: range, chunk: int = 512) -> Tensor:
    """The pictures of these numbers, (N, 3, 32, 32) bytes, drawn on first use into the folder, then read from there."""
    path = folder / f"lone-{numbers.start}-{numbers.stop}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        parts = [draw_lone(part).numpy() for part in torch.arange(numbers.start, numbers.stop).split(chunk)]
        half_done = path.with_suffix(".part")
        with half_done.open("wb") as file:
            np.save(file, np.concatenate(parts))
        half_done.replace(path)
    return torch.from_numpy(np.load(path))
