"""Trainings that visitors start: each in a process of low priority, one at a time for every two cores; others queue.

training = workshop().enter("critters", seed=0)
workshop().hear(training)   # at each look of its visitor; who is not heard for PATIENCE seconds has left
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from diffusion_core.serving.training_process import records
from diffusion_core.training.watched import LESSONS, RIGHT, Glimpse

WAITING, WORKING, PAUSED, OVER = "waiting", "working", "paused", "over"
FINISHED, STOPPED, LEFT, BROKE, CROWDED = "finished", "stopped", "left", "broke", "crowded"
PATIENCE = 20.0
"""Seconds without a sign of its visitor after which a training ends."""
MOST_WAITING = 30
MOST_RESTING = 2
"""Begun trainings that are kept though they do not work: each is a process of some 300 MB."""
_ROOT = Path(__file__).resolve().parents[2]


class Full(RuntimeError):
    """Too many wait already; the message is a sentence for the visitor."""


@dataclass(eq=False)
class Training:
    """One visitor's training. looks: grows while it works; reached: whether it has come to its goal, where it
    pauses; why: how it ended, once it is OVER."""

    name: str
    seed: int
    heard: float
    state: str = WAITING
    why: str = ""
    reached: bool = False
    looks: list[Glimpse] = field(default_factory=list)
    child: "subprocess.Popen[bytes] | None" = None

    @property
    def done(self) -> bool:
        """Whether every nudge was made."""
        return bool(self.looks) and self.looks[-1].nudges == LESSONS[self.name].nudges


def start_child(name: str, seed: int) -> "subprocess.Popen[bytes]":
    """The process of a training, which lowers its own priority."""
    command = [sys.executable, "-m", "diffusion_core.serving.training_process", name, str(seed)]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    # a session of its own: who ends the server by the keyboard does not interrupt the child in mid-sentence
    return subprocess.Popen(
        command, cwd=_ROOT, env=alone, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )


class Workshop:
    """Any thread may call its methods; none of them waits for a training.

    places: how many train at once; begin: starts the process of a training; clock: seconds that only grow.
    """

    def __init__(
        self,
        places: int,
        *,
        patience: float = PATIENCE,
        begin: Callable[[str, int], "subprocess.Popen[bytes]"] = start_child,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.places, self._patience, self._begin, self._clock = places, patience, begin, clock
        self._lock = threading.RLock()
        self._here: list[Training] = []
        self._watching = False

    def enter(self, name: str, seed: int) -> Training:
        """Begin a training, or queue for it. Raises KeyError for an unknown name, Full."""
        if name not in LESSONS:
            raise KeyError(f"no training is called {name!r}")
        with self._lock:
            if sum(other.state == WAITING for other in self._here) >= MOST_WAITING:
                raise Full("Very many people are training right now. Please try again in a few minutes.")
            training = Training(name, seed, self._clock())
            self._here.append(training)
            self._fill()
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, name="workshop", daemon=True).start()
            return training

    def hear(self, training: Training) -> None:
        """Its visitor is still there."""
        training.heard = self._clock()

    def place(self, training: Training) -> int:
        """How many must leave before it is its turn, itself counted: 1 is the next; 0 where it does not wait."""
        with self._lock:
            waiting = [other for other in self._here if other.state == WAITING]
            return waiting.index(training) + 1 if training in waiting else 0

    def pause(self, training: Training) -> None:
        """Rest after the nudge under way; its place is free for others meanwhile. Where too many rest, one ends."""
        with self._lock:
            if training.state == WORKING:
                training.state = PAUSED
                self._order(training, b"pause\n")
                # whoever comes back queues behind those who wait
                self._here.remove(training)
                self._here.append(training)
                resting = [other for other in self._here if other.state != WORKING and other.child is not None]
                for longest in resting[:-MOST_RESTING]:
                    self.stop(longest, CROWDED)
                self._fill()

    def go_on(self, training: Training) -> None:
        """Work again as soon as there is a place."""
        with self._lock:
            if training.state == PAUSED:
                training.state = WAITING
                self._fill()

    def stop(self, training: Training, why: str = STOPPED) -> None:
        """End it at once; its looks stay."""
        with self._lock:
            if training.state == OVER:
                return
            training.state, training.why = OVER, why
            self._here.remove(training)
            if training.child is not None:
                training.child.kill()
            self._fill()

    def sweep(self) -> None:
        """End the trainings whose visitors have left."""
        with self._lock:
            for training in list(self._here):
                if self._clock() - training.heard > self._patience:
                    self.stop(training, LEFT)

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            for training in list(self._here):
                self.stop(training)

    def _fill(self) -> None:
        """Let those who wait longest work, as many as there are places for."""
        free = self.places - sum(other.state == WORKING for other in self._here)
        for training in [other for other in self._here if other.state == WAITING][: max(0, free)]:
            training.state = WORKING
            if training.child is None:
                training.child = self._begin(training.name, training.seed)
                threading.Thread(target=self._follow, args=(training,), name="training", daemon=True).start()
            else:
                self._order(training, b"go\n")

    def _order(self, training: Training, order: bytes) -> None:
        assert training.child is not None and training.child.stdin is not None
        with contextlib.suppress(OSError):  # it may just have ended
            training.child.stdin.write(order)
            training.child.stdin.flush()

    def _follow(self, training: Training) -> None:
        """Take its looks as they come, until its process ends."""
        assert training.child is not None and training.child.stdout is not None
        for look in records(training.child.stdout):
            training.looks.append(look)
            if look.right >= RIGHT and not training.reached:
                training.reached = True
                self.pause(training)
        training.child.wait()
        self.stop(training, FINISHED if training.done else BROKE)
        for pipe in (training.child.stdin, training.child.stdout):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()

    def _watch(self) -> None:
        while True:
            time.sleep(min(1.0, self._patience / 4))
            self.sweep()
            with self._lock:
                if not self._here:
                    self._watching = False
                    return


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def workshop() -> Workshop:
    """The one workshop of this server."""
    return Workshop(max(1, cores() // 2))
