"""Level 5, part 3, in a real Chromium: words are moved by keys, by mouse and by two taps."""

import pytest
from playwright.sync_api import Page

from pages.levels.words.binding.orders_figures import CAPTION
from tests.browser.stage import settle

ROW = "level-5-wrong?moment=orders.20&words.order=" + CAPTION.replace(" ", "+")


def row(page: Page) -> list[str]:
    return page.locator(".row > .word").all_inner_texts()


@pytest.fixture
def opened(visit):
    def open_row(size: str = "desktop") -> Page:
        page = visit(ROW, size=size)
        page.locator(".row > .word").first.scroll_into_view_if_needed()
        assert row(page) == CAPTION.split()
        return page

    return open_row


def test_arrow_keys_move_a_word_and_the_address_follows(opened):
    page = opened()
    page.get_by_role("button", name="cat, word 3 of 13").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**words.order=a+cat+red+*")
    settle(page)
    assert row(page)[:3] == ["a", "cat", "red"]


def test_two_taps_swap_two_words(opened):
    page = opened("phone")
    page.get_by_role("button", name="cat, word 3 of 13").tap()
    page.get_by_role("button", name="dog, word 10 of 13").tap()
    page.wait_for_url("**words.order=a+red+dog+*")
    settle(page)
    assert row(page)[2] == "dog" and row(page)[9] == "cat"


def test_a_word_is_dragged(opened):
    page = opened()
    word, to = (page.locator(".row > .word").nth(i).bounding_box() for i in (1, 0))
    page.mouse.move(word["x"] + word["width"] / 2, word["y"] + word["height"] / 2)
    page.mouse.down()
    page.mouse.move(to["x"] + 3, to["y"] + to["height"] / 2, steps=6)
    page.mouse.up()
    page.wait_for_url("**words.order=red+a+cat+*")
    settle(page)
    assert row(page)[:2] == ["red", "a"]
