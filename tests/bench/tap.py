"""A process of its own between browser and server, which keeps what their websockets carry, and when.

Chromium tells of a frame only when the page's main thread gets to it: what React does just then would count as the
server's. Here a request is kept with the moment before it goes on to the server, an answer with the moment at which the
kernel took it from the server, however late this process wakes up (which only Linux tells; elsewhere, when it woke up).
The process takes the server's port, prints its own, and then for each line of its input what came since, as a pickle.
"""

import pickle
import socket
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Thread
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SO_TIMESTAMPNS = 35  # Linux; Python's socket module has no name for it
Chunk = tuple[float, int, bool, bytes]  # seconds, the connection's number, whether an answer, what came


class Tap:
    """A running tap. address: where the server is reached through it."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process
        self.address = f"http://{HOST}:{int(process.stdout.readline())}"

    def chunks(self) -> list[Chunk]:
        """What websockets carried since the last call, in order; the server's first begins with its handshake."""
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)


@contextmanager
def tapped(server: str) -> Iterator[Tap]:
    """A tap of the server at this address; it ends with the block, because its input ends."""
    command = [sys.executable, __file__, str(urlsplit(server).port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Tap(process)


def _main(port: int) -> None:
    kept: deque[Chunk] = deque()
    listening = socket.create_server((HOST, 0), backlog=64)
    print(listening.getsockname()[1], flush=True)
    Thread(target=_accept, args=(listening, port, kept), daemon=True).start()
    for _ in sys.stdin:
        pickle.dump([kept.popleft() for _ in range(len(kept))], sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _accept(listening: socket.socket, port: int, kept: deque[Chunk]) -> None:
    for number in count():
        browser = listening.accept()[0]
        Thread(target=_meet, args=(browser, port, kept, number), daemon=True).start()


def _meet(browser: socket.socket, port: int, kept: deque[Chunk], number: int) -> None:
    """One connection; only a websocket's is kept."""
    request = browser.recv(1 << 16)
    server = socket.create_connection((HOST, port))
    for end in (browser, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if sys.platform == "linux":
        server.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    server.sendall(request)
    keep = kept if b"upgrade: websocket" in request.lower() else deque(maxlen=0)
    Thread(target=_pass_on, args=(browser, server, keep, number, False), daemon=True).start()
    _pass_on(server, browser, keep, number, True)


def _pass_on(source: socket.socket, target: socket.socket, keep: deque[Chunk], number: int, answer: bool) -> None:
    # either side may hang up in mid-word
    with suppress(OSError):
        while (taken := _take(source))[1]:
            at, data = taken
            keep.append((at, number, answer, data))
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def _take(source: socket.socket) -> tuple[float, bytes]:
    """When the last of what came did, and what came."""
    data, stamps, _, _ = source.recvmsg(1 << 16, socket.CMSG_SPACE(16))
    if not stamps:
        return time.time(), data
    seconds, nanoseconds = struct.unpack("@ll", stamps[0][2])
    return seconds + nanoseconds / 1e9, data


if __name__ == "__main__":
    _main(int(sys.argv[1]))
