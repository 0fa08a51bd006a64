"""Fixtures of the browser tests: one server and one Chromium for all, a fresh visitor for each test."""

import os

import pytest
from playwright.sync_api import Page, expect

from diffusion_core.common.assets import MODEL
from tests.browser.machine import fresh_page, go, running_browser, running_server
from tests.tiny import save_tiny

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SERIOUS = ("serious", "critical")
expect.set_options(timeout=30_000)  # a busy machine is no fault of the page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last. NO_BROWSER=1 leaves them out; without it a missing Chromium is a failure, not a skip."""
    for item in items:
        if "tests/browser/" in item.path.as_posix() or "tests/fuzz/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            # a busy machine is no fault of the page: what is wrong is wrong twice
            item.add_marker(pytest.mark.flaky(reruns=1))
            if os.environ.get("NO_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="NO_BROWSER=1"))
    # last, because Playwright keeps an event loop running in this thread, beside which no other can be started
    items.sort(key=lambda item: "tests/browser/" in item.path.as_posix())


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """With the network that ships; with a tiny one where there is none yet."""
    if not MODEL.exists():
        os.environ.setdefault("INK_WEIGHTS", str(save_tiny(tmp_path_factory.mktemp("weights") / "tiny.safetensors")))
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with running_browser() as browser:
        yield browser


@pytest.fixture
def visit(browser, server):
    """visit(path, size="phone", scheme="dark") opens a page as a new visitor and waits until it stands still.

    Any error in the browser's console, on any of the pages opened, fails the test at its end.
    """
    contexts, errors = [], []

    def open_page(path: str = "", *, size: str = "desktop", scheme: str = "light", calm: bool = True) -> Page:
        page = fresh_page(browser, errors, size=SIZES[size], touch=size == "phone", scheme=scheme, calm=calm)
        contexts.append(page.context)
        go(page, f"{server}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
