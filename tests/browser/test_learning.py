"""The lesson in a real Chromium: a training that starts, rests and stops by its buttons; stages scrubbed free."""

import re

import pytest

from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

SOON = 150_000
BEGUN = "() => /^nudge [1-9]/.test(window.__player['learning.live']?.label || '')"


def test_a_training_begins_rests_and_stops_before_ones_eyes(visit):
    page = visit("level-4-learning?learning.world=points")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function(BEGUN, timeout=SOON)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_text("Paused.").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Stopped: nudge").wait_for()
    # what was learnt until then can be scrubbed, from blank on
    page.wait_for_function("() => window.__player['learning.live'].frames > 1")
    live = Stage(page, "learning.live")
    live.seek(0)
    live.reaches("frame", 0)
    assert str(live.read("label")).startswith("nudge 0 ")


@pytest.mark.parametrize("size", SIZES)
def test_the_stages_are_scrubbed_without_a_request_and_the_link_brings_one_back(visit, size):
    page = visit("level-4-learning?learning.picture=3", size=size)
    hand = Stage(page, "learning.hand")
    seen = traffic(page)
    for frame in range(7):
        hand.seek(frame)
    hand.seek(6)
    hand.box.locator("input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => location.search.includes('exercise.3')")
    assert seen == []
    before = hand.pixels("x")
    again = Stage(visit(page.url.rpartition("/")[2], size=size), "learning.hand")
    again.reaches("frame", 3)
    assert (again.pixels("x") == before).all()


@pytest.mark.parametrize("size", SIZES)
def test_where_the_curve_will_be_its_place_stands_before_the_bet(visit, size):
    stage = Stage(visit("level-4-learning", size=size), "learning.knob_film")

    def place() -> list[float]:
        """Of the chart's canvas, as seen from the first picture."""
        canvas, first = (stage.track(name).locator("canvas").bounding_box() for name in ("error", "made"))
        return [canvas["x"] - first["x"], canvas["y"] - first["y"], canvas["width"], canvas["height"]]

    before = place()
    stage.page.locator('.bet[data-key="learning.knob"] .show').click()
    stage.page.locator('.bet[data-key="learning.knob"][data-state=revealed]').wait_for()
    settle(stage.page)
    assert place() == pytest.approx(before, abs=2)


def test_who_waits_for_a_picture_is_told_the_place(visit):
    page, asked = visit("level-4-learning"), []

    def third(route):
        asked.append(route.request.url)
        route.fulfill(json={"said": "3rd in line, about 20 s"})

    page.route("**/api/place?visit=*", third)
    page.get_by_role("button", name="Fresh noise").last.click()
    line = page.locator(".turn")
    line.wait_for(timeout=SOON)
    assert line.inner_text() == "3rd in line, about 20 s" and re.search(r"visit=[0-9a-f]{12}$", asked[0])
    line.wait_for(state="hidden", timeout=SOON)
