"""Fixtures of the player's tests: a server of their own, and a visit to its one page."""

import pytest
from playwright.sync_api import Page

from tests.browser.machine import fresh_page, running_server
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
        viewport, density = SIZES[size]
        page = fresh_page(
            browser, errors, size=viewport, touch=size == "phone", scheme=scheme, calm=calm, density=density
        )
        contexts.append(page.context)
        page.goto(f"{server}/{query}")
        page.wait_for_function("() => Object.keys(window.__player || {}).length === 3", timeout=30_000)
        idle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [error for error in errors if "429" not in error] == []
