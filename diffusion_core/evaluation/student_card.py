"""What the model card says of the student that draws in four steps."""

from pathlib import Path

from diffusion_core.common.assets import FEW_STEPS, FEW_STEPS_EVALUATION
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import Record, record_if_any, write_record
from diffusion_core.common.statistics import cell
from diffusion_core.sampling.few_steps import JUMPS

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

TEXT = """`{file}` is a student of the network: it draws in {jumps} steps, asked once at each, without guidance. It
began with the weights of a finished state of the network and learnt, by `make distil`, from {ways:,} recorded ways
from noise to a picture. The network, or an earlier state of it, had gone these ways in 20 steps of DPM-Solver++(2M),
with guidance (of 3, later of 4). At each of four stops the student learns the velocity that leads straight to the next
stop (Luhman & Luhman 2021; Salimans & Ho 2022). When the network had learnt more, the change of its weights was added
to the student's. Of the ways that were told a whole caption, those whose picture failed it were left out; a second
reader decided that, not the one that judges here. {pictures:,} lessons took {hours} hours on {machine}.
Whole numbers from -127 to 127 with one scale a channel; SHA-256: {sha256}.

{table}

It was taught to jump a quarter of the way. One jump for the whole way is not what it is for, and ends in a blur."""


def keep_figures(record: Record, path: Path = FEW_STEPS_EVALUATION) -> None:
    """Put what was measured in so many steps beside what was in others, of the same weights."""
    kept = {steps: row for steps, row in record_if_any(path).items() if row["sha256"] == record["sha256"]}
    kept[str(record["steps"])] = record
    write_record(path, kept)


def section(weights: Path | None = None, path: Path = FEW_STEPS_EVALUATION) -> str:
    """The student's part of the model card; "" where there is no student."""
    weights = weights or FEW_STEPS
    if not weights.exists():
        return ""
    notes, digest = read_tensors(weights)[0], sha256(weights)
    rows = {steps: row for steps, row in record_if_any(path).items() if row["sha256"] == digest}
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


def _table(rows: dict[str, Record]) -> str:
    """A column for each number of steps, most first: on a phone columns are dear."""
    counts = sorted(rows, key=int, reverse=True)
    lines = [["steps", *counts], ["---"] * (1 + len(counts))]
    lines += [[title, *(cell(rows[steps].get(name, "")) for steps in counts)] for name, title in ROWS.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
