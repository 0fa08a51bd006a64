"""Inside the network in a real Chromium: the plan by mouse, touch, keyboard; maps scrubbed free; a link to them."""

import numpy as np
import pytest

from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

PAGE = "level-4-inside"
MAPS = f"{PAGE}?inside.seed=13"
"""A link to the maps opens their fold."""
BOXES = "parts => parts.map(part => part.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"


def plan(page, key="inside-plan"):
    box = page.locator(f".st-key-{key}")
    box.locator(".part.middle").wait_for()
    return box


def test_the_menu_marks_the_level_that_a_part_belongs_to(visit):
    links = visit(PAGE).get_by_test_id("stTopNavLink")
    weights = links.evaluate_all("links => links.map(a => [a.innerText, getComputedStyle(a).fontWeight])")
    assert [name for name, weight in weights if weight == "600"] == ["4 Network"]


@pytest.mark.parametrize("size", SIZES)
def test_the_plan_stands_in_the_page_and_no_part_covers_another(visit, size):
    page = visit(MAPS, size=size)
    for key in ("inside-plan", "inside-cutting"):
        left, top, right, bottom = np.array(plan(page, key).locator(".part, button.cross").evaluate_all(BOXES)).T
        assert left.min() >= 0 and right.max() <= SIZES[size][0]
        for i in range(len(left)):
            apart = (left >= right[i]) | (right <= left[i]) | (top >= bottom[i]) | (bottom <= top[i])
            assert apart.sum() == len(left) - 1, f"part {i} lies over another"


def test_a_part_is_chosen_by_the_keyboard_and_its_maps_are_scrubbed_free(visit):
    page = visit(MAPS)
    bottom = plan(page).locator(".part.middle")
    bottom.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('inside.part')")
    settle(page)
    stage = Stage(page, "inside.maps")
    assert bottom.get_attribute("aria-pressed") == "true"
    assert page.evaluate("() => document.activeElement.shadowRoot.activeElement.classList.contains('middle')")
    seen, before = traffic(page), stage.pixels("maps")
    assert before.shape[:2] == (3 * 9 - 1, 4 * 9 - 1)  # three rows of four maps of 8 × 8
    stage.seek(9)
    stage.reaches("frame", 9)
    assert not np.array_equal(stage.pixels("maps"), before)
    assert seen == []


def test_a_clicked_map_is_seen_large_and_the_link_brings_all_back(visit):
    page = visit(MAPS, size="phone")
    plan(page).locator(".part.middle").tap()
    settle(page)
    stage = Stage(page, "inside.maps")
    stage.box.locator("input[type=range]").focus()
    page.keyboard.press("End")
    page.wait_for_function("() => location.search.includes('moment=maps.10')")
    canvas = stage.track("maps").locator("canvas")
    canvas.scroll_into_view_if_needed()
    area = canvas.bounding_box()
    canvas.click(position={"x": area["width"] * 0.9, "y": area["height"] * 0.95})
    page.wait_for_function("() => /inside.map=.*moment=maps.10/.test(location.search)")
    settle(page)
    large = stage.pixels("map")[::8, ::8]
    assert large.shape == (8, 8, 3)
    again = visit(page.url.rpartition("/")[2], size="phone")
    other = Stage(again, "inside.maps")
    other.reaches("frame", 10)
    assert np.array_equal(other.pixels("map")[::8, ::8], large)


def test_skips_are_cut_on_the_plan(visit):
    page = visit(PAGE)
    box = plan(page, "inside-cutting")
    stage = Stage(page, "inside.cuts")
    before = stage.pixels("hurt")
    box.locator("button.cross").first.click()
    page.wait_for_function("() => location.search.includes('inside.cut=')")
    settle(page)
    assert box.locator("path.skip.cut").count() == 1
    assert not np.array_equal(stage.pixels("hurt"), before)
