"""Rows about a first visit, with nothing kept from before: what it fetches, and how soon a picture moves."""

import base64
import statistics
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, TimeoutError

from pages.site_map import LEVELS
from tests.bench.clock import Rows, row
from tests.browser.machine import running_browser, running_server, wait_idle

BYTES = 1500.0
REQUESTS = 103.0
"""What home took before files were compressed and fetched in time."""
QUIET = 1000  # ms without anything on its way before a visit counts as over
PATIENCE = 3  # seconds more in which a picture may begin to move


class Line(NamedTuple):
    """megabits: a second, both ways; latency: ms of each request; slower: the processor's share; limit: s to motion."""

    megabits: float
    latency: float
    slower: float
    limit: float


LINES = {"fast": Line(0, 0, 1, 1.5), "phone": Line(5, 60, 4, 4.5)}
# The moment at which a picture that a canvas shows has become another: its second frame. Not how often the player has
# drawn, for it draws the same frame again when it is resized.
WATCH = """
const found = new Map(); // canvas: what it showed first
const plain = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (...wish) {
    if (!found.has(this)) found.set(this, "");
    return plain.apply(this, wish);
};
const small = new OffscreenCanvas(12, 12);
const pen = plain ? small.getContext("2d", { willReadFrequently: true }) : null;
const shown = (canvas) => {
    pen.clearRect(0, 0, 12, 12);
    pen.drawImage(canvas, 0, 0, 12, 12);
    const values = pen.getImageData(0, 0, 12, 12).data;
    return values.some(Boolean) ? `${canvas.width}x${canvas.height} ${values.join()}` : "";
};
const look = () => {
    for (const [canvas, before] of found) {
        if (!canvas.isConnected || canvas.clientWidth < 60 || !canvas.width || !canvas.height) continue;
        const now = shown(canvas);
        if (now) window.__pictured ??= performance.now();
        if (now && before && now !== before && now.split(" ")[0] === before.split(" ")[0]) {
            window.__moved = performance.now();
            return;
        }
        found.set(canvas, now);
    }
    setTimeout(look, 50);
};
look();
"""
FOUND = """() => [performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
    window.__pictured ?? null, window.__moved ?? null]"""


@dataclass
class Load:
    """What came over the line, as the browser counts it: answers with their headers, and websocket messages."""

    requests: int = 0
    bytes: float = 0
    open: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        hear: dict[str, Callable[[Any], None]] = {
            "requestWillBeSent": self._asked,
            "loadingFinished": self._answered,
            "loadingFailed": self._failed,
            "webSocketCreated": self._opened,
            "webSocketFrameReceived": self._told,
        }
        for name, method in hear.items():
            session.on(f"Network.{name}", method)
        session.send("Network.enable")

    def _asked(self, event: Any) -> None:
        if event["request"]["url"].startswith("http"):
            self.requests += 1
            self.open.add(event["requestId"])

    def _answered(self, event: Any) -> None:
        if event["requestId"] in self.open:
            self.bytes += event["encodedDataLength"]
        self._failed(event)

    def _failed(self, event: Any) -> None:
        self.open.discard(event["requestId"])

    def _opened(self, event: Any) -> None:
        self.requests += 1

    def _told(self, event: Any) -> None:
        frame = event["response"]
        data = frame["payloadData"]
        self.bytes += len(base64.b64decode(data)) if frame["opcode"] == 2 else len(data)


class Visit(NamedTuple):
    """Seconds from the start: until all scripts of the page's own had run, the first picture, and the first moving one.

    None where there was no such picture: some films wait until the visitor has bet, or has scrolled to them.
    """

    load: Load
    ready: float
    pictured: float | None
    moved: float | None


def arrival_rows(repeats: int) -> Rows:
    """With a server and a browser of its own; home and the first page of each level, each visited afresh."""
    with running_browser() as browser, running_server() as server:
        for path in ("", *(level.first.path for level in LEVELS)):
            # the server has had visitors before
            first_visit(browser, f"{server}/{path}", LINES["fast"])
            yield from _page(browser, f"{server}/{path}", path or "home", repeats)


def _page(browser: Browser, address: str, name: str, repeats: int) -> Rows:
    for line_name, line in LINES.items():
        visits = [first_visit(browser, address, line) for _ in range(repeats)]
        if line_name == "fast":
            fetched = [visit.load.bytes / 1000 for visit in visits]
            yield f"{name}, fetched", row(statistics.median(fetched), BYTES, "kB", "all of a first visit")
            asked = [visit.load.requests for visit in visits]
            yield f"{name}, requests", row(statistics.median(asked), REQUESTS, "requests", "what home once took")
        yield from _seconds(f"{name}, {line_name}, scripts", [visit.ready for visit in visits], line)
        yield from _seconds(f"{name}, {line_name}, picture", [visit.pictured for visit in visits], line)
        yield from _seconds(f"{name}, {line_name}, moving", [visit.moved for visit in visits], line)


def _seconds(name: str, found: list[float | None], line: Line) -> Rows:
    times = [time for time in found if time is not None]
    if times:
        yield (
            name,
            row(statistics.median(times), line.limit, "s", f"limit to motion; {min(times):.2f} to {max(times):.2f}"),
        )


def first_visit(browser: Browser, address: str, line: Line) -> Visit:
    """A visitor whose browser has kept nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    load = Load()
    load.listen(session)
    _slow_down(session, line)
    page.goto(address, wait_until="domcontentloaded", timeout=90_000)
    _wait_for(page, "__pictured", 30)
    _until_quiet(page, load)
    _wait_for(page, "__moved", PATIENCE)
    found = page.evaluate(FOUND)
    context.close()
    return Visit(load, *(None if moment is None else moment / 1000 for moment in found))


def _slow_down(session: CDPSession, line: Line) -> None:
    if line.megabits:
        rate = line.megabits * 1e6 / 8
        wish = {"offline": False, "latency": line.latency, "downloadThroughput": rate, "uploadThroughput": rate}
        session.send("Network.emulateNetworkConditions", wish)
    if line.slower > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})


def _wait_for(page: Page, moment: str, seconds: float) -> None:
    with suppress(TimeoutError):
        page.wait_for_function(f"() => window.{moment}", timeout=1000 * seconds)


def _until_quiet(page: Page, load: Load) -> None:
    wait_idle(page, seconds=90)
    before = -1.0
    while load.bytes != before or load.open:
        before = load.bytes
        page.wait_for_timeout(QUIET)
