"""All bets are cleared: the cards open at the press, and take the next bet at once."""

from playwright.sync_api import Page, expect

from tests.browser.machine import wait_idle


def made(visit) -> Page:
    """Level 1, with its first bet made."""
    page = visit("level-1")
    page.locator(".bet .answer").first.click()
    expect(page.locator(".bet .verdict").first).not_to_be_empty()
    wait_idle(page)
    return page


def test_cleared_bets_open_at_once_and_not_only_when_the_page_has_run(visit):
    page = made(visit)
    states = page.evaluate("""() => {
        const look = () => [...document.querySelectorAll(".bet")].map((card) => card.dataset.state);
        const before = look();
        document.querySelector(".st-key-memory-clear button").click();
        return [before, look(), [...document.querySelectorAll(".bet .verdict")].map((one) => one.textContent).join("")];
    }""")
    assert "revealed" in states[0] and set(states[1]) == {"open"} and states[2] == ""
    page.wait_for_function("() => localStorage.getItem('ink.bets') === null")
    wait_idle(page)
    # and a bet is taken again
    card = page.locator(".bet").first
    card.locator(".answer").nth(1).click()
    expect(card.locator(".verdict")).not_to_be_empty()
    expect(card.locator(".answer").nth(1)).to_have_attribute("aria-checked", "true")


def test_a_bet_pressed_before_the_server_has_cleared_the_last_one_is_answered_and_kept(visit):
    page = made(visit)
    state = page.evaluate("""() => {
        document.querySelector(".st-key-memory-clear button").click();
        document.querySelectorAll(".bet .answer")[1].click();
        return document.querySelector(".bet").dataset.state;
    }""")
    assert state == "placed"
    card = page.locator(".bet").first
    expect(card.locator(".verdict")).not_to_be_empty()
    expect(card.locator(".answer").nth(1)).to_have_attribute("aria-checked", "true")
    wait_idle(page)
    answer = card.locator(".answer > span").nth(2).inner_text()
    kept = page.evaluate("() => Object.values(JSON.parse(localStorage.getItem('ink.bets'))).map((one) => one.a)")
    assert len(kept) == 1 and kept[0] == answer
