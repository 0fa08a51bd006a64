"""The explanation of a term in a real Chromium: by mouse, keyboard and touch, and through whatever React does."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.shared.page.glossary import TERMS
from tests.browser.conftest import SERIOUS
from tests.browser.stage import settle

SENTENCE = {term.name: term.sentence for term in TERMS}


def opened(visit, path: str = "level-4", **look) -> Page:
    page = visit(path, **look)
    mark(page, "noise").wait_for(state="attached")
    return page


def mark(page: Page, name: str):
    return page.locator(f'.term-mark[aria-label$="{SENTENCE[name]}"]')


def tip(page: Page):
    return page.locator(".term-tip")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pointer_brings_an_explanation_that_it_can_rest_on(visit, scheme):
    page = opened(visit, scheme=scheme)
    mark(page, "noise").hover()
    expect(tip(page)).to_contain_text(SENTENCE["noise"])
    tip(page).hover()
    page.wait_for_timeout(500)
    expect(tip(page)).to_be_visible()
    faults = [fault["id"] for fault in Axe().run(page).response["violations"] if fault["impact"] in SERIOUS]
    assert faults == []
    page.mouse.move(2, 300)
    expect(tip(page)).to_be_hidden()


def test_the_keyboard_comes_by_and_escape_sends_it_away(visit):
    page = opened(visit)
    mark(page, "noisy picture").focus()
    page.keyboard.press("Tab")
    expect(mark(page, "noise")).to_be_focused()
    expect(tip(page)).to_contain_text(SENTENCE["noise"])
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(tip(page)).to_be_visible()


def test_a_tap_opens_it_and_a_tap_elsewhere_closes_it(visit):
    page = opened(visit, size="phone")
    mark(page, "noise").tap()
    expect(tip(page)).to_contain_text(SENTENCE["noise"])
    box = tip(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("h1").tap()
    expect(tip(page)).to_be_hidden()


def test_each_term_is_marked_once_on_its_word_whatever_changes(visit):
    page = opened(visit)
    for answer in (None, "Just show me", "More", "Tell the network what it shows"):
        if answer:
            page.get_by_text(answer, exact=True).first.click()
            settle(page)
        page.wait_for_timeout(500)
        names = page.locator(".term-mark").evaluate_all("marks => marks.map(mark => mark.ariaLabel.split(':')[0])")
        assert len(names) == len({name.lower() for name in names}) >= 3
        # under the middle of each mark lies its word
        off = page.locator(".term-mark").evaluate_all(OFF_THEIR_WORD)
        assert off == []


def test_a_mark_goes_where_its_word_goes(visit):
    page = opened(visit)
    story = page.locator(".st-key-story p")
    # as React writes a text anew: of the same length, so that nothing on the page changes its size
    story.evaluate("p => { p.firstChild.data = p.firstChild.data.replaceAll('noise', 'n0ise') }")
    expect(story.locator(f'.term-mark[aria-label$="{SENTENCE["noise"]}"]')).to_have_count(0)
    story.evaluate("p => { p.firstChild.data = p.firstChild.data.replaceAll('n0ise', 'noise') }")
    expect(story.locator(f'.term-mark[aria-label$="{SENTENCE["noise"]}"]')).to_have_count(1)
    expect(mark(page, "noise")).to_have_count(1)


def test_an_opened_folder_has_its_first_words_marked(visit):
    page = visit("level-1")
    expect(mark(page, "diffusion")).to_have_count(0)
    page.get_by_text("Two questions").first.click()
    expect(mark(page, "diffusion")).to_have_count(1)


def test_turning_the_page_leaves_no_mark_behind(visit):
    page = opened(visit)
    page.get_by_test_id("stMain").get_by_role("link", name="Glossary").click()
    expect(page.locator("h1")).to_have_text("Glossary")
    expect(page.locator(".term-mark")).to_have_count(0)
    expect(tip(page)).to_have_count(0)


def test_a_link_to_a_term_shows_its_entry(visit):
    page = visit("glossary#alpha-bar")
    expect(page.get_by_role("heading", name="ᾱ", exact=True)).to_be_in_viewport()


OFF_THEIR_WORD = """marks => marks.filter(mark => {
    const texts = document.createTreeWalker(mark.parentElement, NodeFilter.SHOW_TEXT);
    const word = mark.ariaLabel.split(":")[0];
    const there = mark.getBoundingClientRect();
    while (texts.nextNode()) {
        for (let at = -1; (at = texts.currentNode.data.indexOf(word, at + 1)) >= 0; ) {
            const range = document.createRange();
            range.setStart(texts.currentNode, at);
            range.setEnd(texts.currentNode, at + word.length);
            const here = range.getClientRects()[0];
            if (here && Math.abs(here.left - there.left) < 1 && Math.abs(here.top - there.top) < 1) return false;
        }
    }
    return true;
}).map(mark => mark.ariaLabel)"""
