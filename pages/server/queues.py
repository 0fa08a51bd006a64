"""The rows of errands on this server: trainings, one at a time for every two cores, beside them one search, and one
piece of work that is done once for everybody.

training = train("critters", seed=0)
found = search(…)                       # any iterator of results so far
made = once(…)                          # the same, and nobody need stay for it
"""

import atexit
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from diffusion_core.evaluation.nearest import Found
from diffusion_core.serving.training_process import TRAININGS as NAMED
from diffusion_core.serving.training_process import News, records
from diffusion_core.training.clip_lesson import Look
from diffusion_core.training.watched import RIGHT
from pages.server import resources
from pages.server.errands import ROWS, Errand, Errands
from pages.server.neighbours import own_neighbourhood
from pages.server.workers import InProcess, InThread

FULL = "Very many people are {} right now. Please try again in a few minutes."
_ROOT = Path(__file__).resolve().parents[2]
TURN = 120.0
"""Seconds that a training may work while others wait; a whole one takes 42 of a processor to itself."""
TRAININGS: Errands[News] = Errands(
    max(1, resources.cores() // 2), patience=20.0, turn=TURN, full=FULL.format("training")
)
SEARCHES: Errands[list[Found]] = Errands(1, patience=10.0, full=FULL.format("searching"))
"""For the nearest training pictures."""
FOR_ALL: Errands[float] = Errands(1, patience=math.inf, full=FULL.format("waiting"))
"""For what all visitors share."""
ROWS |= {"training": TRAININGS, "search": SEARCHES, "for all": FOR_ALL}
for _row in ROWS.values():
    # a thread that the interpreter's end cuts off inside torch takes the process down
    atexit.register(_row.close, within=5.0)


def train(name: str, seed: int) -> Errand[News]:
    """A training in a process of low priority, which rests at its goal. Raises KeyError for an unknown name, Full."""
    if name not in NAMED:
        raise KeyError(f"no training is called {name!r}")
    worker = InProcess(partial(start_child, name, seed), records)
    return TRAININGS.enter(worker, goal=_is_there, who=own_neighbourhood())


def _is_there(news: News) -> bool:
    """Whether most cats have their colour. A small CLIP, which takes some seconds, never rests by itself."""
    return not isinstance(news, Look) and news.right >= RIGHT


def search(results: Iterator[list[Found]]) -> Errand[list[Found]]:
    """A search in a polite thread. results: those so far, again and again. Raises Full."""
    return SEARCHES.enter(InThread(results), who=own_neighbourhood())


def once(shares: Iterator[float]) -> Errand[float]:
    """Work for all visitors in a polite thread, whoever leaves. shares: how much of it is done. Raises Full."""
    return FOR_ALL.enter(InThread(shares))


def start_child(name: str, seed: int) -> "subprocess.Popen[bytes]":
    """The process of a training, which lowers its own priority."""
    command = [sys.executable, "-m", "diffusion_core.serving.training_process", name, str(seed)]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    # a session of its own: who ends the server by the keyboard does not interrupt the child in mid-sentence
    return subprocess.Popen(
        command, cwd=_ROOT, env=alone, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
