"""What a cluster is made of, each started on this machine and ended with its block."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests import ROOT
from tests.browser.machine import until_ready
from tests.proxy import free_port

START = 180
"""Seconds that Ray and its replicas may take."""


class Engines:
    """address: for ENGINE; process: the command, whose children all the others are."""

    def __init__(self, address: str, process: subprocess.Popen) -> None:
        self.address, self.process = address, process

    def replicas(self) -> list[int]:
        """The processes of the replicas."""
        return [pid for pid in self.processes() if b"ServeReplica" in _read(pid, "cmdline")]

    def processes(self) -> list[int]:
        """All of the cluster, by their parents."""
        parents = {int(path.name): _parent(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
        found, new = {self.process.pid}, {self.process.pid}
        while new:
            new = {pid for pid, parent in parents.items() if parent in new} - found
            found |= new
        return sorted(found)


@contextmanager
def running_engines(replicas: int, *, log: IO[bytes] | None = None, most: int = 0) -> Iterator[Engines]:
    """So many engines of one thread each. most: how many there may come to be."""
    port = free_port()
    command = [sys.executable, "-m", "diffusion_core.commands.cluster", "--port", str(port), "--least", str(replicas)]
    command += ["--most", str(most or replicas)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
    try:
        yield Engines(_address(process), process)
    finally:
        process.terminate()
        process.wait(90)


def _address(process: subprocess.Popen) -> str:
    assert process.stdout is not None
    limit = threading.Timer(START, process.kill)
    limit.start()
    try:
        for line in process.stdout:
            name, _, value = line.decode().strip().partition("=")
            if name == "ENGINE":
                return value
    finally:
        limit.cancel()
    raise RuntimeError(f"The cluster ended at once, with status {process.wait()}.")


class Web:
    """One web process, begun anew where it dies, as a supervisor would. port: where it listens; deaths: how many."""

    def __init__(self, environment: dict[str, str], log: IO[bytes] | None) -> None:
        self.port, self.deaths = free_port(), 0
        self._environment, self._log, self._ended = environment, log, threading.Event()
        self.process = self._begin()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def kill(self) -> None:
        """As nobody may: kill -9."""
        self.process.send_signal(signal.SIGKILL)

    def end(self) -> None:
        """For good."""
        self._ended.set()
        self._keeper.join()
        self.process.terminate()
        self.process.wait(20)

    def _begin(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", **self._environment}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self._log, stderr=self._log)
        until_ready(f"http://127.0.0.1:{self.port}/readyz", process)
        return process

    def _keep(self) -> None:
        while not self._ended.wait(0.2):
            if self.process.poll() is not None:
                self.deaths += 1
                time.sleep(1)
                self.process = self._begin()


@contextmanager
def running_web(count: int, environment: dict[str, str], *, log: IO[bytes] | None = None) -> Iterator[list[Web]]:
    """So many, which share what stands in the environment."""
    processes = [Web(environment, log) for _ in range(count)]
    try:
        yield processes
    finally:
        for one in processes:
            one.end()


def _parent(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
