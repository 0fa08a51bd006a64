"""What goes between a server's pages and an engine elsewhere: one order there, records back as they come.

A record is a line of JSON. A step's is followed by its tensors, float32, little-endian, one after another. The last
record is an end or an error; where it is missing, the line broke.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.vocabulary import UnknownWord
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step
from diffusion_core.serving.engine import Busy
from diffusion_core.serving.line import CLOSING
from diffusion_core.serving.outlook import Outlook

BRIEF = ("x", "x0")
WHOLE = (*BRIEF, "eps", "mean", "noise")
LONGEST = 100_000
"""Bytes of an order, and of a line."""
NUMBER = np.dtype("<f4")


@dataclass(frozen=True)
class Order:
    """A job for an engine elsewhere. owner, visitor: as of Engine.submit; brief: only BRIEF of each step is looked at;
    weights: the SHA-256 of the file that the asker draws with."""

    job: Job
    owner: str
    visitor: str
    brief: bool
    weights: str

    def to_bytes(self) -> bytes:
        """JSON."""
        return json.dumps(vars(self) | {"job": self.job.to_text()}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Order":
        """The order of a `to_bytes`. Raises ValueError for anything else."""
        kinds = {"job": str, "owner": str, "visitor": str, "brief": bool, "weights": str}
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or {name: type(value) for name, value in found.items()} != kinds:
            raise ValueError("this is not an order")
        return cls(**(found | {"job": Job.from_text(found["job"])}))


class Broken(ConnectionError):
    """The records ended before they were over, or are none."""


class Again(Exception):
    """The engine closes: another one may be asked."""


def step_record(step: Step, *, brief: bool) -> bytes:
    """A finished step. brief: with BRIEF of its tensors alone."""
    parts = {name: getattr(step, name) for name in (BRIEF if brief else WHOLE)}
    there = {name: tensor.float().numpy().astype(NUMBER) for name, tensor in parts.items() if tensor is not None}
    head = {"step": step.index, "t": step.t, "shape": list(step.x.shape), "tensors": list(there)}
    return b"".join([_line(head), *(values.tobytes() for values in there.values())])


def outlook_record(outlook: Outlook) -> bytes:
    """Where the job stands in its engine's line."""
    return _line({"outlook": list(outlook)})


def alive_record() -> bytes:
    """Nothing new, but the engine is there."""
    return _line({"alive": True})


def end_record(error: BaseException | None = None) -> bytes:
    """It is over, and why."""
    if error is None:
        return _line({"end": True})
    words = list(error.words) if isinstance(error, UnknownWord) else []
    return _line({"error": type(error).__name__, "says": str(error), "words": words})


def records(file: BinaryIO) -> Iterator[Step | Outlook | None]:
    """What comes, until it is over; None where the engine is only alive.

    Raises what the engine had raised (Busy, NoWeights, UnknownWord, ValueError, else RuntimeError), Again, and Broken.
    """
    while "end" not in (head := _head(file)):
        if "error" in head:
            raise _error(head)
        if "step" in head:
            yield _step(head, file)
        else:
            yield Outlook(*head["outlook"]) if "outlook" in head else None


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record).encode() + b"\n"


def _head(file: BinaryIO) -> dict[str, Any]:
    line = file.readline(LONGEST)
    if not line.endswith(b"\n"):
        raise Broken("the engine broke off")
    try:
        head = json.loads(line)
    except ValueError:
        head = None
    if not isinstance(head, dict):
        raise Broken("this is no record")
    return head


def _step(head: dict[str, Any], file: BinaryIO) -> Step:
    missing = torch.empty(0)
    parts: dict[str, Tensor | None] = {name: missing for name in WHOLE[2:]} | {"noise": None}
    count = int(np.prod(head["shape"]))
    for name in head["tensors"]:
        data = file.read(NUMBER.itemsize * count)
        if len(data) < NUMBER.itemsize * count:
            raise Broken("the engine broke off in the midst of a step")
        parts[name] = torch.from_numpy(np.frombuffer(data, NUMBER).astype(np.float32).reshape(head["shape"]))
    return Step(index=head["step"], t=head["t"], **parts)  # type: ignore[arg-type]


def _error(head: dict[str, Any]) -> Exception:
    kind, says = head["error"], head["says"]
    if kind == Busy.__name__:
        return Again(says) if says == CLOSING else Busy(says)
    if kind == UnknownWord.__name__:
        return UnknownWord(head["words"], VOCABULARY)
    return {NoWeights.__name__: NoWeights, "ValueError": ValueError}.get(kind, RuntimeError)(says)
