"""What a model is worth, in numbers: are the captions obeyed, do the pictures look drawn, are they copies?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from diffusion_core.critters import Scene
from diffusion_core.critters.scenes import scene_codes

SINGLE = {"place": 0, "count": 1, "animal": 2, "colour": 3, "worn": 4, "expression": 5}
PAIR = {"place": 0, "count": 1, "animal": 2, "colour": 3, "worn": 4, "animal 2": 6, "colour 2": 7, "worn 2": 8}
"""The columns of `codes_of` that a caption states: it says nothing of the expressions of two."""


Record = dict[str, Any]


@dataclass(frozen=True)
class Share:
    """How many of how many, with the 95 % interval of Wilson (1927).

    hits may add up parts of pictures; the interval is then rather too wide than too narrow.
    """

    hits: float
    of: int

    @property
    def value(self) -> float:
        """The share itself, in [0, 1]."""
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end, in [0, 1]."""
        z, n, p = 1.959964, self.of, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def record(self) -> Record:
        """For JSON: value, interval and sample size."""
        return {"value": round(self.value, 4), "interval": [round(end, 4) for end in self.interval], "n": self.of}


@dataclass(frozen=True)
class Mean:
    """A mean over n pictures, with its 95 % interval from the spread between them."""

    value: float
    interval: tuple[float, float]
    of: int

    @classmethod
    def of_values(cls, values: Tensor) -> "Mean":
        """From one number a picture, (B,), at least two."""
        middle, half = values.mean().item(), 1.96 * values.std().item() / math.sqrt(len(values))
        return cls(middle, (middle - half, middle + half), len(values))

    def record(self) -> Record:
        """For JSON: value, interval and sample size."""
        return {"value": round(self.value, 4), "interval": [round(end, 4) for end in self.interval], "n": self.of}


def share(hits: Tensor) -> Share:
    """The share of True in a (B,) tensor."""
    return Share(int(hits.sum()), len(hits))


PLAIN = "ddim"
"""The sampler that the pages begin with; its figures stand beside those of another."""


def by_plain(name: str) -> str:
    """The name of the same figure when PLAIN draws."""
    return f"{name}_{PLAIN}"


def cell(value: object) -> str:
    """A figure of a record as a table shows it: with its interval and sample size, where it has them."""
    if not isinstance(value, Mapping):
        return str(value)
    if "interval" in value:
        low, high = value["interval"]
        return f"{value['value']} ({low} to {high}), n = {value['n']}"
    return ", ".join(f"{key} {part}" for key, part in value.items())


def right_attributes(read: Tensor, scenes: Sequence[Scene]) -> dict[str, Tensor]:
    """Which attributes were read as the caption says. read: (B, 10) codes; all scenes with equally many critters."""
    told = scene_codes(scenes)
    columns = SINGLE if len(scenes[0].critters) == 1 else PAIR
    return {name: read[:, column] == told[:, column] for name, column in columns.items()}


def all_right(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    """(B,) True where every attribute of the caption was read right."""
    return torch.stack(list(right_attributes(read, scenes).values())).all(dim=0)


def frechet_distance(a: Tensor, b: Tensor) -> float:
    """Distance of the two bells that fit the features (Dowson & Landau 1982, eq. 4; Heusel et al. 2017).

    a, b: (N, D) and (M, D), float. 0 for equal means and covariances.
    """
    a, b = a.double(), b.double()
    cov_a, cov_b = a.T.cov(), b.T.cov()
    root = _square_root(cov_a)
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    return ((a.mean(0) - b.mean(0)).square().sum() + cov_a.trace() + cov_b.trace() - 2 * cross).item()


def _square_root(matrix: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    return vectors * values.clamp(min=0).sqrt() @ vectors.T


def nearest_distances(pictures: Tensor, others: Tensor, chunk: int = 2048) -> Tensor:
    """(B,) squared pixel distance from each picture to its nearest neighbour among the others.

    pictures: (B, ...) float in [-1, 1]; others: (N, ...) uint8 of the same shape, taken as bytes / 127.5 - 1.
    """
    rows = pictures.flatten(1)
    nearest = torch.full((len(rows),), math.inf)
    for part in others.split(chunk):
        theirs = part.flatten(1).float() / 127.5 - 1
        gaps = rows.square().sum(1, keepdim=True) - 2 * rows @ theirs.T + theirs.square().sum(1)
        nearest = torch.minimum(nearest, gaps.min(dim=1).values)
    return nearest


def copying_share(pictures: Tensor, trained: Tensor, fresh: Tensor) -> Share:
    """How often the nearest neighbour is a training picture rather than one of as many fresh ones; half is no copying.

    pictures: (B, ...) float in [-1, 1]; trained, fresh: (N, ...) uint8. Raises ValueError for sets of unequal size.
    """
    if len(trained) != len(fresh):
        raise ValueError("the training set and the fresh set must be equally large")
    return share(nearest_distances(pictures, trained) < nearest_distances(pictures, fresh))
