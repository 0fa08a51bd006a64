"""How sure a measured figure is: shares and means with their 95 % intervals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from diffusion_core.common.records import Record

STUDENT = dict(zip(range(2, 11), (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262), strict=True))
"""How many standard errors the 95 % interval of a mean reaches to either side, by how many numbers it is of."""


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

    @classmethod
    def of_few(cls, values: Tensor) -> "Mean":
        """The same from two to ten numbers, (B,), whose spread is itself uncertain (Student 1908).

        Raises KeyError for another count.
        """
        middle, half = values.mean().item(), STUDENT[len(values)] * values.std().item() / math.sqrt(len(values))
        return cls(middle, (middle - half, middle + half), len(values))

    def record(self) -> Record:
        """For JSON: value, interval and sample size."""
        return {"value": round(self.value, 4), "interval": [round(end, 4) for end in self.interval], "n": self.of}


def share(hits: Tensor) -> Share:
    """The share of True in a (B,) tensor."""
    return Share(int(hits.sum()), len(hits))


def cell(value: object) -> str:
    """A figure of a record as a table shows it: with its interval and sample size, where it has them."""
    if not isinstance(value, Mapping):
        return str(value)
    if "interval" in value:
        low, high = value["interval"]
        return f"{value['value']} ({low} to {high}), n = {value['n']}"
    return ", ".join(f"{key} {part}" for key, part in value.items())
