"""Fixtures of the player's tests: a server of their own, and a visit to its one page."""

import pytest
from playwright.sync_api import Page

from tests.browser.machine import running_server
from tests.browser.player.seen import SIZES, idle


@pytest.fixture(scope="module")
def server():
    with running_server("tests/browser/player/demo.py", wait_for="/_stcore/health") as address:
        yield address


@pytest.fixture
def visit(browser, server):
    """Opens the page in a fresh context; any error in the console fails the test at its end."""
    contexts, errors = [], []

    def open_page(query: str = "", *, size: str = "desktop", scheme: str = "light", calm: bool = True) -> Page:
        (width, height), density = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=density,
            color_scheme=scheme,
            has_touch=size == "phone",
            reduced_motion="reduce" if calm else "no-preference",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}/{query}")
        page.wait_for_function("() => Object.keys(window.__player || {}).length === 4", timeout=30_000)
        idle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [error for error in errors if "429" not in error] == []
