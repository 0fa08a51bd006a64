"""Fixtures of the player's tests: a server of their own, and a visit to its one page."""

import pytest
from playwright.sync_api import Page

from tests.browser.machine import running_server
from tests.browser.player.seen import SIZES, idle
from tests.browser.visitors import Look, Visit, Visitors


@pytest.fixture(scope="module")
def server():
    with running_server("tests/browser/player/demo.py", wait_for="/_stcore/health") as address:
        yield address


@pytest.fixture(scope="module")
def visitors(browser, server):
    visitors = Visitors(browser, f"{server}/_stcore/health")
    yield visitors
    visitors.close()


@pytest.fixture
def visit(visitors, server):
    """Opens the page as a new visitor; any error in the console fails the test at its end."""
    visits: list[Visit] = []

    def open_page(query: str = "", *, size: str = "desktop", scheme: str = "light", calm: bool = True) -> Page:
        viewport, density = SIZES[size]
        visits.append(visitors.come(Look(viewport, size == "phone", scheme, calm, density)))
        page = visits[-1].page
        page.goto(f"{server}/{query}")
        page.wait_for_function("() => Object.keys(window.__player || {}).length === 3")
        idle(page)
        return page

    yield open_page
    errors = [error for visit in visits for error in visitors.leave(visit)]
    assert [error for error in errors if "429" not in error] == []
