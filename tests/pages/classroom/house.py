"""A server that a lesson is played on, which can be killed without a word and started anew on the same port."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pages.classroom import database
from tests import ROOT
from tests.waiting import until

ROOMS_ALONE = ("tests.pages.classroom.only_rooms", "{port}")
WHOLE_SITE = ("streamlit", "run", "app.py", "--server.port", "{port}")


class House:
    """module: what python -m runs, with its arguments; rooms: the file, or the address of a database, that has them;
    process: while it stands."""

    def __init__(self, module: Sequence[str], rooms: Path | str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base, self.rooms = f"http://127.0.0.1:{self.port}", rooms
        self._command = [sys.executable, "-m", *(word.format(port=self.port) for word in module)]
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Returns once it answers."""
        rooms = self.rooms if isinstance(self.rooms, str) else f"sqlite:///{self.rooms}"
        setting = {database.SETTING: rooms, "OMP_NUM_THREADS": "1"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self._command, cwd=ROOT, env={**os.environ, **setting}, **quiet)
        until(self.answers, within=120)

    def kill(self) -> None:
        """kill -9: it has no time for a last word."""
        if self.process:
            self.process.kill()
            self.process.wait(20)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.base}/api/class/now", timeout=5)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


@contextmanager
def standing(module: Sequence[str], rooms: Path | str) -> Iterator[House]:
    house = House(module, rooms)
    try:
        house.start()
        yield house
    finally:
        house.kill()
