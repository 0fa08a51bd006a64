"""Visitors of a site of several machines: each has a cookie and a visit, draws, and asks again where a line breaks."""

import contextlib
import http.client
import json
import random
import struct
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from diffusion_core.sampling.job import Job
from pages.server import streams
from tests.proxy import Asking

PATIENCE = 60.0
"""Seconds after which a visitor gives up: an error."""
PAUSE = 0.5
"""Seconds before one asks again."""
PAGE = "level-1"
PICTURE = Job(caption="a happy blue cat with a hat in the snow").to_text()


@dataclass
class Found:
    """Of all visitors. waits: seconds from the request to the finished picture; counts: pictures, retries, errors …"""

    waits: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def play(proxy: Asking, count: int, seconds: float, *, think: float, first_seed: int) -> Found:
    """So many for so long. think: seconds between a picture and the next one, on average; first_seed: of pictures that
    nobody has asked for before."""
    found = Found()
    visitors = [Visitor(proxy, found, first_seed + 10_000 * number) for number in range(count)]
    began = time.monotonic()
    threads = [threading.Thread(target=one.live, args=(began + seconds, think)) for one in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.monotonic() - began
    return found


class Visitor:
    """One of them. seed: of the next picture."""

    def __init__(self, proxy: Asking, found: Found, seed: int) -> None:
        self._proxy, self._found, self._seed = proxy, found, seed
        self._chance, self._cookie = random.Random(seed), ""
        self._line: ClientConnection | None = None

    def live(self, until: float, think: float) -> None:
        """Open a page, and draw one picture after another, in the visit that is open."""
        time.sleep(self._chance.uniform(0, think))
        while time.monotonic() < until:
            self._again_and_again("visit", self._visit)
            began = time.monotonic()
            if self._again_and_again("picture", self._draw):
                self._found.waits.append(time.monotonic() - began)
            self._seed += 1
            pause = self._chance.expovariate(1 / think) if think else 0.0
            time.sleep(max(0.0, min(pause, until - time.monotonic())))
        if self._line is not None:
            self._line.close()

    def _again_and_again(self, what: str, do) -> bool:
        since = time.monotonic()
        while time.monotonic() - since < PATIENCE:
            try:
                do()
            except (OSError, http.client.HTTPException, WebSocketException, Broken) as error:
                self._found.counts[f"{what}: asked again"] += 1
                self._found.said[f"{what}: {type(error).__name__} {error}"[:100]] += 1
                time.sleep(PAUSE)
            else:
                self._found.counts[what] += 1
                return True
        self._found.counts[f"{what}: given up"] += 1
        return False

    def _visit(self) -> None:
        """A page is open, and answers; where the line has broken, it is opened anew."""
        if self._line is not None:
            with contextlib.suppress(WebSocketException):
                self._line.ping().wait(10)
                return
            self._found.counts["visit: reconnected"] += 1
            self._line = None
        line = connect(
            f"wss://127.0.0.1:{self._proxy.secure}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
            ssl=self._proxy.trusting, additional_headers={"Cookie": self._own_cookie()}, open_timeout=20,
        )  # fmt: skip
        message = BackMsg()
        message.rerun_script.page_name = PAGE
        line.send(message.SerializeToString())
        while ForwardMsg.FromString(line.recv(timeout=30)).WhichOneof("type") != "script_finished":
            pass
        self._line = line

    def _own_cookie(self) -> str:
        """Which server is ours."""
        if not self._cookie:
            answer = self._ask("/robots.txt")
            self._cookie = answer.headers["Set-Cookie"].split(";")[0]
            answer.read()
        return self._cookie

    def _draw(self) -> None:
        token = streams.signed(PICTURE.replace('"seed":0', f'"seed":{self._seed}'), visit=f"v{self._seed}")
        answer = self._ask(f"{streams.ADDRESS}?job={quote(token)}", self._cookie)
        if answer.status != 200:
            raise Broken(f"{answer.status} {answer.read()[:60]!r}")
        if moved := answer.headers["Set-Cookie"]:
            self._cookie = moved.split(";")[0]
            self._found.counts["visitors moved to another server"] += 1
        frames, expected = 0, json.loads(_chunk(answer))["frames"]
        while frames < expected:
            record, _ = json.loads(_chunk(answer)), _chunk(answer)
            if "error" in record:
                raise Broken(record["error"])
            if "wait" in record:
                self._found.counts["told a place"] += 1
            frames += "wait" not in record and "only" not in record

    def _ask(self, path: str, cookie: str = "") -> http.client.HTTPResponse:
        line = http.client.HTTPSConnection("127.0.0.1", self._proxy.secure, timeout=60, context=self._proxy.trusting)
        line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        return line.getresponse()


class Broken(ConnectionError):
    """The answer ended before it was whole, or was none."""


def _chunk(answer: http.client.HTTPResponse) -> bytes:
    head = answer.read(4)
    if len(head) < 4:
        raise Broken("it broke off")
    (length,) = struct.unpack("<I", head)
    # to read nothing would wait for the next piece
    data = answer.read(length) if length else b""
    if len(data) < length:
        raise Broken("it broke off")
    return data
