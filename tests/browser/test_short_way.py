"""The short way, walked: in one window, each stop at its experiment, the strip in sight and over nothing."""

import pytest
from playwright.sync_api import expect

from pages.short_way import STOPS, stops
from tests.browser.conftest import SIZES
from tests.browser.machine import wait_idle

STRIP = ".st-key-short-way-strip"
AT_ITS_TOP = """name => {
    const top = document.getElementById(name)?.getBoundingClientRect().top;
    return top >= 0 && top < 150;
}"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_each_stop_opens_at_its_experiment_and_leads_to_the_next(visit, size):
    page = visit("", size=size)
    page.get_by_text("Short of time?").click()
    page.locator(".st-key-short-way a").first.click()
    for number, stop in enumerate(stops(), 1):
        page.wait_for_url(f"**/{stop.page.path}?*short={number}*")
        page.get_by_text(f"stop {number} of {len(STOPS)}").wait_for()
        wait_idle(page)
        anchor = stop.address.partition("#")[2]
        page.wait_for_function(AT_ITS_TOP, arg=anchor)
        strip, link = page.locator(STRIP).bounding_box(), page.locator(f"{STRIP} a").bounding_box()
        bar = page.locator(".way-bar").bounding_box() if size == "phone" else None
        floor = bar["y"] if bar else SIZES[size][1]
        assert floor - 3 <= strip["y"] + strip["height"] <= floor + 1
        assert link["height"] >= 44 and link["x"] + link["width"] <= SIZES[size][0]
        if number < len(STOPS):
            page.locator(f"{STRIP} a").click()
    assert len(page.context.pages) == 1


def test_what_is_done_at_a_stop_does_not_end_the_way(visit):
    page = visit("level-1?short=1")
    page.locator(STRIP).wait_for()
    card = page.locator(".bet").last
    card.locator(".show").click()
    expect(card).to_have_attribute("data-state", "revealed")
    page.locator(".st-key-ink-pair-again button").click()
    page.wait_for_url("**ink.pair=**")
    page.locator(".st-key-ink-seed-again button").click()
    page.wait_for_url("**ink.seed=**")
    page.reload()
    expect(page.locator(STRIP)).to_contain_text("stop 1 of 6")
