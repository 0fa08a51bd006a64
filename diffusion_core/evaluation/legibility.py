"""How legible a schedule's pictures are at each t, read off what was recorded of the reader of noisy pictures.

The reader's rate depends on the noise level alone, so one recorded curve serves every schedule.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from diffusion_core.common.assets import AVERAGE_READER_RECORD, NOISY_READER_RECORD
from diffusion_core.common.records import Record, read_record
from diffusion_core.process.schedules import Schedule

CERTAIN, BLIND = 0.95, 0.05
"""Above the first part of the way from chance to its best the reader is certain, below the second it is blind."""


@dataclass(frozen=True)
class Legibility:
    """How often a reader names the animal, the place or the colour, by noise level.

    log_snr: (L,) rising; right, low, high: (L,), its rate and the 95 % interval of it; chance: that of a blind guess;
    count: pictures for each level; taught: pictures it learnt from.
    """

    log_snr: np.ndarray
    right: np.ndarray
    low: np.ndarray
    high: np.ndarray
    chance: float
    count: int
    taught: int

    def rate(self, schedule: Schedule, t: float) -> float:
        """How often it is right at time t: a line between the recorded levels, level beyond them."""
        return float(np.interp(schedule.log_snr(t), self.log_snr, self.right))

    def ends(self, schedule: Schedule, t: float) -> tuple[float, float]:
        """The 95 % interval of that rate."""
        level = schedule.log_snr(t)
        return float(np.interp(level, self.log_snr, self.low)), float(np.interp(level, self.log_snr, self.high))

    def sight(self, schedule: Schedule, t: float) -> float:
        """The same as a part of the way from chance, 0, to its best rate, 1."""
        return (self.rate(schedule, t) - self.chance) / (self.right.max() - self.chance)

    def _seen(self, schedule: Schedule) -> np.ndarray:
        """`sight` at each whole t, (T + 1,)."""
        return (self._rates(schedule) - self.chance) / (self.right.max() - self.chance)

    def _rates(self, schedule: Schedule) -> np.ndarray:
        return np.interp(schedule.alpha_bar.logit().numpy(), self.log_snr, self.right)

    def lost_at(self, schedule: Schedule) -> int:
        """The first t at which it is wrong more often than right; T + 1 if there is none."""
        lost = np.flatnonzero(self._rates(schedule) < 0.5)
        return int(lost[0]) if len(lost) else schedule.steps + 1

    def use(self, schedule: Schedule) -> "Use":
        """What the schedule spends its steps on."""
        seen = self._seen(schedule)[:-1]
        certain, blind = (seen >= CERTAIN).mean(), (seen <= BLIND).mean()
        return Use(float(certain), float(1 - certain - blind), float(blind))


class Use(NamedTuple):
    """Shares of the steps, adding up to 1, by where they begin: the animal is certain, is being lost, or is lost."""

    certain: float
    fading: float
    blind: float


def recorded(record: Path = NOISY_READER_RECORD) -> Legibility:
    """What `make noisy-reader` measured. Raises FileNotFoundError without a record."""
    return _curve(read_record(record))


def recorded_of(what: str, record: Path = AVERAGE_READER_RECORD) -> Legibility:
    """What `make average-reader` measured of a reader that only compares. what: "place" or "colour".

    Raises FileNotFoundError without a record.
    """
    return _curve(read_record(record)[what])


def _curve(found: Record) -> Legibility:
    rows = sorted(found["right"], key=lambda row: row["log_snr"])
    low, high = np.array([row["interval"] for row in rows]).T
    return Legibility(
        log_snr=np.array([row["log_snr"] for row in rows]),
        right=np.array([row["value"] for row in rows]),
        low=low,
        high=high,
        chance=found["chance"],
        count=rows[0]["n"],
        taught=found["pictures"],
    )
