"""The nearest training pictures, out of all of them, without keeping a single one.

The index holds 64 small numbers of each picture: how strong its coarse waves are. They rank all training pictures by a
distance that is never larger than the true one; the first of the ranking are then drawn anew from their numbers and
compared pixel by pixel. `make index` writes it.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from diffusion_core.critters import SIZE, draw, training_seeds
from diffusion_core.evaluation import Record, share
from diffusion_core.trainset import load_training_set
from diffusion_core.weights import ASSETS, read_tensors

INDEX = ASSETS / "nearest.safetensors"
WAVES = 64
COARSEST = 16
"""Waves of each direction among which the 64 are chosen."""
LOOKED_AT = 384
"""Pictures that a quick search draws anew and compares."""


@dataclass(frozen=True)
class Index:
    """codes: (N, 64) uint8; low, step: (64,) what codes 0 and 1 of each wave stand for: low + code * step;
    chosen: (64,) which of the waves of `waves`; seeds: (N,) the pictures' numbers; record: how the quick search did."""

    codes: Tensor
    low: Tensor
    step: Tensor
    chosen: Tensor
    seeds: Tensor
    record: Record


@dataclass(frozen=True)
class Found:
    """A search so far. numbers: of the nearest pictures yet, nearest first; gaps: (K,) root mean square distance to
    each, in levels of 255; looked: how many were compared; certain: no other is nearer than the first `sure`."""

    numbers: list[int]
    gaps: list[float]
    looked: int
    certain: bool


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

    An orthonormal transform keeps distances (Parseval), so the sum over all waves of (a - b)² is the squared distance
    of the pixels, and a sum over 64 of them is no more. Of b only a rounded value is known, at most step / 2 from it;
    the gap less step / 2, where that is positive, is no larger than the true gap. (Agrawal et al. 1993, section 3.)
    """
    mine = (waves(picture)[0, index.chosen] - index.low) / index.step
    gaps = ((index.codes - mine).abs() - 0.5).clamp(min=0) * index.step
    return gaps.square().sum(dim=1)


def search(
    index: Index, picture: Tensor, *, most: int | None = LOOKED_AT, best: int = 3, sure: int = 1, batch: int = 64
) -> Iterator[Found]:
    """Compare with the training pictures in the order of their bounds, `batch` at a time; yields after each batch.

    picture: (1, 3, 64, 64) in [-1, 1]; most: how many to compare at most, None: until it is certain of the first
    `sure` of the `best` that are kept.
    """
    bound, order = bounds(index, picture).sort()
    gaps, numbers = torch.empty(0), torch.empty(0, dtype=torch.int64)
    stop = len(order) if most is None else min(most, len(order))
    for start in range(0, stop, batch):
        rows = order[start : min(start + batch, stop)]
        gaps = torch.cat([gaps, (draw(index.seeds[rows]) - picture).square().sum((1, 2, 3))])
        numbers = torch.cat([numbers, index.seeds[rows]])
        gaps, kept = gaps.sort()
        gaps, numbers = gaps[:best], numbers[kept[:best]]
        looked = start + len(rows)
        certain = looked == len(order) or bool(bound[looked] >= gaps[sure - 1])
        yield Found(numbers.tolist(), (127.5 * (gaps / picture.numel()).sqrt()).tolist(), looked, certain)
        if certain and looked >= best:
            return


def make_index(pictures: Sequence[Tensor], seeds: Tensor, record: Record) -> Index:
    """The index of pictures that come in batches of bytes, (b, 3, 64, 64) each. seeds: (N,) their numbers."""
    found = torch.cat([waves(part.float() / 127.5 - 1) for part in pictures])
    chosen = found.var(dim=0).argsort(descending=True)[:WAVES]
    found = found[:, chosen]
    low = found.amin(dim=0)
    step = ((found.amax(dim=0) - low) / 255).clamp(min=1e-6)
    # a hair wider than needed, so that rounding in float32 never counts against the bound
    step = step * (1 + 1e-5)
    codes = ((found - low) / step).round().clamp(0, 255).to(torch.uint8)
    return Index(codes, low, step, chosen, seeds, record)


def save_index(path: Path, index: Index) -> None:
    """Write it to disk; the numbers of the pictures are not in it, they follow from the world."""
    tensors = {"codes": index.codes, "low": index.low, "step": index.step, "chosen": index.chosen}
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
        *_, found = search(index, picture, best=1)
        hits.append(found.numbers[0] == number)
    return share(torch.tensor(hits)).record() | {"looked": LOOKED_AT}


def _gaps(fresh: Tensor, part: Tensor) -> Tensor:
    ours, theirs = fresh.flatten(1), part.flatten(1).float() / 127.5 - 1
    return ours.square().sum(1, keepdim=True) - 2 * ours @ theirs.T + theirs.square().sum(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=Path("runs/critters"), help="where the training pictures are kept"
    )
    parser.add_argument("--tries", type=int, default=96, help="fresh pictures by which the quick search is measured")
    wish = parser.parse_args()
    known = load_training_set(wish.folder)
    pictures = torch.from_numpy(known.pictures[:])
    index = make_index(pictures.split(1024), training_seeds(), {})
    record = measure(index, pictures, first=4_000_000, count=wish.tries)
    save_index(INDEX, Index(**{**vars(index), "record": record}))
    print(json.dumps({"pictures": len(known), "bytes": INDEX.stat().st_size, "quick search": record}))


if __name__ == "__main__":
    main()
