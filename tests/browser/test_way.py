"""The way through the site in a real Chromium: drops, what was seen, the card that leads on, a phone's bar."""

import pytest
from playwright.sync_api import Page, expect

from pages.site_map import PARTS
from tests.browser.machine import go, wait_idle
from tests.browser.stage import Stage

# what a bet tells the page, as its card does it
BET = """state => {
  const bet = document.createElement("div");
  Object.assign(bet.dataset, { key: "test.bet", state });
  bet.className = "bet test";
  bet.innerHTML = "<button type=button class=answer>An answer</button>";
  document.querySelector("[data-testid=stMainBlockContainer] .st-key-next").before(bet);
  document.dispatchEvent(new CustomEvent("ink:bet"));
}"""
TICKED = """[...document.querySelectorAll(".st-key-way a[data-testid]")]
    .filter((link) => getComputedStyle(link, "::after").content.includes("✓")).length"""
CUT_OFF = """parts => parts
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow !== "visible")
    .map((one) => one.innerText)"""
CHANGE = """([state, own]) => {
  const bet = document.querySelector(".bet.test");
  bet.dataset.state = state;
  bet.querySelector(".answer").classList.toggle("own", own);
  document.dispatchEvent(new CustomEvent("ink:bet"));
}"""
# the button inside a component, pressed: what it hands to the clipboard
COPY = """async (key) => {
  let copied = "";
  navigator.clipboard.writeText = async (text) => { copied = text; };
  const inside = (root) => root.querySelector("button")
    || [...root.querySelectorAll("*")].map((one) => one.shadowRoot && inside(one.shadowRoot)).find(Boolean);
  inside(document.querySelector(`.st-key-${key.replaceAll(".", "-")}`)).click();
  await new Promise((then) => setTimeout(then, 50));
  return copied;
}"""
COUNTS = """() => {
  const all = document.querySelectorAll;
  window.counted = 0;
  document.querySelectorAll = (...what) => {
    window.counted += what[0] === ".bet";
    return all.apply(document, what);
  };
}"""
KEEPS_NOTHING = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});"""


def seen(page: Page) -> list[str]:
    return page.evaluate("JSON.parse(localStorage.getItem('ink.seen'))")


def a_bet(page: Page, state: str) -> None:
    """Put a bet on the page, above the card that leads on, once both stand there."""
    page.locator(".way").wait_for(state="attached")
    page.get_by_role("link", name="Next: ").wait_for()
    page.evaluate(BET, state)


def own_bets(page: Page) -> int:
    """Those that the page itself has, besides the test's."""
    return page.locator(".bet:not(.test)").count()


# --- drops


def test_a_drop_fills_when_its_bet_is_made_and_leads_to_it(visit):
    page = visit("level-2-end")
    a_bet(page, "open")
    drops = page.locator(".way-drop")
    expect(drops).to_have_count(own_bets(page) + 1)
    expect(drops.last).to_have_attribute("aria-label", f"Bet {drops.count()} of {drops.count()}: open")
    empty = drops.last.locator("svg").evaluate("drop => getComputedStyle(drop).fill")
    page.evaluate(CHANGE, ["revealed", True])
    expect(drops.last).to_have_attribute("data-state", "made")
    expect(drops.last.locator("svg")).not_to_have_css("fill", empty)
    expect(page.locator(".way-count")).to_contain_text(f" of {drops.count()} bets")
    drops.last.click()
    expect(page.locator(".bet.test")).to_be_in_viewport()
    expect(page.locator(".bet.test button")).to_be_focused()


def test_the_drop_of_a_real_bet_fills_by_the_answer_and_stays_filled(visit):
    page = visit("level-1")
    drop = page.locator(".way-drop").first
    expect(drop).to_have_attribute("data-state", "open")
    page.locator(".bet .answer").first.click()
    expect(drop).to_have_attribute("data-state", "made")
    page.reload()
    expect(drop).to_have_attribute("data-state", "made")
    page.locator(".bet .show:visible").first.click()
    expect(page.locator(".way-drop").nth(1)).to_have_attribute("data-state", "looked up")
    expect(page.locator(".way-count")).to_contain_text("2 of ")


def test_an_answer_that_was_only_looked_up_looks_different_from_a_bet_that_was_made(visit):
    page = visit("level-2-end")
    a_bet(page, "revealed")
    drop = page.locator(".way-drop").last
    expect(drop).to_have_attribute("aria-label", f"Bet {own_bets(page) + 1} of {own_bets(page) + 1}: looked up")
    looked_up = drop.locator("svg").evaluate("drop => getComputedStyle(drop).fill")
    page.evaluate(CHANGE, ["revealed", True])
    expect(drop.locator("svg")).not_to_have_css("fill", looked_up)


def test_the_drops_of_one_page_are_gone_on_the_next(visit):
    page = visit("level-2-end")
    page.locator(".bet .answer").first.click()
    expect(page.locator('.way-drop[data-state="made"]')).not_to_have_count(0)
    page.get_by_role("link", name="Next: ").click()
    expect(page.locator("h1")).to_have_text("Noise done wrong")
    expect(page.locator('.way-drop[data-state="made"]')).to_have_count(0)
    page.wait_for_function(
        "() => document.querySelectorAll('.bet').length"
        " && document.querySelectorAll('.bet').length === document.querySelectorAll('.way-drop').length"
    )


def test_the_drops_are_counted_only_when_a_bet_says_so(visit):
    page = visit("level-2-end")
    page.locator(".way").wait_for(state="attached")
    page.wait_for_timeout(6000)  # after a page was turned they are counted anew a few times
    page.evaluate(COUNTS)
    page.evaluate("document.querySelector('[data-testid=stMain]').append(document.createElement('p'))")
    page.wait_for_timeout(500)
    assert page.evaluate("counted") == 0
    a_bet(page, "open")
    page.wait_for_function("counted === 1")


# --- what was seen


def test_pages_seen_are_kept_without_doubles_and_ticked(visit):
    page = visit("level-2")
    page.get_by_role("link", name="2 The end").click()
    expect(page.locator("h1")).to_have_text("Where noise ends")
    page.wait_for_function("() => JSON.parse(localStorage.getItem('ink.seen')).length === 2")
    page.reload()
    wait_idle(page)
    assert seen(page) == ["level-2", "level-2-end"]
    tick = "link => getComputedStyle(link, '::after').content"
    row = page.locator(".st-key-way").get_by_test_id("stPageLink-NavLink")
    expect(row).to_have_count(3)
    ticks = [link.evaluate(tick) for link in row.all()]
    assert [one == '"✓"' for one in ticks] == [True, False, False]


@pytest.mark.parametrize("path", ["level-4-blur", "level-5-way"])
def test_no_name_of_a_part_is_cut_off_by_its_tick(visit, path):
    page = visit(path)
    paths = [part.path for part in PARTS]
    page.evaluate("paths => localStorage.setItem('ink.seen', JSON.stringify(paths))", paths)
    page.reload()
    others = sum(one.level == int(path[6]) for one in PARTS) - 1
    page.wait_for_function(f"() => {TICKED} === {others}")
    assert page.locator(".st-key-way a[data-testid] *").evaluate_all(CUT_OFF) == []


def test_nonsense_in_the_store_does_no_harm(visit):
    page = visit("level-1")
    for nonsense in ("no JSON", "7", "null", '{"a": 1}', '["level-1", "level-1", "elsewhere", 3]'):
        page.evaluate("text => localStorage.setItem('ink.seen', text)", nonsense)
        page.reload()
        wait_idle(page)
        page.wait_for_function("() => localStorage.getItem('ink.seen') === '[\"level-1\"]'")


def test_a_browser_that_keeps_nothing_shows_the_way_all_the_same(browser, server):
    with browser.new_context(reduced_motion="reduce") as context:
        context.add_init_script(KEEPS_NOTHING)
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        go(page, f"{server}/level-2-end")
        a_bet(page, "placed")
        expect(page.locator(".way-drop").last).to_have_attribute("data-state", "looked up")
        assert errors == []


# --- the card that leads on


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_whole_card_leads_on(visit, size):
    page = visit("level-1", size=size)
    card = page.locator(".st-key-next")
    picture = card.locator("img")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert (box["width"], box["height"]) == (128, 128)
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(page.locator("h1")).to_have_text("The way back")


# --- a phone


def test_a_link_copied_at_an_experiment_opens_there_at_the_films_moment(visit):
    page = visit("level-1?ink.times=5%2C000+times&moment=walk.20")
    film = Stage(page, "ink.walks")
    film.seek(30)
    page.wait_for_timeout(500)
    assert "moment=walk.20" in page.url  # nobody touched the film
    copied = page.evaluate(COPY, "experiment.1.2.link")
    assert copied.endswith("?ink.times=5%2C000+times&moment=walk.30#experiment-1-2")
    again = visit(copied.split("/", 3)[3])
    Stage(again, "ink.walks").reaches("frame", 30)
    again.wait_for_timeout(2500)
    assert 0 <= again.locator("#experiment-1-2").bounding_box()["y"] < 200
