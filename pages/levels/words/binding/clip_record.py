"""Level 5: the small CLIPs that were taught once, for what the page states before a visitor has taught one."""

from functools import cache

from diffusion_core.common.assets import CLIP
from diffusion_core.common.records import Record, read_record


@cache
def recorded() -> Record:
    """What `make record-clip` wrote: a curve and the ends of each lesson, by its name."""
    return read_record(CLIP)


def end(lesson: str, what: str) -> Record:
    """How a lesson ended, on average over n recorded lessons: value, interval, n. what: "found", "preferred"."""
    return recorded()[lesson][f"{what}_end"]


def in_100(lesson: str, what: str) -> str:
    """The same as a count of 100, "97"."""
    return f"{100 * end(lesson, what)['value']:.0f}"


def second_half(lesson: str) -> tuple[float, float]:
    """The least and the most of 100 that it chose right in the second half of a recorded lesson."""
    run = recorded()[lesson]
    late = [share for at, share in zip(run["nudges"], run["preferred"], strict=True) if at >= run["nudges"][-1] / 2]
    return 100 * min(late), 100 * max(late)


def after_as_many(lesson: str, other: str) -> float:
    """How many of 100 it chose right in a recorded lesson after as many nudges as the other one has."""
    run, last = recorded()[lesson], recorded()[other]["nudges"][-1]
    nearest = min(range(len(run["nudges"])), key=lambda i: abs(run["nudges"][i] - last))
    return 100 * run["preferred"][nearest]
