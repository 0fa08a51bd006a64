"""An engine whose jobs are drawn elsewhere, by one of several like it; what looks into a network stays here."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import torch

from diffusion_core.common.files import sha256
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step
from diffusion_core.serving.engine import Busy, Engine
from diffusion_core.serving.line import CLOSING
from diffusion_core.serving.networks import Loader
from diffusion_core.serving.outlook import Outlook
from diffusion_core.serving.running import END, Running
from diffusion_core.serving.wire import Again, Broken, Order, records

ADDRESS = "/runs"
SILENCE = 10.0
"""Seconds after which an engine that says nothing is taken for dead; it says something every two."""
PATIENCE = 30.0
"""Seconds for which another one is asked, since one was last heard: who waits in its line for long is heard, too."""
PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds before it is asked again; the last one from then on."""
AWAY = "The machines that draw can't be reached just now. Please try again in a moment."


class Elsewhere(Engine):
    """address: of the engines, "http://10.0.0.5:8000"; weights: the file of the network that draws, which theirs has to
    be, too. The rest as of Engine.

    An engine that dies, or closes, costs a job the time until another one has come as far: it draws the same.
    """

    def __init__(
        self, address: str, loaders: Mapping[str, Loader], *, device: torch.device, weights: Path, **more: int
    ) -> None:
        super().__init__(loaders, device=device, **more)
        self._where, self._weights = urlsplit(address), weights
        self._away: set[_Followed] = set()
        self._lock = threading.Condition()
        self._shut = False

    @property
    def waiting(self) -> int:
        """As of Engine, with those that are elsewhere."""
        return super().waiting + len(self._away)

    def submit(self, job: Job, *, owner: str = "", visitor: str = "", brief: bool = False) -> Running:
        """As Engine's, but what it raises as Busy and NoWeights may also be raised where the steps are read."""
        self.know(job.weights, job.worse)
        order = Order(job, owner, visitor, brief, self._digest)
        followed = _Followed(self._where.hostname or "", self._where.port or 80, order.to_bytes())
        with self._lock:
            if self._shut:
                raise Busy(CLOSING)
            self._away.add(followed)
        threading.Thread(target=self._follow, args=(followed,), name="elsewhere", daemon=True).start()
        return followed.running

    def stop(self, within: float = 0.0) -> None:
        """As Engine's."""
        until = time.monotonic() + within
        with self._lock:
            self._shut = True
            self._lock.wait_for(lambda: not self._away, within)
            late = list(self._away)
        for followed in late:
            followed.end(Busy(CLOSING))
        super().stop(max(0.0, until - time.monotonic()))

    @cached_property
    def _digest(self) -> str:
        # where there is no file, the engines say what that means
        return sha256(self._weights) if self._weights.is_file() else ""

    def _follow(self, followed: "_Followed") -> None:
        try:
            followed.follow()
        finally:
            with self._lock:
                self._away.discard(followed)
                self._lock.notify_all()


class _Followed:
    """One job that is drawn elsewhere. running: what is there of it."""

    def __init__(self, host: str, port: int, order: bytes) -> None:
        self._host, self._port, self._order = host, port, order
        self.running = Running(outlook=lambda: self._outlook, leave=self._hang_up)
        self._outlook: Outlook | None = None
        self._line: socket.socket | None = None
        self._came, self._since = 0, time.monotonic()

    def follow(self) -> None:
        """Put down its steps as they come, until it is over; ask again where the line breaks."""
        tries = 0
        while not self.running.cancelled.is_set():
            before = self._came
            try:
                self._ask()
                return self.end(None)
            except (OSError, http.client.HTTPException, Again):
                tries = 0 if self._came > before else tries + 1
                if time.monotonic() - self._since > PATIENCE:
                    return self.end(Busy(AWAY))
            except Exception as error:  # noqa: BLE001 - whatever the engine raised is for who reads the steps
                return self.end(error)
            self._outlook = None
            self.running.cancelled.wait(PAUSES[min(tries, len(PAUSES) - 1)])
        self.end(None)

    def end(self, error: BaseException | None) -> None:
        """Whoever reads the steps hears it; the engine does not go on."""
        self.running.steps.put(END if error is None else error)
        self.running.close()

    def _ask(self) -> None:
        line = http.client.HTTPConnection(self._host, self._port, timeout=SILENCE)
        try:
            line.connect()
            self._line = line.sock
            line.request("POST", ADDRESS, self._order, {"Content-Type": "application/json"})
            answer = line.getresponse()
            if answer.status != 200:
                raise Broken(f"the engine answered {answer.status}")
            for record in records(answer):
                self._since = time.monotonic()
                if self.running.cancelled.is_set():
                    return
                if isinstance(record, Step):
                    self._take(record)
                elif record is not None:
                    self._outlook = record
        finally:
            line.close()

    def _take(self, step: Step) -> None:
        """One that has come already comes again where another engine has begun anew."""
        if step.index > self._came:
            self._came = step.index
            self.running.steps.put(step)

    def _hang_up(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
