"""A training in a process of its own: it tells its glimpses, rests when told, and ends when left alone."""

import io
import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import torch

from diffusion_core.common.device import POLITE
from diffusion_core.serving.training_process import TRAININGS, record, records
from diffusion_core.training.clip_lesson import CLIP_LESSONS, Look
from diffusion_core.training.watched import LESSONS, Glimpse
from tests import ROOT
from tests.waiting import until

SOON = 120
GLIMPSE = Glimpse(3, 96, 0.5, torch.rand(2, 3, 4, 4), 0.25, torch.rand(5), 1.5)


@pytest.fixture
def child():
    command = [sys.executable, "-m", "diffusion_core.serving.training_process", "points", "0"]
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=alone, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def order(child, word: bytes) -> None:
    child.stdin.write(word + b"\n")
    child.stdin.flush()


def test_looks_travel_whole_and_a_broken_one_is_left_out():
    sent = record(GLIMPSE) + record(GLIMPSE._replace(nudges=4, by_level=torch.empty(0)))
    first, second = records(io.BytesIO(sent))
    assert torch.equal(first.samples, GLIMPSE.samples) and torch.equal(first.by_level, GLIMPSE.by_level)
    assert first[:3] == GLIMPSE[:3] and first.seconds == 1.5 and first.right == 0.25
    assert second.nudges == 4 and second.by_level.shape == (0,)
    assert len(list(records(io.BytesIO(sent[:-8])))) == 1


def test_a_look_at_a_small_clip_travels_whole_too():
    look = Look(3, math.nan, 0.5, 0.25, torch.rand(4, 4), torch.rand(2), 1.5)
    (found,) = records(io.BytesIO(record(look)))
    assert isinstance(found, Look) and math.isnan(found.loss) and (found.found, found.preferred) == (0.5, 0.25)
    assert torch.equal(found.table, look.table) and torch.equal(found.example, look.example)


@pytest.mark.parametrize("name", [*LESSONS, *CLIP_LESSONS])
def test_every_lesson_has_a_process(name):
    assert isinstance(next(TRAININGS[name](name, 0)), Glimpse | Look)


def test_what_is_not_a_number_arrives_as_such():
    (found,) = records(io.BytesIO(record(GLIMPSE._replace(loss=math.nan, right=math.nan))))
    assert math.isnan(found.loss) and math.isnan(found.right) and found.seconds == 1.5


def test_it_is_polite_rests_and_goes_on_when_told(child):
    glimpses = []
    # somebody must read on, or a full pipe would make it rest in any case
    threading.Thread(
        target=lambda: [glimpses.append(glimpse) for glimpse in records(child.stdout)], daemon=True
    ).start()
    until(lambda: glimpses, within=SOON)
    assert os.getpriority(os.PRIO_PROCESS, child.pid) >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + POLITE)
    order(child, b"pause")
    spent = settled(child)
    time.sleep(1)
    assert processor_time(child) <= spent + 1, "it computes although it was told to rest"
    assert glimpses[-1].nudges < LESSONS["points"].nudges
    rested = len(glimpses)
    order(child, b"go")
    until(lambda: len(glimpses) > rested, within=SOON)


def test_it_ends_unfinished_when_whoever_started_it_is_gone(child):
    next(records(child.stdout))
    child.stdin.close()
    assert child.wait(SOON) == 1


def test_it_ends_unfinished_when_it_does_not_understand(child):
    next(records(child.stdout))
    order(child, b"hurry")
    assert child.wait(SOON) == 1


def processor_time(child) -> int:
    """In hundredths of a second, as the system counts it."""
    fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def settled(child) -> int:
    """The processor time once it grows no more."""
    until, before = time.monotonic() + SOON, -1
    while time.monotonic() < until:
        now = processor_time(child)
        if now == before:
            return now
        before = now
        time.sleep(0.5)
    raise AssertionError("it never rests")
