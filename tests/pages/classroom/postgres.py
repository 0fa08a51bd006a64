"""A PostgreSQL of our own for the tests, in a folder of its own, that nobody reaches by a network."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

USER = "postgres"
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Postgres:
    """address: of its database; it stands until it is stopped, or killed without a word."""

    def __init__(self, command: Sequence[str], folder: str) -> None:
        self._command, self.folder = command, folder
        self.address = f"postgresql://{USER}@/{USER}?host={folder}"

    def start(self) -> None:
        """Returns once it answers."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._server = subprocess.Popen(self._command, **quiet)
        _wait(self.address)

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(20)

    def kill_lines(self) -> int:
        """kill -9 of each connection that others have; how many there were. It throws all others out, and recovers."""
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as line:
            found = line.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid != pg_backend_pid()"
            ).fetchall()
        for (pid,) in found:
            with suppress(ProcessLookupError):  # one that the server threw out itself, since another had been killed
                os.kill(pid, signal.SIGKILL)
        return len(found)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """The test is skipped, with the reason, where there is none to start."""
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed (requirements-dev.txt)")
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, FOLDERS)])
    initdb, postgres = shutil.which("initdb", path=path), shutil.which("postgres", path=path)
    if not initdb or not postgres:
        pytest.skip("there is no PostgreSQL here: the package postgresql brings one")
    # it refuses to run as root
    user = ["runuser", "-u", USER, "--"] if os.getuid() == 0 else []
    with TemporaryDirectory(prefix="pg") as folder:
        if user:
            shutil.chown(folder, USER)
        made = subprocess.run(
            [*user, initdb, "-D", f"{folder}/data", "-U", USER, "-A", "trust", "-N"], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip(f"PostgreSQL can't be set up here: {made.stderr.decode()[-200:]}")
        server = Postgres([*user, postgres, "-D", f"{folder}/data", "-k", folder, "-h", "", "-F"], folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _wait(address: str) -> None:
    import psycopg

    from tests.waiting import until

    def answers() -> bool:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            return False
        return True

    until(answers, within=30)
