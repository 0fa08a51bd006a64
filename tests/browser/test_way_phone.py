"""The way on a phone: the bar at its foot, wide tables, the menu's name."""

import pytest
from playwright.sync_api import expect

from tests.browser.machine import wait_idle
from tests.browser.test_way import CHANGE, a_bet, own_bets


def test_on_a_phone_a_bar_leads_back_and_on_and_to_the_next_open_bet(visit):
    page = visit("level-2", size="phone")
    a_bet(page, "open")
    bar = page.locator(".way-bar")
    box = bar.bounding_box()
    assert (box["x"], box["width"], box["height"], box["y"] + box["height"]) == (0, 390, 56, 844)
    for part in bar.locator(":is(a, button):not([hidden])").all():
        assert min(part.bounding_box()["width"], part.bounding_box()["height"]) >= 44
    expect(bar.locator("i")).to_have_count(own_bets(page) + 1)
    others = page.locator(".bet:not(.test)")
    others.evaluate_all("bets => bets.forEach((bet) => (bet.dataset.state = 'revealed'))")
    page.evaluate(CHANGE, ["open", False])
    bar.locator(".way-middle").click()
    expect(page.locator(".bet.test")).to_be_in_viewport()
    page.evaluate("window.before = true")
    page.evaluate(CHANGE, ["revealed", True])
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 1e6)")
    bar.get_by_role("link", name="Next part").click()
    expect(page.locator("h1")).to_have_text("Where noise ends")
    assert page.evaluate("window.before")  # the page was turned, not loaded anew
    bar.get_by_role("link", name="Back").click()
    expect(page.locator("h1")).to_have_text("Noise, pixel by pixel")


def test_on_a_phone_the_next_bet_comes_before_the_next_part(visit):
    page = visit("level-1", size="phone")
    bar, bets = page.locator(".way-bar"), page.locator(".bet")
    on, bet = bar.get_by_role("link", name="Next part"), bar.get_by_role("button", name="Next bet ↓")
    expect(bet).to_be_visible()
    expect(on).to_be_hidden()
    bets.first.locator(".answer").first.click()
    wait_idle(page)
    page.wait_for_timeout(1500)  # the page follows the bet
    # 1.2 has no bet, and is not passed over
    further = bar.get_by_role("button", name="Go on ↓")
    further.click()
    expect(page.get_by_role("heading", name="1.2")).to_be_in_viewport()
    bet.click()
    expect(bets.nth(1)).to_be_in_viewport()
    expect(bets.nth(1).locator(".answer").first).to_be_focused()
    # what is told above the question is not skipped
    heading = page.get_by_role("heading", name="1.3").bounding_box()
    assert 0 < heading["y"] < bets.nth(1).bounding_box()["y"]
    for number in range(1, bets.count()):
        bets.nth(number).locator(".show").click()
        wait_idle(page)
    page.wait_for_timeout(3500)  # the page follows the bet
    # what stands below the last bet is read before the next part
    page.get_by_role("heading", name="1.2").evaluate("heading => heading.scrollIntoView()")
    expect(on).to_be_hidden()
    further.click()
    expect(page.get_by_role("heading", name="1.3")).to_be_in_viewport()
    expect(bar.locator(".way-bet")).to_be_hidden()
    on.click()
    expect(page.locator("h1")).to_have_text("The way back")
    expect(bet).to_be_visible()


def test_the_bar_covers_nothing_at_the_end_of_the_page(visit):
    page = visit("level-2-end", size="phone")
    last = page.get_by_role("link", name="The words: Glossary")
    last.wait_for()
    # the page may still be growing
    page.wait_for_function(
        "([end, bar]) => { const main = document.querySelector('[data-testid=stMain]'); main.scrollTo(0, 1e6);"
        " return end.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top; }",
        arg=[last.element_handle(), page.locator(".way-bar").element_handle()],
    )


@pytest.mark.parametrize(("path", "size"), [("level-1", "desktop"), ("glossary", "phone"), ("", "phone")])
def test_there_is_no_bar_on_a_desktop_nor_outside_the_levels(visit, path, size):
    page = visit(path, size=size)
    expect(page.locator(".way-bar")).to_be_hidden()
    box = page.get_by_test_id("stMain").bounding_box()
    assert box["y"] + box["height"] == page.viewport_size["height"]


def test_a_table_wider_than_the_screen_scrolls_by_itself_and_by_keyboard(visit):
    page = visit("model-card", size="phone")
    table = page.locator(".stMarkdown table").first
    table.evaluate("table => { table.rows[0].cells[0].textContent = 'wide'.repeat(60); }")
    page.evaluate("document.dispatchEvent(new CustomEvent('ink:bet'))")
    expect(table).to_have_attribute("tabindex", "0")
    table.press("ArrowRight")
    page.wait_for_function("table => table.scrollLeft > 0", arg=table.element_handle())
    assert page.get_by_test_id("stMain").evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_on_a_phone_the_menu_has_its_name(visit):
    button = visit("level-1", size="phone").get_by_test_id("stExpandSidebarButton")
    assert button.evaluate("button => getComputedStyle(button, '::after').content") == '"Menu"'
    assert min(button.bounding_box()["width"], button.bounding_box()["height"]) >= 44


# --- a link
