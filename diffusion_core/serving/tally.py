"""What the engine counts of its passes, in plain numbers: whoever reads them decides how they are told."""

from bisect import bisect_left
from collections.abc import Sequence


class Tally:
    """How often a value was how large. One thread counts; any may read.

    bounds: rising; counts[i]: values up to bounds[i] and above the one before it, at the end those above all.
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def note(self, value: float) -> None:
        """Count one more."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class Passes:
    """Of a network: rows of each, and seconds that it took."""

    def __init__(self) -> None:
        self.rows = Tally((1, 2, 4, 8, 16, 32, 64))
        self.seconds = Tally((0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0))

    def note(self, rows: int, seconds: float) -> None:
        """Count one more."""
        self.rows.note(rows)
        self.seconds.note(seconds)
