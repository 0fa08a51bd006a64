"""The training pictures: drawn once, kept as bytes, and dealt out in an order that depends on the seed alone."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import (
    FIELDS,
    SIZE,
    Scene,
    caption,
    draw_bytes,
    partial_caption,
    scenes_of,
    training_seeds,
)
from diffusion_core.data.vocabulary import Vocabulary

EMPTY, PARTIAL, LOST_WORDS = 0.1, 0.35, 0.1
"""How often a caption is left out, tells only some parts, or loses a word here and there."""

HARD, AGAIN = "sleepy", 0.3
"""The word that is learned last, and how often a whole caption gives way to one with it.

Only whole captions: what the network draws for a whole caption does not depend on how often that caption was
practised, but what it draws without words does.
"""


class Order:
    """Rows of a finite set, dealt out in rounds: each row once a round, in a new order that seed and round decide."""

    def __init__(self, count: int, seed: int) -> None:
        self._count, self._seed, self._lap = count, seed, -1
        self._rows: list[int] = []

    def row(self, i: int) -> int:
        """The `i`-th row to come."""
        lap, place = divmod(i, self._count)
        if lap != self._lap:
            self._rows = torch.randperm(self._count, generator=generator(self._seed + lap)).tolist()
            self._lap = lap
        return self._rows[place]


class TrainingSet:
    """The finite training set, as (N, 3, 64, 64) bytes beside N scenes."""

    def __init__(self, pictures: np.ndarray, scenes: Sequence[Scene], seed: int = 0) -> None:
        self.pictures, self.scenes, self.seed = pictures, scenes, seed
        self._order = Order(len(scenes), seed)

    def __len__(self) -> int:
        return len(self.scenes)

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """Pictures (B, 3, 64, 64) in [-1, 1] and tokens (B, 17), the `start`-th to come, in a new order each round."""
        rows, captions = self.choose(start, count)
        x0 = torch.from_numpy(self.pictures[rows]).float() / 127.5 - 1
        return x0, vocabulary.tokens(captions)

    def choose(self, start: int, count: int) -> tuple[list[int], list[str]]:
        """Which rows come from the `start`-th on, and what is said of each."""
        rows = [self._order.row(i) for i in range(start, start + count)]
        random = generator(self.seed * 7_368_787 + start + 1)
        captions = [vary_caption(self.scenes[row], random) for row in rows]
        for i, chance in enumerate(torch.rand(count, generator=random).tolist()):
            if chance < AGAIN and captions[i] == caption(self.scenes[rows[i]]):
                rows[i] = self._hard_row(random)
                captions[i] = caption(self.scenes[rows[i]])
        return rows, captions

    def _hard_row(self, random: torch.Generator) -> int:
        place = int(torch.randint(len(self._hard), (1,), generator=random))
        return self._hard[place]

    @cached_property
    def _hard(self) -> list[int]:
        """The rows whose captions say HARD; all rows where none does."""
        rows = [row for row, scene in enumerate(self.scenes) if HARD in caption(scene).split()]
        return rows or list(range(len(self)))


def vary_caption(scene: Scene, random: torch.Generator) -> str:
    """A caption as a visitor might give it: whole, in parts, with words missing, or none at all."""
    kind, *keeps = torch.rand(1 + len(FIELDS), generator=random).tolist()
    if kind < EMPTY:
        return ""
    if kind < EMPTY + PARTIAL:
        return partial_caption(scene, {part for part, keep in zip(sorted(FIELDS), keeps, strict=True) if keep < 0.5})
    words = caption(scene).split()
    if kind < EMPTY + PARTIAL + LOST_WORDS:
        draws = torch.rand(len(words), generator=random).tolist()
        words = [word for word, one in zip(words, draws, strict=True) if one < 0.7]
    return " ".join(words)


def load_training_set(folder: Path, seed: int = 0, chunk: int = 512, size: int | None = None) -> TrainingSet:
    """The training set, drawn on first use into `folder` (about a gigabyte), then read from there.

    size: only its first so many pictures.
    """
    seeds = training_seeds()[:size]
    path = folder / f"critters-{len(seeds)}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half_done = path.with_suffix(".part")
        pictures = np.lib.format.open_memmap(half_done, "w+", np.uint8, (len(seeds), 3, SIZE, SIZE))
        for start in range(0, len(seeds), chunk):
            pictures[start : start + chunk] = draw_bytes(seeds[start : start + chunk]).numpy()
        pictures.flush()
        half_done.rename(path)
    return TrainingSet(np.load(path, mmap_mode="r"), scenes_of(seeds), seed)
