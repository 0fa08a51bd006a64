"""Fair timing: two rivals take turns within one run, so that a busy moment slows both."""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import NotRequired, TypedDict

import torch

Work = Callable[[], object]


class Row(TypedDict):
    """One line of the result. ratio = ours / other; against: what the other number is; p95: 95 % took at most this."""

    ours: float
    other: float
    ratio: float
    unit: str
    against: str
    p95: NotRequired[float]


Rows = Iterator[tuple[str, Row]]


def row(ours: float, other: float, unit: str, against: str) -> Row:
    return {
        "ours": float(f"{ours:.4g}"),
        "other": float(f"{other:.4g}"),
        "ratio": float(f"{ours / other:.3g}"),
        "unit": unit,
        "against": against,
    }


def seconds(work: Work) -> float:
    """How long the work takes once; a GPU is waited for."""
    settle()
    began = time.perf_counter()
    work()
    settle()
    return time.perf_counter() - began


def settle() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def race(ours: Work, other: Work, repeats: int, against: str, *, warm: int = 1) -> Row:
    """Both in turns, after `warm` rounds that do not count. Medians, and the median of the ratios of each round."""
    rounds = [(seconds(ours), seconds(other)) for _ in range(warm + repeats)][warm:]
    result = row(*(statistics.median(times) for times in zip(*rounds, strict=True)), "s", against)
    return result | {"ratio": float(f"{statistics.median(a / b for a, b in rounds):.3g}")}


def median(work: Work, repeats: int, *, warm: int = 1) -> float:
    """Seconds, after `warm` rounds that do not count."""
    return statistics.median([seconds(work) for _ in range(warm + repeats)][warm:])
