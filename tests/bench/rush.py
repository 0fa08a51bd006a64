"""Rows about a rush: thirty press "sixteen" at once, a hundred ask for one picture, thirty arrive at a cold page.

Each asks as a browser does, with a token of a visit of its own, for a picture that nobody has asked for before. Of each
it is noted when its noise is there, when it is first told its place or given a guess, and when the picture is finished.
"""

import asyncio
import http.client
import importlib
import json
import os
import secrets
import statistics
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from websockets.asyncio.client import connect

from diffusion_core.sampling.job import Job
from pages.server import streams
from tests.bench.clock import Rows, row
from tests.bench.crowd import Visitor, processor_time
from tests.browser.machine import running_process, running_server

TOLD, PICTURE, PAGE = 0.5, 1.0, 4.1
"""The limits in seconds: until the place is told and the noise shown, a first picture, a whole page (as warm)."""
SIXTEEN, ONE, COLD = 30, 100, 30
CAPTION = "a happy blue cat with a hat in the snow"
LAST_PART = "level-4-new"
QUIET = 5.0
"""Seconds without a change in what the server has used of the processor, after which its work ahead is over."""
SECRET, AHEAD = "STREAMLIT_SERVER_COOKIE_SECRET", "WORK_AHEAD"


def rush_rows() -> Rows:
    """With servers of their own: one for the pictures, and two that have had no visitor for the arrivals."""
    with _environment({SECRET: secrets.token_hex(16), AHEAD: "off"}):
        with running_server() as server:
            for name, count, pictures in (("sixteen", SIXTEEN, 16), ("one", ONE, 1)):
                jobs = [Job(caption=CAPTION, seed=10_000 + 100 * i, count=pictures) for i in range(count)]
                yield from _told_rows(f"{count} ask for {name}", asked_at_once(server, jobs))
        with running_server() as server:
            yield from _arrival_rows("arrive cold", server)
    with _environment({AHEAD: "on"}), running_process() as (server, process):
        _until_quiet(process.pid)
        yield from _arrival_rows("arrive", server)


@dataclass
class Heard:
    """Seconds from the request. status: 200, or what it was refused with."""

    status: int
    noise: float | None = None
    told: float | None = None
    done: float | None = None


def asked_at_once(server: str, jobs: list[Job]) -> list[Heard]:
    """Each asks from a connection of its own, all at one moment."""
    paths = [
        f"{streams.ADDRESS}?job={quote(streams.signed(job.to_text(), visit=f'v{i}'))}" for i, job in enumerate(jobs)
    ]
    with ThreadPoolExecutor(len(paths)) as hands:
        return list(hands.map(lambda path: _followed(server, path), paths))


def _followed(server: str, path: str) -> Heard:
    began = time.monotonic()
    line = http.client.HTTPConnection(urlsplit(server).netloc, timeout=600)
    line.request("GET", path)
    answer = line.getresponse()
    heard = Heard(answer.status)
    if answer.status != 200:
        return heard
    frames, expected = 0, json.loads(_chunk(answer))["frames"]
    while frames < expected:
        record, _ = json.loads(_chunk(answer)), _chunk(answer)
        if "error" in record:
            return heard
        passed = time.monotonic() - began
        heard.noise = heard.noise or ("wait" not in record and passed) or None
        if "only" not in record:
            heard.told = heard.told or passed
            frames += "wait" not in record
    heard.done = time.monotonic() - began
    return heard


def _chunk(answer: http.client.HTTPResponse) -> bytes:
    (length,) = struct.unpack("<I", answer.read(4))
    # to read nothing would wait for the next piece
    return answer.read(length) if length else b""


def _told_rows(name: str, heard: list[Heard]) -> Rows:
    refused = sum(one.status != 200 for one in heard)
    lost = sum(one.status == 200 and one.done is None for one in heard)
    for what, found in (("noise", [one.noise for one in heard]), ("told the place", [one.told for one in heard])):
        times = [time for time in found if time is not None]
        if times:
            yield f"{name}, {what}", row(max(times), TOLD, "s", f"limit; the slowest of {len(times)}")
    done = sorted(one.done for one in heard if one.done is not None)
    if done:
        yield f"{name}, all done", row(done[-1], statistics.median(done), "s", "half of them; as long as the work is")
    yield f"{name}, served", row(len(done), len(heard), "visitors", f"all; refused {refused}, lost {lost}")


def _arrival_rows(name: str, server: str) -> Rows:
    name = f"{COLD} {name}"
    first, whole = zip(*asyncio.run(_arrive(f"ws://{urlsplit(server).netloc}/_stcore/stream")), strict=True)
    there = [one for one in first if one is not None]
    yield f"{name}, picture", row(max(there, default=0), PICTURE, "s", f"limit; the slowest of {len(there)}")
    yield f"{name}, page", row(max(whole), PAGE, "s", f"as warm; half within {statistics.median(whole):.1f}")


async def _arrive(address: str) -> list[tuple[float | None, float]]:
    """Seconds to the first picture and to the end of the page, of each."""
    async with AsyncExitStack() as stack:
        here = []
        for number in range(COLD):
            line = await stack.enter_async_context(connect(address, subprotocols=["streamlit"], max_size=None))
            here.append(Visitor(line, LAST_PART, number))
        found = await asyncio.gather(*(visitor.open() for visitor in here))
    return [(picture and picture / 1000, whole / 1000) for picture, whole in found]


@contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    """Of the servers that are started meanwhile; we sign with their secret, to ask for runs as their pages do."""
    before = dict(os.environ)
    os.environ.update(changes)
    importlib.reload(streams)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _until_quiet(process: int) -> None:
    """Until it works no more by itself."""
    before = -1
    while (now := int(processor_time(process))) != before:
        before = now
        time.sleep(QUIET)
