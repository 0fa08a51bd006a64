"""A training in a process of its own, spoken to through its pipes.

`python -m diffusion_core.serving.training_process NAME SEED` starts one.

It writes a record after each glimpse (`records` reads them), and obeys lines of its input: "pause", "go" and "stop".
When its input ends, whoever started it is gone, and it ends as well, in the middle of whatever it does.
"""

import contextlib
import json
import os
import struct
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
import torch

from diffusion_core.training.watched import Glimpse, learn

POLITE = 10
"""Added to its niceness: visitors who draw or scrub come first."""


def main() -> None:
    name, seed = sys.argv[1], int(sys.argv[2])
    lower_priority()
    torch.set_num_threads(1)
    going = threading.Event()
    going.set()
    threading.Thread(target=obey, args=(going,), daemon=True).start()
    for glimpse in learn(name, seed):
        if glimpse is not None:
            tell(glimpse)
        going.wait()


def lower_priority() -> None:
    """Be served last by the processor, where the system has such a notion."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(POLITE)


def obey(going: threading.Event) -> None:
    """Follow the lines of the input; at "stop", or at its end, end the process at once."""
    orders = {"pause": going.clear, "go": going.set}
    for line in sys.stdin:
        if line.strip() not in orders:
            break
        orders[line.strip()]()
    os._exit(0)


def tell(glimpse: Glimpse) -> None:
    """Write a glimpse as a record."""
    sys.stdout.buffer.write(record(glimpse))
    sys.stdout.buffer.flush()


def record(glimpse: Glimpse) -> bytes:
    """A glimpse as bytes: a length, its numbers as JSON, then its samples and errors as float32 (little-endian)."""
    arrays = [np.ascontiguousarray(part.numpy(), "<f4") for part in (glimpse.samples, glimpse.by_level)]
    numbers = {"nudges": glimpse.nudges, "seen": glimpse.seen, "loss": glimpse.loss, "right": glimpse.right}
    head = json.dumps(numbers | {"seconds": glimpse.seconds, "shapes": [part.shape for part in arrays]}).encode()
    body = b"".join(part.tobytes() for part in arrays)
    return struct.pack("<II", len(head), len(body)) + head + body


def records(stream: IO[bytes]) -> Iterator[Glimpse]:
    """The glimpses that arrive in a stream of bytes, until it ends; a record that breaks off is left out."""
    while len(lengths := stream.read(8)) == 8:
        head_length, body_length = struct.unpack("<II", lengths)
        head, body = stream.read(head_length), stream.read(body_length)
        if len(body) < body_length:
            return
        yield _glimpse(json.loads(head), body)


def _glimpse(numbers: dict[str, Any], body: bytes) -> Glimpse:
    parts, start = [], 0
    for shape in numbers.pop("shapes"):
        count = int(np.prod(shape))
        parts.append(torch.from_numpy(np.frombuffer(body, "<f4", count, start).reshape(shape).copy()))
        start += 4 * count
    return Glimpse(samples=parts[0], by_level=parts[1], **numbers)


if __name__ == "__main__":
    main()
