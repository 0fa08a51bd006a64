"""`make record-clip`: teaches each small CLIP a few times; its numbers go to assets/clip.json.

For what a page states before a visitor has taught one. What it shows of a visitor's own lesson is their own.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace

import torch

from diffusion_core.common.assets import CLIP
from diffusion_core.common.records import Record, print_line, write_record
from diffusion_core.common.statistics import Mean
from diffusion_core.networks.clip import blank_clip
from diffusion_core.networks.unet import count_parameters
from diffusion_core.training.clip_lesson import CLIP_LESSONS, FOUND, Look, learn_clip

COMMAND = "make record-clip"


def main() -> None:
    wish = parse_arguments()
    torch.set_num_threads(1)
    record: Record = {"command": COMMAND, "seeds": wish.seeds, "numbers": count_parameters(blank_clip(0))}
    for name in CLIP_LESSONS:
        runs = [_looks(name, seed) for seed in range(wish.seeds)]
        record[name] = curve(runs[0]) | ends(runs)
    write_record(CLIP, record, indent=None)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    several, said = range(2, 11), "how often each is taught; the curve is that of the first"
    parser.add_argument("--seeds", type=int, choices=several, default=5, help=said)
    return parser.parse_args()


def _looks(name: str, seed: int) -> list[Look]:
    looks = [one for one in learn_clip(name, seed) if one is not None]
    last = looks[-1]
    print_line({"lesson": name, "seed": seed, "found": last.found, "preferred": last.preferred, "s": last.seconds})
    return looks


def curve(looks: Sequence[Look]) -> Record:
    """The numbers of one lesson, look by look; None where there is none."""
    return {
        "nudges": [one.nudges for one in looks],
        "loss": [None if math.isnan(one.loss) else round(one.loss, 4) for one in looks],
        "found": [round(one.found, 4) for one in looks],
        "preferred": [round(one.preferred, 4) for one in looks],
        "example": [round(one.example[0].item(), 4) for one in looks],
        "times": [round(one.seconds, 1) for one in looks],
    }


def ends(runs: Sequence[Sequence[Look]]) -> Record:
    """What came out at the end, on average over the lessons, and how long those took that came to FOUND of the table.

    preferred_each: of each lesson; reached: how many lessons came to FOUND; seconds: of processor time.
    """
    last = [looks[-1] for looks in runs]
    there = [next((one.seconds for one in looks if one.found >= FOUND), None) for looks in runs]
    reached = [seconds for seconds in there if seconds is not None]
    return {
        "found_end": over_lessons([one.found for one in last]),
        "preferred_end": over_lessons([one.preferred for one in last]),
        "preferred_each": [round(one.preferred, 4) for one in last],
        "reached": len(reached),
        "seconds_until_found": round(sum(reached) / len(reached), 1) if reached else None,
        "seconds": round(sum(one.seconds for one in last) / len(last), 1),
    }


def over_lessons(shares: Sequence[float]) -> Record:
    """The mean of what lessons came to, each in the same exam: its interval is of the lessons, n of them."""
    found = Mean.of_few(torch.tensor(shares, dtype=torch.float64))
    low, high = found.interval
    return replace(found, interval=(max(0.0, low), min(1.0, high))).record()


if __name__ == "__main__":
    main()
