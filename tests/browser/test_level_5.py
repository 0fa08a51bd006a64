"""Level 5, part 1, in a real Chromium: the picture follows the keys, words light up, lines follow a word."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import pixels_of
from tests.browser.conftest import SIZES
from tests.browser.stage import settle

PAGE = "level-5?moment=same.20"
KEY = "words.own"


class Line:
    """The line to type in, and what stands around it."""

    def __init__(self, page: Page) -> None:
        self.page, self.box = page, page.locator(".st-key-words-own")
        self.input = self.box.locator("input")
        self.input.wait_for()

    def type(self, text: str) -> None:
        self.input.fill(text)
        self.rests()

    def rests(self) -> None:
        """Until the word-by-word pictures of what stands there have come."""
        self.page.wait_for_timeout(900)
        self.page.wait_for_function(
            "key => !window.__sentence[key].busy && !window.__sentence[key].queue.length", arg=KEY
        )
        settle(self.page)

    def pixels(self) -> np.ndarray:
        found = pixels_of(self.box.locator(".big canvas"))
        assert found.shape[:2] == (64, 64)
        return found[..., :3]

    def said(self) -> str:
        return self.box.locator(".said").inner_text()


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_follows_the_keys_and_the_link_keeps_the_words(visit, size):
    page = visit(PAGE, size=size)
    line = Line(page)
    line.type("a red dog")
    before = line.pixels()
    line.input.press_sequentially(" at nig", delay=40)
    line.rests()
    assert "never met" not in line.said(), "an unfinished word is no error"
    assert (line.pixels() == before).all()
    line.input.press_sequentially("ht", delay=40)
    line.rests()
    assert (line.pixels() != before).mean() > 0.1
    page.wait_for_function(
        "() => decodeURIComponent(location.search.replaceAll('+', ' ')).includes('a red dog at night')"
    )
    assert [name.strip() for name in line.box.locator(".stage .name").all_inner_texts()] == [
        "no words", "+ a red", "+ dog", "+ at night"]  # fmt: skip


def test_an_unknown_word_is_named_and_its_nearest_is_one_press_away(visit):
    line = Line(visit(PAGE))
    line.type("a blue kitten in the snow")
    assert "never met “kitten”" in line.said()
    line.box.locator(".instead").click()
    expect(line.input).to_have_value("a blue cat in the snow")
    line.rests()
    assert line.said() == "It knows all these words."


def test_words_are_tapped_into_their_places_and_out_of_them(visit):
    line = Line(visit(PAGE, size="phone"))
    line.type("")
    for word in ("owl", "orange", "scarf", "sad", "city"):
        line.box.locator(f".chip[data-word={word}]").tap()
    expect(line.input).to_have_value("a sad orange owl with a scarf in the city")
    line.box.locator(".chip[data-word=sad]").tap()
    expect(line.input).to_have_value("an orange owl with a scarf in the city")
    assert line.box.locator(".chip[aria-pressed=true]").count() == 4


def test_pointing_at_a_word_lights_up_what_it_changed_and_leaving_it_brings_the_picture_back(visit):
    line = Line(visit(PAGE))
    line.type("a red dog with a hat")
    whole = line.pixels()
    line.box.locator(".stage").last.hover()
    lit = line.pixels().astype(int)
    expect(line.box.locator(".words")).to_contain_text("with a hat")
    pale = (lit.max(-1) - lit.min(-1)) < 30
    assert 0.2 < pale.mean() < 0.98, "the rest goes grey"
    line.input.hover()
    assert (line.pixels() == whole).all()


def test_what_takes_long_makes_way_for_the_next_key(visit):
    line = Line(visit(PAGE))
    line.type("a pig")
    line.input.fill("a pink pig")
    line.page.wait_for_timeout(750)  # by now the slow one has begun
    line.input.fill("a brown pig")
    line.rests()
    expect(line.box.locator(".words")).to_have_text("“a brown pig”")
    assert line.box.locator(".big").locator("..").locator("..").get_attribute("data-how") == "fine"


@pytest.mark.parametrize("size", SIZES)
def test_the_lines_follow_the_word_that_is_pointed_at(visit, size):
    page = visit("level-5", size=size)
    page.locator('.bet[data-key="words.looks"] .answer').first.click()
    box = page.locator(".st-key-words-looks")
    box.locator("path.strong").first.wait_for(state="attached")
    first = box.locator("path.strong").count()
    assert first > 0
    shown = box.locator(".node[data-layer='0'] .share").all_inner_texts()
    dog = box.locator(".node[data-layer='1']", has_text="dog")
    dog.tap() if size == "phone" else dog.hover()
    expect(dog).to_have_attribute("aria-pressed", "true")
    assert box.locator(".node[data-layer='0'] .share").all_inner_texts() != shown
