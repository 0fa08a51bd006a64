"""`make record-memory`: teach the ten networks, measure what they copied, and write the record into assets/memory.

Goes on pair by pair: what the record holds whole stays as it is, and each pair is written down as soon as both twins
are taught to their ends. A network goes on from its last checkpoint, figures from the first one missing.
"""

import argparse
import json
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from diffusion_core.common.arguments import threads_option, use_threads
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import Record, print_line, read_record, record_if_any, write_record
from diffusion_core.evaluation.memory_tables import filled
from diffusion_core.networks.weights import ROUNDED_FROM, load_network, save_int8
from diffusion_core.training import memory_grid as grid
from diffusion_core.training.memory_grid import Cell
from diffusion_core.training.memory_measured import (
    RECORD,
    figures_to_make,
    planting_settings,
    recorded,
    recorded_pairs,
    recorded_planting,
    settings,
)
from diffusion_core.training.memory_run import MEMORY, MemoryRun
from diffusion_core.training.memory_sheets import write_sheets

COMMAND = "make record-memory"


def main() -> None:
    wish = parse_arguments()
    use_threads(wish)
    run = MemoryRun(folder=wish.folder, out=wish.out, tell=NowAndThen(30))
    run.folder.mkdir(parents=True, exist_ok=True)
    for step in wish.only or ["record"]:
        (STEPS_OF_A_RECORDING | {"record": record, "pack": pack})[step](run)


class NowAndThen:
    """Prints a line, but none within so many seconds after another."""

    def __init__(self, every: float) -> None:
        self._every, self._last = every, 0.0

    def __call__(self, line: Record) -> None:
        if time.monotonic() - self._last > self._every:
            self._last = time.monotonic()
            print_line(line)


def record(run: MemoryRun) -> None:
    """Teach, measure and write down what the record lacks: pair after pair, then the planted pictures."""
    for size in missing_pairs(run):
        teach_pair(run, size)
        write(run)
    plant(run)
    write(run)


def missing_pairs(run: MemoryRun) -> list[int]:
    """The pairs that the record does not hold whole, in the order in which they are taught."""
    there = recorded_pairs(run)
    if there:
        print_line({"recorded whole, not taught again": there})
    return [size for size in dict.fromkeys(cell.size for cell in run.cells) if size not in there]


def teach(run: MemoryRun) -> None:
    """Teach all pairs that the record lacks to their ends."""
    for size in missing_pairs(run):
        teach_pair(run, size)


def teach_pair(run: MemoryRun, size: int) -> None:
    """Teach both twins to their ends."""
    for cell in run.pair(size):
        for state in grid.teach(cell, run.folder, until=run.states[-1], states=run.states, batch=run.batch):
            run.tell({"cell": cell.name, "lessons": state.pictures, "seconds": round(state.seconds)})


def plant(run: MemoryRun) -> None:
    """Teach the network on that ships, with the planted pictures among others, unless that is recorded."""
    if not recorded_planting(run):
        run.teach_planted()


def measure(run: MemoryRun) -> Record:
    """All figures: those of the record as they stand, and over them those of what is whole in the folder.

    The latter are taken over too where they are about the same files, from the last run or from the record.
    """
    record = recorded(run)["figures"]
    found, made = record_if_any(run.figures), {}
    for name, files, make in figures_to_make(run):
        digests = [sha256(file) for file in files]
        same = [rows[name] for rows in (found, record) if rows.get(name, {}).get("of") == digests]
        if not same:
            found[name] = make() | {"of": digests}
            write_record(run.figures, found, indent=None)
            run.tell({"figure": name})
        made[name] = same[0] if same else found[name]
    return record | made


def write(run: MemoryRun) -> None:
    """Write the record, with its files: measured to the end, so that a pair stands in it whole or not at all."""
    run.out.mkdir(parents=True, exist_ok=True)
    figures, before = measure(run), recorded(run)
    written = [*write_networks(run), *write_sheets(run)]
    hours = hours_of(run)
    head = {
        "command": COMMAND,
        "machines": before["machines"] | dict.fromkeys(hours, machine()),
        "hours": before["hours"] | hours,
        **settings(run),
        "cells": {cell.name: in_short(run, cell, before) for cell in sorted(run.cells)},
        "planting": before["planting"] if stands(run, before) else planting_settings(run),
        "files": before["files"] | {path.name: sha256(path) for path in written},
    }
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    rows = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in figures.items()]
    lines.append(' "figures": {\n' + ",\n".join(rows) + "\n }")
    (run.out / RECORD).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    if run.page is not None and run.page.exists():
        shown = filled(run.page.read_text(encoding="utf-8"), read_record(run.out / RECORD))
        run.page.write_text(shown, encoding="utf-8")


def write_networks(run: MemoryRun) -> Iterator[Path]:
    """The reader, and the networks of both ends, taught to their ends, in whole numbers of eight bits."""
    path = run.out / run.reader_file.name
    shutil.copyfile(run.reader_file, path)
    yield path
    for size in sorted({run.sizes[0], run.sizes[-1]} & {*run.whole}):
        for cell in run.pair(size):
            path, file = run.out / f"{cell.name}.safetensors", run.state(cell, run.states[-1])
            notes = {"cell": cell.name, "lessons": str(run.states[-1]), "command": COMMAND}
            save_int8(path, load_network(file), notes | {ROUNDED_FROM: sha256(file)})
            yield path


def in_short(run: MemoryRun, cell: Cell, before: Record) -> Record:
    """A network in the record: the number of its first picture, its seed, and how far it has come."""
    lessons = run.states[-1] if cell.size in run.whole else before["cells"].get(cell.name, {}).get("lessons", 0)
    return {"first": cell.numbers.start, "seed": cell.seed, "lessons": lessons}


def stands(run: MemoryRun, before: Record) -> bool:
    """Whether the record tells of a planting that this folder has not made anew."""
    return "ordinary after" in before["figures"] and not run.planted.exists()


def hours_of(run: MemoryRun) -> Record:
    """Hours of processor time, one thread, of what is whole in the folder: of each network, and of the planting."""
    ends = {cell.name: run.state(cell, run.states[-1]) for size in run.whole for cell in run.pair(size)}
    ends |= {"planted": run.planted} if run.planted.exists() else {}
    return {name: float(read_tensors(file)[0]["hours"]) for name, file in ends.items()}


def machine() -> str:
    """What kind of machine this is: no name, no place."""
    able, threads = torch.backends.cpu.get_cpu_capability(), torch.get_num_threads()
    return f"{platform.machine()} processor with {able}, no GPU; threads of torch: {threads}"


def pack(run: MemoryRun) -> None:
    """Put what the record lacks into folder/packed, small enough to be kept: copy it back to go on."""
    packed = run.folder / "packed"
    packed.mkdir(exist_ok=True)
    cells = [cell for size in missing_pairs(run) for cell in run.pair(size)]
    kept = [run.reader_file, run.figures, run.planted]
    kept += [run.state(cell, lessons) for cell in cells for lessons in run.states_of(cell)]
    for file in filter(Path.exists, kept):
        shutil.copyfile(file, packed / file.name)
    for cell in cells:
        checkpoint = grid.checkpoint_path(run.folder, cell)
        if checkpoint.exists() and not run.state(cell, run.states[-1]).exists():
            grid.pack_checkpoint(checkpoint, packed / checkpoint.name)


STEPS_OF_A_RECORDING: dict[str, Callable[[MemoryRun], object]] = {
    "teach": teach,
    "plant": plant,
    "measure": measure,
    "write": write,
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[threads_option()])
    parser.add_argument("--only", choices=(*STEPS_OF_A_RECORDING, "pack"), nargs="+", help="do only these steps")
    parser.add_argument("--folder", type=Path, default=MemoryRun.folder, help="for what is kept meanwhile")
    parser.add_argument("--out", type=Path, default=MEMORY, help="where the record goes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
