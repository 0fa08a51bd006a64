"""Connections before anything is asked on them: how many there may be, and how long they may stay silent."""

import asyncio
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pages.server import door, sockets
from pages.server.sockets import FILES, Limits, limits
from tests import ROOT

resource = pytest.importorskip("resource", reason="Windows has no limit of open files")


def test_a_process_allows_itself_what_the_system_lets_it_have():
    for hard, wanted in ((4096, 4096), (FILES + 1000, FILES)):
        code = f"""
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (256, {hard}))
from pages.server import sockets
print(sockets.allow_files(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
        ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert ended.stdout.split() == [str(wanted)] * 2


def test_all_that_is_let_in_has_files_enough():
    for files in (1024, 4096, FILES):
        seats, connections = limits(files, kept=door.KEPT)
        assert seats < connections and 3 * (seats + door.KEPT) + connections + sockets.SPARE <= files
    assert limits(FILES, kept=door.KEPT) == Limits(1000, 4000)
    assert limits(1024, kept=door.KEPT).seats > 100


class Connection:
    """What uvicorn has for one: its fellows, whose it is, and its latest request."""

    def __init__(self, connections: set, who: str | None, cycle=None) -> None:
        self.connections, self.client, self.cycle = connections, who and (who, 1), cycle
        connections.add(self)

    def connection_made(self, transport) -> None:
        self.transport = transport


class Transport:
    def __init__(self) -> None:
        self.ended = False

    def abort(self) -> None:
        self.ended = True

    def is_closing(self) -> bool:
        return self.ended

    def get_extra_info(self, name: str) -> None:
        return None

    def get_protocol(self):
        return self.speaks


@pytest.fixture
def made(monkeypatch):
    """Lets a connection come, as it does on a server that is guarded with six of them at most; returns it."""
    monkeypatch.setattr(sockets, "SILENT", 0.3)
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    guarded = sockets._counted(Connection.connection_made, 6)

    def make(connection: Connection) -> Connection:
        guarded(connection, Transport())
        return connection

    return make


def ended(connection: Connection) -> bool:
    return connection.transport.ended


def test_one_address_has_half_of_the_connections_at_most(made):
    async def come():
        there: set = set()
        return [made(Connection(there, who)) for who in ["203.0.113.7"] * 4 + ["203.0.113.8"]]

    assert [ended(one) for one in asyncio.run(come())] == [False, False, False, True, False]


def test_when_all_are_taken_one_of_whoever_has_most_ends_for_who_has_few(made):
    """Two addresses could hold all connections for ever."""

    async def come():
        there: set = set()
        homes = ["203.0.113.7"] * 3 + ["203.0.113.8"] * 3 + ["203.0.113.9"] * 3
        return [made(Connection(there, who)) for who in homes]

    came = asyncio.run(come())
    assert [sum(ended(one) for one in came[i : i + 3]) for i in (0, 3, 6)] == [1, 1, 1], "two remain to each"
    assert ended(came[8]) and not ended(came[6]) and not ended(came[7])


@pytest.mark.parametrize("who", ["127.0.0.1", "::ffff:127.0.0.1", "::1"])
def test_a_proxy_on_this_machine_speaks_for_many_up_to_the_limit_of_all(made, who):
    async def come():
        there: set = set()
        return [made(Connection(there, who)) for _ in range(7)]

    assert [ended(one) for one in asyncio.run(come())] == [False] * 6 + [True]


def test_a_proxy_elsewhere_is_named(made, monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.7, 10.0.0.8")

    async def come(who):
        there: set = set()
        return [made(Connection(there, who)) for _ in range(4)]

    assert not any(map(ended, asyncio.run(come("10.0.0.8")))) and ended(asyncio.run(come("10.0.0.9"))[3])


def test_a_proxy_is_known_by_both_versions_of_its_address(monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.7,2001:db8::7")
    assert sockets.proxies() == ["10.0.0.7", "2001:db8::7", "::ffff:10.0.0.7"]


def test_who_sends_no_whole_request_is_ended_and_who_is_being_answered_or_is_a_websocket_is_not(made):
    async def come():
        there: set = set()
        silent = made(Connection(there, "203.0.113.1"))
        answered = made(Connection(there, "203.0.113.2", SimpleNamespace(response_complete=False)))
        websocket, unfinished = (made(Connection(there, f"203.0.113.{3 + i}")) for i in (0, 7))
        for one, finished in ((websocket, True), (unfinished, False)):
            there.discard(one)  # uvicorn puts another in its place
            one.transport.speaks = SimpleNamespace(handshake_complete=finished)
        half = made(Connection(there, "203.0.113.4", SimpleNamespace(response_complete=True)))
        asking = made(Connection(there, "203.0.113.5", SimpleNamespace(response_complete=True)))
        for _ in range(8):
            await asyncio.sleep(0.1)
            asking.cycle = SimpleNamespace(response_complete=True)
        return [ended(one) for one in (silent, answered, websocket, half, asking, unfinished)]

    assert asyncio.run(come()) == [True, False, False, True, False, True]


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system does not look after lines by itself")
def test_who_takes_nothing_of_an_answer_is_cut_even_after_we_have_closed_our_end(monkeypatch):
    monkeypatch.setattr(sockets, "UNREAD", 1.0)

    async def serve() -> float:
        gone = asyncio.get_running_loop().create_future()

        class Server(asyncio.Protocol):
            def connection_made(self, transport) -> None:
                sockets._cut_when_unread(transport)
                transport.write(bytes(50_000_000))
                transport.close()

            def connection_lost(self, error) -> None:
                gone.set_result(error)

        async with await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0) as listening:
            with socket.create_connection(listening.sockets[0].getsockname()):
                return await asyncio.wait_for(gone, 20)

    assert isinstance(asyncio.run(serve()), TimeoutError)


def test_a_neighbourhood_of_version_6_has_half_of_the_connections_whatever_addresses_it_takes(made):
    async def come():
        there: set = set()
        return [made(Connection(there, who)) for who in [f"2001:db8:1:2::{i}" for i in range(4)] + ["2001:db8:1:3::"]]

    assert [ended(one) for one in asyncio.run(come())] == [False, False, False, True, False]
