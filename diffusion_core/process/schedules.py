"""Noise schedules as tables: how much of the picture is left at each time."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import torch
from torch import Tensor


class NoisePath(Protocol):
    """How much of picture and noise is mixed at each time: x_t = alpha * x0 + sigma * eps, whatever alpha² + sigma².

    A `Schedule` is one; so are paths on which the variance grows (alpha = 1) or a straight line leads from picture to
    noise (alpha = 1 - t, sigma = t).
    """

    @property
    def steps(self) -> float:
        """The time T at which the way ends."""

    def alpha_sigma(self, t: float) -> tuple[float, float]:
        """alpha and sigma at time t in [0, T]: no noise at 0."""


@dataclass(frozen=True, eq=False)
class Schedule:
    """A table alpha_bar_0 = 1 … alpha_bar_T (Ho et al. 2020, section 2), with x_t = alpha * x0 + sigma * eps.

    alpha_bar: (T + 1,) float64, falling, in [0, 1]. The share of noise at t is 1 - alpha_bar[t]. Between whole t the
    table is interpolated in log-SNR. Our t = i + 1 is index i of the diffusers library.
    """

    name: str
    alpha_bar: Tensor

    @property
    def steps(self) -> int:
        """T, the number of small steps."""
        return len(self.alpha_bar) - 1

    @cached_property
    def betas(self) -> Tensor:
        """(T,) variances of the small steps; betas[t - 1] leads from t - 1 to t. 1 where nothing was left before."""
        return (1 - self.alpha_bar[1:] / self.alpha_bar[:-1]).nan_to_num(1.0)

    @cached_property
    def _log_snrs(self) -> list[float]:
        return [log_snr_of(a) for a in self.alpha_bar.tolist()]

    def log_snr(self, t: float) -> float:
        """log(alpha² / sigma²) at time t in [0, T], +inf at 0. Raises ValueError outside."""
        if not 0 <= t <= self.steps:
            raise ValueError(f"t = {t} lies outside 0 … {self.steps}")
        low = min(int(t), self.steps - 1)
        left, right = self._log_snrs[low], self._log_snrs[low + 1]
        if t == low:
            return left
        if math.isinf(left) or math.isinf(right):
            # No line leads to infinity: the share of noise itself is interpolated in that one interval.
            a, b = self.alpha_bar[low].item(), self.alpha_bar[low + 1].item()
            return log_snr_of(a + (b - a) * (t - low))
        return left + (right - left) * (t - low)

    def alpha_sigma(self, t: float) -> tuple[float, float]:
        """alpha and sigma at time t in [0, T], alpha² + sigma² = 1; sigma is exact also where it is tiny."""
        return alpha_sigma_of(self.log_snr(t))

    def alpha_bar_at(self, t: float) -> float:
        """What is left of the picture's variance at time t in [0, T]."""
        return alpha_bar_of(self.log_snr(t))

    def time_of(self, log_snr: float) -> float:
        """The t in [0, T] at which the table passes this noise level; the nearest end outside its range."""
        negated = [-level for level in self._log_snrs]
        after = bisect_right(negated, -log_snr)
        if after == 0:
            return 0.0
        if after > self.steps:
            return float(self.steps)
        left, right = self._log_snrs[after - 1], self._log_snrs[after]
        if math.isinf(left) or math.isinf(right):
            a, b, here = self.alpha_bar[after - 1].item(), self.alpha_bar[after].item(), alpha_bar_of(log_snr)
            return after - 1 + (a - here) / (a - b)
        return after - 1 + (left - log_snr) / (left - right)


def log_snr_of(alpha_bar: float) -> float:
    """log(alpha_bar / (1 - alpha_bar)), infinite at both ends. alpha_bar in [0, 1]."""
    if alpha_bar >= 1:
        return math.inf
    return math.log(alpha_bar) - math.log1p(-alpha_bar) if alpha_bar > 0 else -math.inf


def alpha_bar_of(log_snr: float) -> float:
    """The inverse of `log_snr_of`."""
    return 1 / (1 + math.exp(-log_snr)) if log_snr > -700 else 0.0


def alpha_sigma_of(log_snr: float) -> tuple[float, float]:
    """The alpha and sigma of a noise level with alpha² + sigma² = 1; each is exact also where it is tiny."""
    return math.sqrt(alpha_bar_of(log_snr)), math.sqrt(alpha_bar_of(-log_snr))


def from_betas(name: str, betas: Tensor) -> Schedule:
    """The schedule of the given step variances. betas: (T,) in [0, 1], at least one. Raises ValueError otherwise."""
    if betas.ndim != 1 or len(betas) < 1 or not ((betas >= 0) & (betas <= 1)).all():
        raise ValueError("betas must be a list of at least one number between 0 and 1")
    left = torch.cumprod(1 - betas.double(), 0)
    return Schedule(name, torch.cat([torch.ones(1, dtype=torch.float64), left]))


def linear(steps: int) -> Schedule:
    """β from 1e-4 to 0.02 over a thousand steps (Ho et al. 2020, section 4), rescaled by 1000 / T for other T."""
    scale = 1000 / steps
    return from_betas("linear", torch.linspace(1e-4 * scale, 0.02 * scale, steps, dtype=torch.float64).clamp(max=0.999))


def cosine(steps: int) -> Schedule:
    """alpha_bar = cos² of the time, β capped at 0.999 (Nichol & Dhariwal 2021, eq. 17)."""
    moments = torch.arange(steps + 1, dtype=torch.float64) / steps
    left = torch.cos((moments + 0.008) / 1.008 * math.pi / 2) ** 2
    return from_betas("cosine", (1 - left[1:] / left[:-1]).clamp(max=0.999))


def sigmoid(steps: int) -> Schedule:
    """alpha_bar falls like a sigmoid from 3 to -3 (Jabri et al. 2022; Chen 2023, algorithm 1), β capped at 0.999."""
    moments = torch.arange(steps + 1, dtype=torch.float64) / steps
    left = torch.sigmoid(3 - 6 * moments) - torch.sigmoid(torch.tensor(-3.0, dtype=torch.float64))
    return from_betas("sigmoid", (1 - left[1:] / left[:-1]).clamp(max=0.999))


def scaled_linear(steps: int) -> Schedule:
    """√β from √0.00085 to √0.012 over a thousand steps (Rombach et al. 2022), β rescaled by 1000 / T for other T."""
    roots = torch.linspace(0.00085**0.5, 0.012**0.5, steps, dtype=torch.float64)
    return from_betas("scaled linear", (roots**2 * 1000 / steps).clamp(max=0.999))


def by_hand(left: Sequence[float], steps: int) -> Schedule:
    """A smooth falling line through points (Fritsch & Carlson 1980, with harmonic means), β capped at 0.999.

    left: alpha_bar in [0, 1] at equal distances of time, the last at T; from 1 at time 0, a point above the one before
    counts as equal to it. Raises ValueError outside [0, 1], without a point, or for steps < 1.
    """
    if not left or not all(0 <= point <= 1 for point in left):
        raise ValueError("a schedule is drawn through at least one point, each between 0 and 1")
    points = torch.tensor([1.0, *left], dtype=torch.float64).cummin(0).values
    rises = points.diff()
    inner = 2 * rises[1:] * rises[:-1] / (rises[1:] + rises[:-1]).clamp(max=-1e-300)
    slopes = torch.cat([rises[:1], inner, rises[-1:]])
    place = torch.arange(steps + 1, dtype=torch.float64) * len(left) / steps
    cell = place.long().clamp(max=len(left) - 1)
    u = place - cell
    table = points[cell] + u * u * (3 - 2 * u) * rises[cell]
    table += u * (1 - u) * ((1 - u) * slopes[cell] - u * slopes[cell + 1])
    table = table.clamp(0, 1).cummin(0).values
    return from_betas("by hand", (1 - table[1:] / table[:-1]).nan_to_num(0.0).clamp(max=0.999))


SCHEDULES: dict[str, Callable[[int], Schedule]] = {
    "linear": linear,
    "cosine": cosine,
    "sigmoid": sigmoid,
    "scaled linear": scaled_linear,
}


def make_schedule(name: str, steps: int = 1000) -> Schedule:
    """The schedule of that name with T = steps. Raises ValueError for an unknown name or T < 1."""
    if name not in SCHEDULES:
        raise ValueError(f"unknown schedule {name!r}: choose one of {', '.join(SCHEDULES)}")
    if steps < 1:
        raise ValueError(f"a schedule needs at least one step, not {steps}")
    return SCHEDULES[name](steps)
