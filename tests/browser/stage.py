"""What tests of a level ask of its player in the browser."""

import base64
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Locator, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.canvas import pixels_of
from tests.browser.machine import wait_idle


class Stage:
    """The player of one key on a page."""

    def __init__(self, page: Page, key: str) -> None:
        self.page, self.key = page, key
        self.box: Locator = page.locator(f".st-key-{key.replace('.', '-')}")
        page.wait_for_function("key => (window.__player || {})[key]?.drawn > 0", arg=key)
        # a column takes its width a moment after its content stands there, and the player then fits itself anew
        page.wait_for_timeout(400)

    def read(self, what: str) -> object:
        """frame, frames, playing or label."""
        return self.page.evaluate("([key, what]) => window.__player[key][what]", [self.key, what])

    def seek(self, frame: int) -> None:
        self.page.evaluate("([key, frame]) => window.__player[key].seek(frame)", [self.key, frame])

    def reaches(self, what: str, value: object) -> None:
        wanted = "([key, what, value]) => window.__player[key]?.[what] === value"
        self.page.wait_for_function(wanted, arg=[self.key, what, value])

    def track(self, name: str) -> Locator:
        return self.box.locator(f"figure[data-track={name}]")

    def pixels(self, name: str) -> np.ndarray:
        """What stands on a track's canvas, (H, W, 3) uint8."""
        return pixels_of(self.track(name).locator("canvas").first)[..., :3]

    def as_wide_as(self, other: "Stage", name: str) -> None:
        """Until a track's canvas has the size of the same track's in another visit."""
        width = other.track(name).locator("canvas").evaluate("canvas => canvas.width")
        expect(self.track(name).locator("canvas")).to_have_js_property("width", width)

    def click_pixel(self, name: str, x: int, y: int) -> None:
        canvas = self.track(name).locator("canvas")
        canvas.scroll_into_view_if_needed()
        area = canvas.bounding_box()
        size = area["width"] / 64
        canvas.click(position={"x": (x + 0.5) * size, "y": (y + 0.5) * size})
        settle(self.page)


def settle(page: Page) -> None:
    """Until a control's change has been answered."""
    page.wait_for_timeout(200)
    wait_idle(page)
    page.wait_for_timeout(100)


def traffic(page: Page) -> list[str]:
    """A list that grows with each request and each message to the server, from when the page stands still."""
    settle(page)
    # small pictures elsewhere on the page may still be on their way on a busy machine
    page.wait_for_function("() => Array.from(document.images).every(image => image.complete)")
    seen: list[str] = []
    # headless Chromium asks for the icon at each change of the address; no page has a say in that
    page.on("request", lambda request: seen.append(request.url) if "favicon" not in request.url else None)
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda event: seen.append("websocket"))
    return seen


def pieces_of(page: Page, change: Callable[[], None]) -> list[ForwardMsg]:
    """The pieces of the page that a change brings, in the order in which they come."""
    found: list[ForwardMsg] = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameReceived", lambda event: found.append(_message(event["response"])))
    change()
    settle(page)
    client.detach()
    return [message for message in found if message.WhichOneof("type") in ("delta", "ref_hash")]


def _message(frame: dict) -> ForwardMsg:
    return ForwardMsg.FromString(base64.b64decode(frame["payloadData"]))
