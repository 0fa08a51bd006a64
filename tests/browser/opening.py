"""A page with everything folded out, looked at by axe: how it is opened, and what is wrong with it.

One visit a page: it is looked at in the dark on a phone and in the light on a desktop, one after the other.
"""

from collections.abc import Callable, Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.site_map import PARTS
from tests.browser import measured
from tests.browser.conftest import SERIOUS, SIZES
from tests.browser.machine import wait_idle
from tests.browser.stage import settle

LOOKS = (("phone", "dark"), ("desktop", "light"))
BY_LOOK = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
"""Rules of axe whose answer depends on the window and its light."""
BOX, OPENED = "[data-testid=stMain] details:not([open]) > summary", '[class*="st-key-open-"]'
WORN = """scheme => {
  const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
  return (Math.max(...ground.match(/[\\d.]+/g).slice(0, 3).map(Number)) < 128) === (scheme === "dark");
}"""
STORY = [part.path for part in PARTS]
PILLS = '[data-testid=stMain] [class*="st-key-row-folds"]'


def readable(visit: Callable[..., Page], path: str) -> None:
    """All of it, or AssertionError."""
    page = visit(path, size=LOOKS[0][0], scheme=LOOKS[0][1])
    expect(page.locator("h1")).to_have_count(1)
    if path in STORY:
        page.locator(".bet").first.wait_for()
        page.locator(PILLS).first.wait_for()
        settle(page)
    assert faults(page) == [] and wider(page) == []
    for _ in range(3):  # a box that unfolds may hold a bet, and what follows a bet a box
        for key in measured.open_bets(page):
            measured.make(page, key)
        open_boxes(page)
    assert not measured.open_bets(page)
    rows = page.locator(PILLS)
    most = max((rows.nth(place).get_by_role("radio").count() for place in range(rows.count())), default=0)
    found = in_both_looks(page)
    for fold in range(most):
        opened = open_folds(page, fold)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        found += in_both_looks(page, OPENED, BY_LOOK) if opened else []
    assert found == []


def in_both_looks(page: Page, within: str | None = None, by_look: Sequence[str] = ()) -> list[object]:
    """What is wrong on the phone in the dark, and then on the desktop in the light. by_look: the rules that are asked
    again there, else all."""
    found: list[object] = []
    for (size, scheme), rules in zip(LOOKS, ((), by_look), strict=True):
        wear(page, SIZES[size], scheme)
        found += [(size, scheme, fault) for fault in [*faults(page, within, rules), *wider(page)]]
    return found


def wear(page: Page, size: tuple[int, int], scheme: str) -> None:
    """The page in another window and another light, once it wears it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(WORN, arg=scheme)


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


def faults(page: Page, within: str | None = None, rules: Sequence[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """What axe finds serious. within: a selector of what it looks at, else the whole page; rules: of axe, else all."""
    page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
    page.wait_for_timeout(400)  # in which what comes with a change fades in, and what is wide is found (way.js)
    context = within if within is None else {"include": [[within]]}
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    violations = (
        Axe().run(page, context=context, options={"resultTypes": ["violations"], **only}).response["violations"]
    )
    serious = [fault for fault in violations if fault["impact"] in SERIOUS]
    return [
        (fault["id"], [(node["html"][:200], node["failureSummary"][-260:]) for node in fault["nodes"][:5]])
        for fault in serious
    ]
