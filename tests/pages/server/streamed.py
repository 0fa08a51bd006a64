"""What tests of streams share: a visitor who asks for a run, and what came."""

import json
import queue

import anyio
import numpy as np
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diffusion_core.sampling.job import Job
from pages.server import routes, shared_runs, streams
from pages.shared.player.wire import chunks


def ask(client: TestClient, job: Job, *show: str):
    return client.get(streams.ADDRESS, params={"job": streams.signed(job.to_text(), show or shared_runs.TRACKS)})


def frames(content: bytes) -> tuple[dict, list[str], np.ndarray]:
    """Header, labels and pictures (frames, tracks, H, W, 3) of a finished stream."""
    header, *parts = chunks(content)
    head = json.loads(header)
    shape = [len(head["tracks"]), *head["tracks"][0]["shape"]]
    whole = [(told["label"], pixels) for told, pixels in records(parts) if "label" in told and "only" not in told]
    return (
        head,
        [label for label, _ in whole],
        np.stack([np.frombuffer(one, np.uint8).reshape(shape) for _, one in whole]),
    )


def records(parts: list[bytes]) -> list[tuple[dict, bytes]]:
    """What a stream says after its header, each with its pixels."""
    return [(json.loads(told), pixels) for told, pixels in zip(parts[0::2], parts[1::2], strict=True)]


async def visit(job: Job, *, stays: float, show: tuple[str, ...] = shared_runs.TRACKS) -> list[bytes]:
    """One visitor, asking the route itself, who leaves after so many seconds."""
    got: list[bytes] = []
    app = Starlette(routes=routes.ROUTES)
    query = f"job={streams.signed(job.to_text(), show)}".encode()
    scope = {"type": "http", "method": "GET", "path": streams.ADDRESS, "query_string": query, "headers": []}
    asked: queue.SimpleQueue = queue.SimpleQueue()
    asked.put({"type": "http.request", "body": b""})

    async def receive() -> dict:
        if not asked.empty():
            return asked.get()
        await anyio.sleep(stays)
        return {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        got.append(message.get("body", b""))

    await app(scope, receive, send)
    return got
