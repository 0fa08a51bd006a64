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
from diffusion_core.training.watched import COMMAND, LESSONS, Look, learn, test_levels


def main() -> None:
    torch.set_num_threads(1)
    found = {name: numbers(list(_told(name))) for name in LESSONS}
    found["points"]["floor"] = _rounded(floor(test_levels()).tolist())
    write_record(WATCHED, {"command": COMMAND, "seed": 0} | found, indent=None)


def _told(name: str) -> Iterator[Look]:
    for look in learn(name, 0):
        if look is not None:
            print(f"{name}: {look.nudges} nudges, {look.seconds:.1f} s of processor time", flush=True)
            yield look


def numbers(looks: Sequence[Look]) -> dict[str, Any]:
    """The numbers of all looks at a training, without its samples; None where there is none."""
    return {
        "nudges": [look.nudges for look in looks],
        "loss": _rounded([look.loss for look in looks]),
        "right": _rounded([look.right for look in looks]),
        "by_level": [_rounded(look.by_level.tolist()) for look in looks],
        "seconds": round(looks[-1].seconds, 1),
    }


def _rounded(values: Sequence[float]) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 4) for value in values]


if __name__ == "__main__":
    main()
