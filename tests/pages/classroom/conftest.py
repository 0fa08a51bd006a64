"""What the tests of a class share: databases, an office of their own, a server, and what comes out of a bet at once."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.classroom import api, catalogue, database, limits
from pages.classroom.catalogue import Answer
from pages.classroom.office import Office, office
from pages.classroom.store import Store
from tests.pages.classroom.postgres import Postgres, running_postgres
from tests.waiting import until

RIGHT, SAYS = 2, "Measured: **50** of 100."


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """Of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/rooms.sqlite3"
    return request.getfixturevalue("postgres").address


@pytest.fixture
def store(url, monkeypatch) -> Iterator[Store]:
    monkeypatch.setenv(database.SETTING, url)
    found = Store(database.address())
    yield found
    for room in found.versions():
        found.end_room(room)
    found.engine.dispose()


@pytest.fixture
def here(tmp_path, monkeypatch) -> Iterator[Office]:
    """This process's office, with a database and limits of its own, and bets that are worked out at once."""
    monkeypatch.setenv(database.SETTING, f"sqlite:///{tmp_path}/rooms.sqlite3")
    monkeypatch.setattr(catalogue, "answer", lambda name, seed: Answer(RIGHT, SAYS, {}))
    for name in ("OPENING", "JOINING", "BETTING", "LEADING"):
        pace: limits.Pace = getattr(limits, name)
        monkeypatch.setattr(limits, name, limits.Pace(pace.at_once, pace.a_second))
    office.cache_clear()
    yield office()
    office().answers.stop()
    office().store.engine.dispose()
    office.cache_clear()


@pytest.fixture
def client(here) -> TestClient:
    return TestClient(Starlette(routes=api.ROUTES))


@pytest.fixture
def server(here) -> Iterator[str]:
    """The address of a server with a room's routes, in a thread of its own: its streams come piece by piece."""
    running = uvicorn.Server(uvicorn.Config(Starlette(routes=api.ROUTES), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until(lambda: running.started)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = running.force_exit = True
    thread.join(20)
