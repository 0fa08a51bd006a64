"""`make record-watched`: both small trainings once, seed 0; their numbers go to assets/live_runs.json.

For what a page states before a visitor has trained anything. What it shows of a visitor's own training is their own.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from diffusion_core.common.assets import WATCHED
from diffusion_core.common.records import write_record
from diffusion_core.data.point_world import floor
from diffusion_core.training.watched import LESSONS, Glimpse, learn, test_levels

COMMAND = "make record-watched"


def main() -> None:
    torch.set_num_threads(1)
    found = {name: numbers(list(_glimpses(name))) for name in LESSONS}
    found["points"]["floor"] = _rounded(floor(test_levels()).tolist())
    write_record(WATCHED, {"command": COMMAND, "seed": 0} | found, indent=None)


def _glimpses(name: str) -> Iterator[Glimpse]:
    for glimpse in learn(name, 0):
        if glimpse is not None:
            print(f"{name}: {glimpse.nudges} nudges, {glimpse.seconds:.1f} s of processor time", flush=True)
            yield glimpse


def numbers(glimpses: Sequence[Glimpse]) -> dict[str, Any]:
    """The numbers of all glimpses of a training, without its samples; None where there is none."""
    return {
        "nudges": [glimpse.nudges for glimpse in glimpses],
        "loss": _rounded([glimpse.loss for glimpse in glimpses]),
        "right": _rounded([glimpse.right for glimpse in glimpses]),
        "by_level": [_rounded(glimpse.by_level.tolist()) for glimpse in glimpses],
        "seconds": round(glimpses[-1].seconds, 1),
    }


def _rounded(values: Sequence[float]) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 4) for value in values]


if __name__ == "__main__":
    main()
