"""Picture chips in a real Chromium: by keyboard, by finger, in the dark, and on a narrow screen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SIZES
from tests.browser.stage import settle

LEAST = 44


def row(page: Page, name: str = "An animal") -> Locator:
    found = page.get_by_role("radiogroup", name=name)
    found.scroll_into_view_if_needed()
    return found


def chosen(group: Locator) -> list[str]:
    return group.locator("[aria-checked=true] .name").all_inner_texts()


def focused(page: Page) -> str:
    look = """() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at.innerText;
    }"""
    return page.evaluate(look)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_arrows_move_and_a_key_chooses(visit, key):
    page = visit("?home.animal=mouse")
    group = row(page)
    group.get_by_role("radio", name="mouse").focus()
    for press, there in (("ArrowRight", "frog"), ("ArrowDown", "owl"), ("ArrowLeft", "frog"), ("End", "pig"),
                         ("ArrowRight", "cat"), ("ArrowUp", "pig"), ("Home", "cat")):  # fmt: skip
        page.keyboard.press(press)
        assert focused(page).strip() == there and chosen(group) == ["mouse"]
    page.keyboard.press(key)
    expect(group.get_by_role("radio", name="cat")).to_have_attribute("aria-checked", "true")
    settle(page)
    assert chosen(group) == ["cat"] and focused(page).strip() == "cat" and "home.animal=cat" in page.url


def test_the_tab_key_stops_once_a_row_at_what_is_chosen(visit):
    page = visit("?home.animal=dog&home.colour=green")
    row(page).get_by_role("radio", name="dog").focus()
    page.keyboard.press("Tab")
    assert focused(page).strip() == "green"
    page.keyboard.press("Shift+Tab")
    assert focused(page).strip() == "dog"


def test_a_finger_chooses(visit):
    page = visit("", size="phone")
    row(page).get_by_role("radio", name="rabbit").tap()
    settle(page)
    assert chosen(row(page)) == ["rabbit"] and "home.animal=rabbit" in page.url


@pytest.mark.parametrize("size", SIZES)
def test_chips_are_large_enough_lie_side_by_side_and_inside_the_screen(visit, size):
    page = visit("", size=size)
    for name in ("An animal", "A colour", "Something to wear"):
        areas = [chip.bounding_box() for chip in row(page, name).get_by_role("radio").all()]
        assert min(min(area["width"], area["height"]) for area in areas) >= LEAST
        assert max(area["x"] + area["width"] for area in areas) <= SIZES[size][0]
        lengths = [sum(area["y"] == y for area in areas) for y in sorted({area["y"] for area in areas})]
        # rows of one length, or a last one that lacks less than it holds
        assert max(lengths) - min(lengths) < max(lengths) / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chosen_one_has_a_ring_of_teal_and_the_focused_one_an_outline(visit, scheme):
    page = visit("?home.animal=dog", scheme=scheme)
    teal = {"light": "rgb(15, 118, 110)", "dark": "rgb(45, 212, 191)"}[scheme]
    group = row(page)
    ring = "chip => getComputedStyle(chip.querySelector('.picture')).boxShadow"
    assert teal in group.get_by_role("radio", name="dog").evaluate(ring)
    assert teal not in group.get_by_role("radio", name="frog").evaluate(ring)
    group.get_by_role("radio", name="dog").focus()
    page.keyboard.press("ArrowRight")
    outline = "chip => getComputedStyle(chip).outlineStyle + getComputedStyle(chip).outlineWidth"
    assert group.get_by_role("radio", name="rabbit").evaluate(outline) == "solid2px"


def test_no_picture_on_a_chip_is_scaled(visit):
    for size in SIZES:
        picture = row(visit("", size=size)).locator(".picture").first
        kept = picture.evaluate("it => [getComputedStyle(it).backgroundSize, it.offsetWidth, it.offsetHeight]")
        assert kept[0] == "auto" and kept[1] == kept[2] in (48, 64)


def test_level_2_chooses_its_picture_by_chips(visit):
    page = visit("level-2")
    page.get_by_text("Another picture").first.click()
    settle(page)
    row(page, "Animal").get_by_role("radio", name="owl").click()
    settle(page)
    assert "noise.animal=owl" in page.url and chosen(row(page, "Animal")) == ["owl"]
