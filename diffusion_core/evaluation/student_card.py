"""What the model card says of the student that draws in four steps."""

import json
from pathlib import Path

from diffusion_core.common.assets import ASSETS, FEW_STEPS
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.statistics import Record, cell
from diffusion_core.sampling.few_steps import JUMPS

FIGURES = ASSETS / "few_steps.json"

ROWS = {
    "all_right_seen": "one critter right",
    "all_right_two": "two",
    "all_right_held_out": "held out",
    "frechet": "Fréchet",
    "frechet_floor": "its floor",
    "told_apart": "told apart",
    "seconds_per_picture": "seconds a picture",
}
UNTESTED = "Not measured since these weights were written: run `make evaluate-few`."

TEXT = """`{file}` draws in {jumps} steps, in {jumps} passes and without guidance. It began as a finished state of the
network and learnt, by `make distil`, from {ways:,} ways that the network and its earlier states went from noise to
a picture in 20 steps of DPM-Solver++(2M) with guidance (of 3, later of 4): at each of four stops, the velocity that
leads straight to the next (Luhman & Luhman 2021; Salimans & Ho 2022). When the network had learnt more, the change of
its weights was added to the student's. Of the ways told a whole caption it saw those only in whose picture a second
reader found all of it; that reader was taught from another seed than the one that judges here. {pictures:,} lessons,
{hours} hours on {machine}. Whole numbers from -127 to 127 with one scale a channel; SHA-256: {sha256}.

{table}

It was taught jumps of a quarter of the way: one step is not what it is for, and ends in a blur."""


def keep_figures(record: Record, path: Path = FIGURES) -> None:
    """Put what was measured in so many steps beside what was in others, of the same weights."""
    rows = _figures(path)
    kept = {steps: row for steps, row in rows.items() if row["sha256"] == record["sha256"]}
    kept[str(record["steps"])] = record
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def section(weights: Path | None = None, path: Path = FIGURES) -> str:
    """The student's part of the model card; "" where there is no student."""
    weights = weights or FEW_STEPS
    if not weights.exists():
        return ""
    notes, digest = read_tensors(weights)[0], sha256(weights)
    rows = {steps: row for steps, row in _figures(path).items() if row["sha256"] == digest}
    return TEXT.format(
        file=weights.name,
        jumps=JUMPS,
        ways=int(notes["ways"]),
        pictures=int(notes["pictures"]),
        hours=f"{float(notes['hours']):.1f}",
        machine=notes["machine"],
        sha256=digest,
        table=_table(rows) if rows else UNTESTED,
    )


def _figures(path: Path) -> dict[str, Record]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _table(rows: dict[str, Record]) -> str:
    """A column for each number of steps, most first: on a phone columns are dear."""
    counts = sorted(rows, key=int, reverse=True)
    lines = [["steps", *counts], ["---"] * (1 + len(counts))]
    lines += [[title, *(cell(rows[steps].get(name, "")) for steps in counts)] for name, title in ROWS.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
