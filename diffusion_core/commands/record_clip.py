"""`make record-clip`: teaches each small CLIP a few times; its numbers go to assets/clip.json.

For what a page states before a visitor has taught one. What it shows of a visitor's own lesson is their own.
"""

import argparse
import math
from collections.abc import Sequence

import torch

from diffusion_core.common.assets import CLIP
from diffusion_core.common.records import Record, print_line, write_record
from diffusion_core.common.statistics import Share
from diffusion_core.networks.clip import blank_clip
from diffusion_core.networks.unet import count_parameters
from diffusion_core.training.clip_lesson import CLIP_LESSONS, FOUND, SWAPS, TABLE, Look, learn_clip

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
    parser.add_argument("--seeds", type=int, default=1, help="how often each is taught; the curve is that of the first")
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
    """What came out at the end, in the exams of all lessons together, and how long until FOUND of the table."""
    last = [looks[-1] for looks in runs]
    there = [next((one.seconds for one in looks if one.found >= FOUND), math.nan) for looks in runs]
    return {
        "found_end": Share(sum(TABLE * one.found for one in last), TABLE * len(last)).record(),
        "preferred_end": Share(sum(SWAPS * one.preferred for one in last), SWAPS * len(last)).record(),
        "preferred_each": [round(one.preferred, 4) for one in last],
        "seconds_until_found": round(sum(there) / len(there), 1),
        "seconds": round(sum(one.seconds for one in last) / len(last), 1),
    }


if __name__ == "__main__":
    main()
