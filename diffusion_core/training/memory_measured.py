"""What there is to measure of the networks of memory, and what an earlier recording has measured already."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from diffusion_core.common.files import sha256
from diffusion_core.common.records import Record, record_if_any
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
from diffusion_core.networks.lone_net import PLAN, count_taught
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network
from diffusion_core.training.memory_grid import RATE, Cell
from diffusion_core.training.memory_run import ORDINARY, UNSEEN, MemoryRun
from diffusion_core.training.planted_figures import planted_figures, pull_figures

RECORD = "memory.json"
"""In the folder of the record."""

Make = Callable[[], Record]
Figure = tuple[str, list[Path], Make]
"""A figure's name, the files that it is about, and how it is made."""


def settings(run: MemoryRun) -> Record:
    """What all figures of one record share, as JSON gives it back."""
    found = {
        "world": {"animals": ANIMALS, "colours": COLOURS, "side": SIDE, "unseen_from": UNSEEN},
        "network": {"numbers": count_taught(UNet(PLAN)), "batch": run.batch, "rate": RATE},
        "drawings": {"sampler": "ddim", "steps": STEPS, "first_seed": 0, "pictures": run.pictures},
        "noise": NOISE,
        "states": run.states,
    }
    return json.loads(json.dumps(found))


def recorded(run: MemoryRun) -> Record:
    """The record as it lies there, an empty one where none does.

    Raises ValueError where it was made with other settings, since its figures can't stand beside new ones.
    """
    record = record_if_any(run.out / RECORD)
    other = [name for name, value in settings(run).items() if record and record[name] != value]
    if other:
        raise ValueError(f"The record in {run.out} has another {', '.join(other)}: move it away to begin a new one.")
    return {"machines": {}, "hours": {}, "cells": {}, "planting": {}, "files": {}, "figures": {}} | record


def recorded_pairs(run: MemoryRun) -> list[int]:
    """The pairs that the record holds with all figures of all states, rising: they need not be taught again."""
    there = recorded(run)["figures"].keys()
    return [size for size in run.sizes if {name for name, *_ in _of_pair(run, size)} <= there]


def recorded_planting(run: MemoryRun) -> bool:
    """Whether the record holds what became of the planted pictures, by these settings and in this network."""
    record = recorded(run)
    names = {name for name, *_ in _of_planting(run)}
    return names <= record["figures"].keys() and record["planting"] == planting_settings(run)


def planting_settings(run: MemoryRun) -> Record:
    """What was planted where, as it stands in the record."""
    return {
        "lessons": run.planting.lessons,
        "rate": run.planting.rate,
        "seed": run.planting.seed,
        "start": sha256(run.planting.start),
        "odd": {odd.photograph: odd._asdict() for odd in run.planting.odd},
    }


def figures_to_make(run: MemoryRun) -> Iterator[Figure]:
    """All figures of what is taught to its end in the folder: of whole pairs, and of the planted pictures."""
    reader = run.reader
    yield "reader", [run.reader_file], lambda: records(exam(reader, 4 * run.pictures))
    for size in run.whole:
        yield from _of_pair(run, size)
    if run.planted.exists():
        yield from _of_planting(run)


def _of_pair(run: MemoryRun, size: int) -> Iterator[Figure]:
    a, b = run.pair(size)
    yield from _of_a_network(run, a, b)
    yield from _of_a_network(run, b, a)
    yield from _of_twins(run, a, b)
    for cell in (a, b):
        yield from _of_a_set(run, cell)


def _of_a_network(run: MemoryRun, cell: Cell, twin: Cell) -> Iterator[Figure]:
    for lessons in run.states:
        file = run.state(cell, lessons)

        def drawn(lessons: int = lessons) -> Record:
            return drawn_figures(run.drawings(cell, lessons), run.trained(cell), run.trained(twin), run.reader)

        def guesses(file: Path = file) -> Record:
            return network_guesses(load_network(file), run.trained(cell).pictures, run.unseen.pictures)

        yield f"drawn {cell.name} {lessons}", [file, run.reader_file], drawn
        yield f"guesses {cell.name} {lessons}", [file], guesses


def _of_a_set(run: MemoryRun, cell: Cell) -> Iterator[Figure]:
    """What needs no network: the rule's false alarms among pictures that nobody drew from it, and the exact guesser."""
    yield f"unseen {cell.name}", [], lambda: records(copies(run.unseen, run.trained(cell)))
    yield f"exact {cell.name}", [], lambda: exact_guesses(run.trained(cell).pictures, run.unseen.pictures)


def _of_twins(run: MemoryRun, a: Cell, b: Cell) -> Iterator[Figure]:
    for lessons in run.states:

        def twins(lessons: int = lessons) -> Record:
            return twin_figures(run.drawings(a, lessons), run.drawings(b, lessons), run.unseen, run.reader)

        files = [run.state(a, lessons), run.state(b, lessons), run.reader_file]
        yield f"twins {a.size} {lessons}", files, twins


def _of_planting(run: MemoryRun) -> Iterator[Figure]:
    for when, file in (("before", run.planting.start), ("after", run.planted)):

        def ordinary(file: Path = file) -> Record:
            return {"pull": pull_figures(run.asked(file, ORDINARY).pull)}

        yield f"ordinary {when}", [file], ordinary
        for which, odd in enumerate(run.planting.odd):

            def planted(file: Path = file, which: int = which, caption: str = odd.caption) -> Record:
                return planted_figures(run.asked(file, caption), run.untold(file), run.planting, which)

            yield f"planted {odd.photograph} {when}", [file], planted
