"""Fixtures of the browser tests: one server and one Chromium for all, a fresh visitor for each test."""

import os

import pytest
from playwright.sync_api import Page, expect

from diffusion_core.common.assets import MODEL
from tests.browser.machine import PATIENCE, go, running_browser, running_server
from tests.browser.visitors import Look, Visit, Visitors
from tests.tiny import save_tiny

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SERIOUS = ("serious", "critical")
LONG = ("test_stage.py", "test_present.py", "test_everything_open.py", "test_everything_open_late.py")
"""They come first of the browser tests, the longest first: at the end one of them would leave the others idle."""
expect.set_options(timeout=PATIENCE)
pytest.register_assert_rewrite("tests.browser.opening")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last. NO_BROWSER=1 leaves them out; without it a missing Chromium is a failure, not a skip.

    THOROUGH=1 adds those that are marked so.
    """
    if os.environ.get("THOROUGH") != "1":
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    for item in items:
        if "tests/browser/" in item.path.as_posix() or "tests/fuzz/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            # a busy machine is no fault of the page: what is wrong is wrong twice
            item.add_marker(pytest.mark.flaky(reruns=1))
            if os.environ.get("NO_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="NO_BROWSER=1"))
    # last, because Playwright keeps an event loop running in this thread, beside which no other can be started
    items.sort(key=lambda item: ("tests/browser/" in item.path.as_posix(), _place(item.path.name)))


def _place(name: str) -> int:
    return LONG.index(name) if name in LONG else len(LONG)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """With the network that ships; with a tiny one where there is none yet."""
    os.environ.setdefault("CLASS_DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('class')}/rooms.sqlite3")
    if not MODEL.exists():
        os.environ.setdefault("INK_WEIGHTS", str(save_tiny(tmp_path_factory.mktemp("weights") / "tiny.safetensors")))
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def visitors(browser, server):
    visitors = Visitors(browser, f"{server}/robots.txt")
    yield visitors
    visitors.close()


@pytest.fixture
def visit(visitors, server):
    """visit(path, size="phone", scheme="dark") opens a page as a new visitor and waits until it stands still. size: of
    SIZES, or CSS pixels.

    Any error in the browser's console, on any of the pages opened, fails the test at its end.
    """
    visits: list[Visit] = []

    def open_page(
        path: str = "", *, size: str | tuple[int, int] = "desktop", scheme: str = "light", calm: bool = True
    ) -> Page:
        wide_high = SIZES[size] if isinstance(size, str) else size
        visits.append(visitors.come(Look(wide_high, size == "phone", scheme, calm)))
        go(visits[-1].page, f"{server}/{path}")
        return visits[-1].page

    yield open_page
    assert [error for visit in visits for error in visitors.leave(visit)] == []
