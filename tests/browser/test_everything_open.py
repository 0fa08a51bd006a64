"""Every page, on arrival and with all bets made and everything folded out, is readable for everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.site_map import PAGES, PARTS
from tests.browser import measured
from tests.browser.conftest import SERIOUS
from tests.browser.machine import wait_idle
from tests.browser.stage import settle

PATHS = [page.path for page in PAGES]
STORY = [part.path for part in PARTS]
LOOKS = [("desktop", "light"), ("phone", "dark")]
BOX, OPENED = "[data-testid=stMain] details:not([open]) > summary", '[class*="st-key-open-"]'
PILLS = '[data-testid=stMain] [class*="st-key-row-folds"]'


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_readable_for_everybody(visit, path, size, scheme):
    page = visit(path, size=size, scheme=scheme)
    expect(page.locator("h1")).to_have_count(1)
    assert faults(page) == [] and wider(page) == []
    if path in STORY:
        page.locator(".bet").first.wait_for()
        page.locator(PILLS).first.wait_for()
        settle(page)
    for _ in range(3):  # a box that unfolds may hold a bet, and what follows a bet a box
        for key in measured.open_bets(page):
            measured.make(page, key)
        open_boxes(page)
    assert not measured.open_bets(page)
    rows = page.locator(PILLS)
    most = max((rows.nth(place).get_by_role("radio").count() for place in range(rows.count())), default=0)
    found = faults(page)
    for fold in range(most):
        opened = open_folds(page, fold)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        found += faults(page, OPENED) if opened else []
    assert found == [] and wider(page) == []


def wider(page: Page) -> list[str]:
    """What is wider than the window: the whole document, or the column that scrolls in it."""
    boxes = ("html", "[data-testid=stMain]")
    return [box for box in boxes if page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth") > 0]


def open_boxes(page: Page) -> None:
    """All that unfolds, and what unfolds within it."""
    for _ in range(60):
        shut = page.locator(BOX).filter(visible=True)
        if not shut.count():
            return
        shut.first.click()
        settle(page)
    raise AssertionError("A box that does not stay open.")


def open_folds(page: Page, place: int) -> int:
    """In the row below each experiment, the fold at this place; how many there are."""
    rows, opened = page.locator(PILLS), 0
    for row in range(rows.count()):
        pills = rows.nth(row).get_by_role("radio")
        if pills.count() > place:
            pills.nth(place).click()
            opened += 1
    settle(page)
    wait_idle(page)
    return opened


def faults(page: Page, within: str | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """What axe finds serious. within: a selector of what it looks at, else the whole page."""
    page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
    page.wait_for_timeout(400)  # in which what comes with a change fades in, and what is wide is found (way.js)
    context = within if within is None else {"include": [[within]]}
    violations = Axe().run(page, context=context).response["violations"]
    serious = [fault for fault in violations if fault["impact"] in SERIOUS]
    return [
        (fault["id"], [(node["html"][:200], node["failureSummary"][-260:]) for node in fault["nodes"][:5]])
        for fault in serious
    ]
