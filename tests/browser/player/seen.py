"""What the player's tests read off its page, by the keys of its players."""

import re

import numpy as np
from playwright.sync_api import Page

from tests.browser.canvas import pixels_of

MIXTURE, DROP, STREAM = "demo.mixture", "demo.drop", "demo.stream_player"
SIZES = {"desktop": ((1280, 900), 1), "phone": ((390, 844), 3)}


def idle(page: Page) -> None:
    page.wait_for_timeout(150)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.wait_for_timeout(100)


def read(page: Page, key: str, what: str):
    return page.evaluate("([key, what]) => window.__player[key][what]", [key, what])


def reaches(page: Page, key: str, what: str, value: object) -> None:
    page.wait_for_function("([key, what, value]) => window.__player[key][what] === value", arg=[key, what, value])


def box(page: Page, key: str):
    """The player of one key, by the class that Streamlit gives its element."""
    return page.locator(f".st-key-{key.replace('.', '-')}")


def pixels(page: Page, key: str, track: str) -> np.ndarray:
    """What stands on a track's canvas, (H, W, 3)."""
    canvas = box(page, key).locator(f"figure[data-track={track}] canvas")
    return pixels_of(canvas)[..., :3]


def moment(page: Page) -> str | None:
    found = re.search(r"[?&]moment=([^&]*)", page.url)
    return found and found[1]
