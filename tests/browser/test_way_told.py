"""What the way makes of bets that others open, of further rounds, and of words that tell what came out."""

import pytest
from playwright.sync_api import Page, expect


def states(page: Page) -> list[str]:
    return page.locator(".way-drop").evaluate_all("drops => drops.map((drop) => drop.dataset.state)")


def test_a_bet_that_another_opens_has_its_drop_from_the_start(visit):
    page, key, opens = visit("level-1-back"), "ink.fresh", "ink.chose"
    expect(page.locator(".way-count")).to_have_text("0 of 4 bets")
    page.evaluate("""() => {
      window.counts = new Set();
      const drops = document.querySelector(".way-drops");
      const count = () => window.counts.add(drops.children.length);
      new MutationObserver(count).observe(drops, { childList: true });
    }""")
    page.locator(f'.bet[data-key="{key}"] .answer').first.click()
    page.locator(f'.bet[data-key="{opens}"]').wait_for()
    expect(page.locator(".way-count")).to_have_text("1 of 4 bets")
    assert page.evaluate("[...window.counts]") == [], "none came or went"
    assert states(page) == ["open", "open", "made", "open"]


@pytest.mark.parametrize(
    ("path", "bet", "again"),
    [("level-1", "ink.heart.", ".st-key-ink-pair-again"), ("level-2-end", "noise.pair_", ".st-key-pair-seed-again")],
)
def test_a_further_round_leaves_the_drop_of_the_first_filled(visit, path, bet, again):
    page = visit(path)
    page.locator(f'.bet[data-key^="{bet}"] .answer').first.click()
    page.locator(f'.bet[data-key^="{bet}"][data-state=revealed]').wait_for()
    before = states(page)
    assert "made" in before
    page.locator(f"{again} button").click()
    page.locator(f'.bet[data-key^="{bet}"][data-state=open]').wait_for()
    page.wait_for_timeout(300)
    assert states(page) == before, "no new pair takes back what was made"


@pytest.mark.parametrize(
    ("path", "name"),
    [("level-2-end", "so-far"), ("level-1-back", "cloud"), ("level-4-blur", "so-far"), ("level-5-way", "loudest")],
)
def test_words_that_tell_what_came_out_wait_for_the_bets_above_them(visit, path, name):
    page = visit(path)
    told = page.locator(f".st-key-afterwards-{name}")
    told.wait_for(state="attached")
    page.locator(".bet[data-state=open]").first.wait_for()
    expect(told).to_be_hidden()
    above = """name => {
      const told = document.querySelector(`.st-key-afterwards-${name}`);
      const above = (one) => one.compareDocumentPosition(told) & Node.DOCUMENT_POSITION_FOLLOWING;
      return [...document.querySelectorAll(".bet[data-state=open]")].find(above)?.dataset.key;
    }"""
    while key := page.evaluate(above, name):
        expect(told).to_be_hidden()
        page.locator(f'.bet[data-key="{key}"] .show').click()
        page.locator(f'.bet[data-key="{key}"][data-state=revealed]').wait_for(timeout=60_000)
        page.wait_for_timeout(300)  # a bet that it opens
    expect(told).to_be_visible()
