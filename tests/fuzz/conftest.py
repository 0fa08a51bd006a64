"""One server for these tests, with its log."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.machine import running_server
from tests.fuzz.parameters import Parameters, parameters


@dataclass(frozen=True)
class Server:
    """address: of a running one; known: the parameters of its pages; log: what it has written."""

    address: str
    known: Parameters
    log: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as file, running_server(log=file) as address:
        yield Server(address, parameters(address), log)
