"""The server is killed while a page is open, or a bet of a class doesn't come through: the page says so in one
sentence, and comes back by itself as it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES
from tests.browser.machine import go, until_ready
from tests.browser.test_class import ANSWERS, room, sit, step
from tests.pages.classroom.house import WHOLE_SITE, House, standing

CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
LONG = 90_000
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A server of its own, which draws."""
    with standing(WHOLE_SITE, tmp_path_factory.mktemp("rooms") / "rooms.sqlite3") as house:
        until_ready(f"{house.base}/readyz", house.process)
        yield house


@pytest.fixture
def page(browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def test_a_page_whose_server_is_killed_says_so_and_comes_back_as_it_was(house: House, page: Page):
    go(page, f"{house.base}/level-1?ink.seed=5")
    card = page.locator(".bet").first
    card.locator(".answer").first.click()
    expect(card.locator(".verdict")).not_to_be_empty(timeout=LONG)
    said, address = card.locator(".verdict").inner_text(), page.url
    expect(page.locator(".away")).to_be_hidden()

    house.kill()
    expect(page.locator(".away")).to_be_visible(timeout=LONG)
    # Streamlit tries again and again, and would open its box each time
    page.wait_for_timeout(6000)
    assert page.locator("[role=dialog]:visible").count() == 0
    assert page.locator("#root").get_attribute("inert") is None, "what is there can still be looked at"
    assert card.locator(".verdict").inner_text() == said

    house.start()
    expect(page.locator(CONNECTED)).to_be_attached(timeout=LONG)
    expect(page.locator(".away")).to_be_hidden()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )
    page.wait_for_timeout(1000)
    assert (card.locator(".verdict").inner_text(), page.url) == (said, address)

    # and the visit that it is now takes a bet like any other, and keeps it
    other = page.locator(".bet").nth(1)
    other.locator(".answer").first.click()
    expect(other.locator(".verdict")).not_to_be_empty(timeout=LONG)
    assert card.locator(".verdict").inner_text() == said


def test_a_bet_that_does_not_come_through_is_sent_again_and_the_pupil_is_told(house: House, browser):
    tries = []

    def visit(path: str, *, size: str = "desktop") -> Page:
        page = browser.new_context(viewport=dict(zip(("width", "height"), SIZES[size], strict=True))).new_page()
        go(page, f"{house.base}/{path}")
        return page

    teacher, code = room(visit)
    pupil = sit(visit, code, "phone")

    def away_at_first(route):
        tries.append(route)
        if len(tries) == 1:
            route.abort()
        elif len(tries) == 2:
            route.fulfill(status=503, headers={"Retry-After": "1"}, json={"error": "Not now."})
        else:
            route.continue_()

    step(teacher, "First bet: Heart or ring?")
    pupil.route("**/api/class/bet", away_at_first)
    pupil.get_by_role("button", name=ANSWERS[0]).click()
    expect(pupil.locator(".trouble:visible")).to_have_text("Your bet isn't through yet. Trying again …")
    expect(teacher.locator(".count")).to_contain_text("0 of 1")
    expect(teacher.locator(".count")).to_contain_text("1 of 1")
    expect(pupil.locator(".side .trouble, .body .trouble")).to_have_text("")
    expect(pupil.get_by_role("button", name=ANSWERS[0])).to_have_attribute("aria-pressed", "true")
    assert len(tries) == 3
    for one in (teacher, pupil):
        one.context.close()
