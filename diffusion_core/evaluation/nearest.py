"""The nearest training pictures, out of all of them, without keeping a single one.

The index holds 40 small numbers of each picture: how much of each of 40 patterns is in it. They rank all training
pictures by a distance that is never larger than the true one; the first of the ranking are then drawn anew from their
numbers and compared pixel by pixel. `make index` writes it.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from diffusion_core.common.assets import INDEX
from diffusion_core.common.files import read_tensors
from diffusion_core.common.records import Record
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import SIZE, draw, training_seeds

PATTERNS = 40
COARSEST = 16
"""Waves of each direction of which the patterns are made."""
LOOKED_AT = 384
"""Pictures that a quick search draws anew and compares."""


@dataclass(frozen=True)
class Index:
    """codes: (N, K) uint8; low, step: (K,) what codes 0 and 1 of each pattern stand for: low + code * step;
    patterns: (768, K) orthonormal, of the waves of `waves`; seeds: (N,) the pictures' numbers; record: how the quick
    search did."""

    codes: Tensor
    low: Tensor
    step: Tensor
    patterns: Tensor
    seeds: Tensor
    record: Record


@dataclass(frozen=True)
class Found:
    """A search so far, for one picture. numbers: of the nearest yet, nearest first; gaps: (K,) root mean square
    distance to each, in levels of 255; looked: how many were compared; left: how many could still be nearer than the
    first."""

    numbers: list[int]
    gaps: list[float]
    looked: int
    left: int

    @property
    def certain(self) -> bool:
        """Whether no other can be nearer than the first."""
        return self.left == 0


def waves(pictures: Tensor) -> Tensor:
    """The coarse waves of pictures: (B, 3, 64, 64) to (B, 3 · 16 · 16), a part of an orthonormal cosine transform.

    The colours are turned into grey, red against blue, and green against both, which is orthonormal too.
    """
    places = torch.arange(SIZE, dtype=torch.float64) + 0.5
    turns = torch.arange(COARSEST, dtype=torch.float64)[:, None]
    wave = torch.cos(math.pi * turns * places / SIZE) * math.sqrt(2 / SIZE)
    wave[0] /= math.sqrt(2)
    colours = torch.tensor([[1, 1, 1], [1, 0, -1], [1, -2, 1]], dtype=torch.float64)
    colours /= colours.norm(dim=1, keepdim=True)
    wave, colours = wave.to(pictures.dtype), colours.to(pictures.dtype)
    return torch.einsum("dc,bcij->bdij", colours, wave @ pictures @ wave.T).flatten(1)


def bounds(index: Index, picture: Tensor) -> Tensor:
    """A squared distance that the true one to each training picture never falls below: (1, 3, 64, 64) to (N,).

    An orthonormal transform keeps distances (Parseval), so the sum over all patterns of (a - b)² is the squared
    distance of the pixels, and a sum over some of them is no more. Of b only a rounded value is known, at most step / 2
    from it; the gap less step / 2, where that is positive, is no larger than the true gap. (Agrawal et al. 1993, 3.)
    """
    mine = (waves(picture)[0] @ index.patterns - index.low) / index.step
    # part by part, since the codes as floats would take four times the memory of all of them
    return torch.cat([_bounds(codes, mine, index.step) for codes in index.codes.split(8192)])


def _bounds(codes: Tensor, mine: Tensor, step: Tensor) -> Tensor:
    return (((codes - mine).abs_() - 0.5).clamp_(min=0) * step).square_().sum(dim=1)


def search(
    index: Index, pictures: Tensor, *, most: int | None = LOOKED_AT, best: int = 3, batch: int = 64
) -> Iterator[list[Found]]:
    """Compare several pictures with the training pictures, `batch` of these at a time; yields after each batch.

    Each training picture is drawn once, and only while it could still be nearer to one of `pictures` than the nearest
    yet: those of the least bounds come first. pictures: (Q, 3, 64, 64) in [-1, 1]; most: how many to compare at most,
    None: until all are certain. Each yield holds one Found a picture, of its nearest `best`.
    """
    bound = torch.stack([bounds(index, picture) for picture in pictures.split(1)])
    order = bound.amin(0).argsort()
    looked = 0
    gaps, numbers = torch.empty(len(pictures), 0), torch.empty(len(pictures), 0, dtype=torch.int64)
    while True:
        rows = order[:batch] if most is None else order[: min(batch, most - looked)]
        seeds, order = index.seeds[rows], order[len(rows) :]
        gaps, numbers = _nearest(gaps, numbers, _distances(pictures, draw(seeds)), seeds, best)
        looked += len(rows)
        nearer = bound[:, order] < gaps[:, :1]
        yield [
            Found(mine.tolist(), (127.5 * (gap / pictures[0].numel()).sqrt()).tolist(), looked, int(left))
            for mine, gap, left in zip(numbers, gaps, nearer.sum(1), strict=True)
        ]
        if looked == most:
            return
        order = order[nearer.any(0)]
        if not len(order):
            return


def _distances(pictures: Tensor, drawn: Tensor) -> Tensor:
    """Squared, (Q, ...) and (B, ...) to (Q, B). Exactly nought for equals, which a product of matrices is not."""
    return torch.stack([(drawn - picture).square().sum((1, 2, 3)) for picture in pictures])


def _nearest(gaps: Tensor, numbers: Tensor, more: Tensor, seeds: Tensor, best: int) -> tuple[Tensor, Tensor]:
    """The nearest `best` of those kept, (Q, K) each, and of B others with these distances, (Q, B)."""
    gaps, order = torch.cat([gaps, more], dim=1).sort(dim=1)
    return gaps[:, :best], torch.cat([numbers, seeds.expand(len(more), -1)], dim=1).gather(1, order)[:, :best]


def make_index(pictures: Sequence[Tensor], seeds: Tensor, record: Record) -> Index:
    """The index of pictures that come in batches of bytes, (b, 3, 64, 64) each. seeds: (N,) their numbers.

    The patterns are those in which the pictures differ most (principal components, Pearson 1901).
    """
    found = torch.cat([waves(part.float() / 127.5 - 1) for part in pictures])
    patterns = _principal(found)
    found = found @ patterns
    low = found.amin(dim=0)
    step = ((found.amax(dim=0) - low) / 255).clamp(min=1e-6)
    # a hair wider than needed, so that rounding in float32 never counts against the bound
    step = step * (1 + 1e-5)
    codes = ((found - low) / step).round().clamp(0, 255).to(torch.uint8)
    return Index(codes, low, step, patterns, seeds, record)


def _principal(found: Tensor) -> Tensor:
    """(N, W) to (W, PATTERNS) orthonormal, the widest first."""
    centred = found - found.mean(dim=0)
    _, patterns = torch.linalg.eigh((centred.T @ centred).double())
    return patterns.flip(1)[:, :PATTERNS].float().contiguous()


def save_index(path: Path, index: Index) -> None:
    """Write it to disk; the numbers of the pictures are not in it, they follow from the world."""
    tensors = {"codes": index.codes, "low": index.low, "step": index.step, "patterns": index.patterns}
    save_file({k: v.contiguous() for k, v in tensors.items()}, path, {"record": json.dumps(index.record)})


def load_index(path: Path = INDEX) -> Index:
    """Read it back. Raises NoWeights for a missing or damaged file."""
    metadata, tensors = read_tensors(path)
    return Index(**tensors, seeds=training_seeds(), record=json.loads(metadata["record"]))


def measure(index: Index, pictures: Tensor, first: int, count: int) -> Record:
    """How often the quick search finds the very nearest of `count` fresh pictures. pictures: (N, 3, 64, 64) bytes."""
    fresh = draw(range(first, first + count))
    gaps = torch.cat([_gaps(fresh, part) for part in pictures.split(2048)], dim=1)
    nearest = index.seeds[gaps.argmin(dim=1)].tolist()
    hits = []
    for picture, number in zip(fresh.split(1), nearest, strict=True):
        *_, (found,) = search(index, picture, best=1)
        hits.append(found.numbers[0] == number)
    return share(torch.tensor(hits)).record() | {"looked": LOOKED_AT}


def _gaps(fresh: Tensor, part: Tensor) -> Tensor:
    ours, theirs = fresh.flatten(1), part.flatten(1).float() / 127.5 - 1
    return ours.square().sum(1, keepdim=True) - 2 * ours @ theirs.T + theirs.square().sum(1)
