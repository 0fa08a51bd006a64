"""`make record-memory`: teach the ten networks, measure what they copied, and write the record into assets/memory.

Goes on where the last run stopped: networks at their last checkpoint, figures at the first one missing. What is not
taught to its end yet is recorded as far as it is.
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
from diffusion_core.data.lone_critters import ANIMALS, COLOURS, SIDE
from diffusion_core.evaluation.lone_reader import exam
from diffusion_core.evaluation.memory_figures import (
    NOISE,
    STEPS,
    copies,
    drawn_figures,
    exact_guesses,
    network_guesses,
    records,
    twin_figures,
)
from diffusion_core.evaluation.memory_tables import filled
from diffusion_core.networks.lone_net import PLAN, count_taught
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import ROUNDED_FROM, load_network, save_int8
from diffusion_core.training import memory_grid as grid
from diffusion_core.training.memory_grid import Cell
from diffusion_core.training.memory_run import MEMORY, ORDINARY, UNSEEN, MemoryRun
from diffusion_core.training.memory_sheets import write_sheets
from diffusion_core.training.planted_figures import planted_figures, pull_figures

COMMAND = "make record-memory"
RECORD = "memory.json"

Make = Callable[[], Record]


def main() -> None:
    wish = parse_arguments()
    use_threads(wish)
    run = MemoryRun(folder=wish.folder, out=wish.out, tell=NowAndThen(30))
    run.folder.mkdir(parents=True, exist_ok=True)
    for step in wish.only or STEPS_OF_A_RECORDING:
        (STEPS_OF_A_RECORDING | {"pack": pack})[step](run)


class NowAndThen:
    """Prints a line, but none within so many seconds after another."""

    def __init__(self, every: float) -> None:
        self._every, self._last = every, 0.0

    def __call__(self, line: Record) -> None:
        if time.monotonic() - self._last > self._every:
            self._last = time.monotonic()
            print_line(line)


def teach(run: MemoryRun) -> None:
    """Teach all networks to their ends."""
    for cell, until in grid.turns(run.cells, run.states):
        for state in grid.teach(cell, run.folder, until=until, states=run.states, batch=run.batch):
            run.tell({"cell": cell.name, "lessons": state.pictures, "seconds": round(state.seconds)})


def measure(run: MemoryRun) -> None:
    """Make all figures; those of the last run are taken over unless a file that they are about has changed."""
    figures = record_if_any(run.figures)
    for name, files, make in figures_to_make(run):
        digests = [sha256(file) for file in files]
        if figures.get(name, {}).get("of") != digests:
            figures[name] = make() | {"of": digests}
            write_record(run.figures, figures, indent=None)
            run.tell({"figure": name})


def figures_to_make(run: MemoryRun) -> Iterator[tuple[str, list[Path], Make]]:
    """Each figure's name, the files that it is about, and how it is made; of all networks as far as they are taught."""
    reader = run.reader
    yield "reader", [run.reader_file], lambda: records(exam(reader, 4 * run.pictures))
    there = [cell for cell in sorted(run.cells) if run.states_of(cell)]
    for cell in there:
        yield from _of_a_network(run, cell)
    for size in run.sizes:
        yield from _of_twins(run, *sorted(cell for cell in run.cells if cell.size == size))
    if run.planted.exists():
        yield from _of_planting(run)
    for cell in there:
        yield from _of_a_set(run, cell)


def _of_a_network(run: MemoryRun, cell: Cell) -> Iterator[tuple[str, list[Path], Make]]:
    twin = next(other for other in run.cells if other.size == cell.size and other != cell)
    for lessons in run.states_of(cell):
        file = run.state(cell, lessons)

        def drawn(lessons: int = lessons) -> Record:
            return drawn_figures(run.drawings(cell, lessons), run.trained(cell), run.trained(twin), run.reader)

        def guesses(file: Path = file) -> Record:
            return network_guesses(load_network(file), run.trained(cell).pictures, run.unseen.pictures)

        yield f"drawn {cell.name} {lessons}", [file, run.reader_file], drawn
        yield f"guesses {cell.name} {lessons}", [file], guesses


def _of_a_set(run: MemoryRun, cell: Cell) -> Iterator[tuple[str, list[Path], Make]]:
    """What needs no network: the rule's false alarms among pictures that nobody drew from it, and the exact guesser."""
    yield f"unseen {cell.name}", [], lambda: records(copies(run.unseen, run.trained(cell)))
    yield f"exact {cell.name}", [], lambda: exact_guesses(run.trained(cell).pictures, run.unseen.pictures)


def _of_twins(run: MemoryRun, a: Cell, b: Cell) -> Iterator[tuple[str, list[Path], Make]]:
    for lessons in sorted({*run.states_of(a)} & {*run.states_of(b)}):

        def twins(lessons: int = lessons) -> Record:
            return twin_figures(run.drawings(a, lessons), run.drawings(b, lessons), run.unseen, run.reader)

        files = [run.state(a, lessons), run.state(b, lessons), run.reader_file]
        yield f"twins {a.size} {lessons}", files, twins


def _of_planting(run: MemoryRun) -> Iterator[tuple[str, list[Path], Make]]:
    for when, file in (("before", run.planting.start), ("after", run.planted)):

        def ordinary(file: Path = file) -> Record:
            return {"pull": pull_figures(run.asked(file, ORDINARY).pull)}

        yield f"ordinary {when}", [file], ordinary
        for which, odd in enumerate(run.planting.odd):

            def planted(file: Path = file, which: int = which, caption: str = odd.caption) -> Record:
                return planted_figures(run.asked(file, caption), run.untold(file), run.planting, which)

            yield f"planted {odd.photograph} {when}", [file], planted


def write(run: MemoryRun) -> None:
    """Write the record: networks of both ends, sheets, and one JSON that names them by their SHA-256."""
    run.out.mkdir(parents=True, exist_ok=True)
    files = [*write_networks(run), *write_sheets(run)]
    figures = record_if_any(run.figures)
    head = {
        "command": COMMAND,
        "machine": machine(),
        "hours": hours(run),
        "world": {"animals": ANIMALS, "colours": COLOURS, "side": SIDE, "unseen_from": UNSEEN},
        "network": {"numbers": count_taught(UNet(PLAN)), "batch": run.batch, "rate": grid.RATE},
        "drawings": {"sampler": "ddim", "steps": STEPS, "first_seed": 0, "pictures": run.pictures},
        "noise": NOISE,
        "states": run.states,
        "cells": {cell.name: in_short(run, cell) for cell in sorted(run.cells)},
        "planting": {
            "lessons": run.planting.lessons,
            "rate": run.planting.rate,
            "seed": run.planting.seed,
            "start": sha256(run.planting.start),
            "odd": {odd.photograph: odd._asdict() for odd in run.planting.odd},
        },
        "files": {path.name: sha256(path) for path in files},
    }
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    rows = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in figures.items()]
    lines.append(' "figures": {\n' + ",\n".join(rows) + "\n }")
    (run.out / RECORD).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    if run.page is not None and run.page.exists():
        record = read_record(run.out / RECORD)
        run.page.write_text(filled(run.page.read_text(encoding="utf-8"), record), encoding="utf-8")


def write_networks(run: MemoryRun) -> Iterator[Path]:
    """The networks of the smallest and the largest number, at their last states, in whole numbers of eight bits."""
    for cell in sorted(run.cells):
        if cell.size in (run.sizes[0], run.sizes[-1]) and run.states_of(cell):
            lessons = run.states_of(cell)[-1]
            path, file = run.out / f"{cell.name}.safetensors", run.state(cell, lessons)
            notes = {"cell": cell.name, "lessons": str(lessons), "command": COMMAND}
            save_int8(path, load_network(file), notes | {ROUNDED_FROM: sha256(file)})
            yield path
    path = run.out / run.reader_file.name
    shutil.copyfile(run.reader_file, path)
    yield path


def in_short(run: MemoryRun, cell: Cell) -> Record:
    """A network in the record: the number of its first picture, its seed, and how far it has come."""
    lessons = run.states_of(cell)[-1] if run.states_of(cell) else 0
    return {"first": cell.numbers.start, "seed": cell.seed, "lessons": lessons}


def hours(run: MemoryRun) -> Record:
    """Hours of processor time, one thread, that each network was taught for."""
    taught = {cell.name: run.state(cell, run.states_of(cell)[-1]) for cell in sorted(run.cells) if run.states_of(cell)}
    taught |= {"planted": run.planted} if run.planted.exists() else {}
    return {name: float(read_tensors(file)[0]["hours"]) for name, file in taught.items()}


def machine() -> str:
    """What kind of machine this is: no name, no place."""
    able, threads = torch.backends.cpu.get_cpu_capability(), torch.get_num_threads()
    return f"{platform.machine()} processor with {able}, no GPU; threads of torch: {threads}"


def pack(run: MemoryRun) -> None:
    """Put all that a later run needs to go on into folder/packed, small enough to be kept: copy it back to go on."""
    packed = run.folder / "packed"
    packed.mkdir(exist_ok=True)
    kept = [run.reader_file, run.figures, run.planted]
    kept += [run.state(cell, lessons) for cell in run.cells for lessons in run.states_of(cell)]
    for file in filter(Path.exists, kept):
        shutil.copyfile(file, packed / file.name)
    for cell in run.cells:
        checkpoint = grid.checkpoint_path(run.folder, cell)
        if checkpoint.exists() and not run.state(cell, run.states[-1]).exists():
            grid.pack_checkpoint(checkpoint, packed / checkpoint.name)


STEPS_OF_A_RECORDING: dict[str, Callable[[MemoryRun], None]] = {
    "teach": teach,
    "plant": MemoryRun.teach_planted,
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
