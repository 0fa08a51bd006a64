"""Rows about serving: the engine's first frame and its pictures a second, and the server's start."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch

from diffusion_core.networks.unet import UNet
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Engine
from tests.bench.clock import Rows, median, row
from tests.bench.sampling import CAPTION, GUIDANCE, Size
from tests.browser.machine import running_server

CROWDS = (1, 4, 16, 64)


def engine_rows(load: Callable[[], UNet], device: torch.device, size: Size) -> Rows:
    engine = Engine({"critters": load}, device=device)
    engine.load("critters")
    job = Job(caption=CAPTION, guidance=GUIDANCE, steps=size.steps)
    limit = "the design's limit for 20 steps on two cores"
    yield "first frame", row(median(lambda: _first_frame(engine, job), size.repeats), 0.2, "s", "the design's limit")
    one = median(lambda: _all(engine, [job]), size.repeats)
    yield "one picture, served", row(one, 0.7, "s", limit)
    sixteen = median(lambda: _all(engine, [replace(job, count=16)]), size.few, warm=0)
    yield "sixteen pictures, served", row(sixteen, 3.0, "s", limit)
    for crowd in CROWDS:
        spent = median(partial(_all, engine, [job] * crowd), size.few, warm=0)
        yield f"{crowd} requests at once", row(crowd / spent, 1 / one, "pictures/s", "one request after another")
    engine.stop()


def _first_frame(engine: Engine, job: Job) -> None:
    running = engine.submit(job)
    next(iter(running))
    running.close()


def _all(engine: Engine, jobs: list[Job]) -> None:
    for running in [engine.submit(job) for job in jobs]:
        for _ in running:
            pass


def start_rows() -> Rows:
    """From the command to the address that says the server is ready."""
    began = time.perf_counter()
    with running_server():
        ready = time.perf_counter() - began
    yield "server's start", row(ready, 4.0, "s", "the design's limit")
