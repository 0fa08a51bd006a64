"""A PostgreSQL of our own for the tests, in a folder of its own, that nobody reaches by a network."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

USER = "postgres"
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Its address. The test is skipped, with the reason, where there is none to start."""
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
        server = subprocess.Popen(
            [*user, postgres, "-D", f"{folder}/data", "-k", folder, "-h", "", "-F"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"postgresql://{USER}@/{USER}?host={folder}"
            _wait(address)
            yield address
        finally:
            server.terminate()
            server.wait(20)


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
