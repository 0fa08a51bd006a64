"""What stands for a training's process in tests."""

import io
import threading

SOON = 120


class Child:
    """A process that sends what the test lets it, and notes its orders."""

    def __init__(self) -> None:
        self.orders, self.killed, self.ended, self.sent = [], False, threading.Event(), threading.Event()
        self.stdin, self.stdout = self, self
        self.waiting, self.closed, self.code = io.BytesIO(), False, 0
        self.buried = False

    def write(self, order: bytes) -> None:
        self.orders.append(order)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True

    def read(self, count: int) -> bytes:
        self.sent.wait(SOON)
        if found := self.waiting.read(count):
            return found
        self.ended.wait(SOON)
        return self.waiting.read(count)

    def kill(self) -> None:
        self.killed, self.code = True, -9
        self.sent.set()
        self.ended.set()

    def wait(self) -> int:
        self.buried = True
        return self.code

    def end(self, message: bytes, code: int = 0) -> None:
        self.code = code
        self.send(message)
        self.ended.set()

    def send(self, message: bytes) -> None:
        """All that it has to say, before it rests."""
        self.waiting = io.BytesIO(message)
        self.sent.set()
