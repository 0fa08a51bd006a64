"""Level 1's ways back in a real Chromium: a letter is typed, a ring comes back, and a new one forms."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from pages.levels.ink import family_figures
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

STEPS = 60


def bet(page: Page, key: str, answer: str) -> None:
    page.locator(f".st-key-bet-{key.replace('.', '-')}").get_by_role("radio", name=answer).click()
    settle(page)


def inked(pixels: np.ndarray) -> float:
    """The share of a glass that is as blue, and as dark, as ink; its water is blue and bright."""
    red, blue = pixels[..., 0].astype(int), pixels[..., 2].astype(int)
    return float(((blue - red > 60) & (blue < 180)).mean())


def test_a_letter_is_typed_and_drops(visit):
    page = visit("level-1?ink.shape=letter")
    glass = Stage(page, "ink.glass")
    before = glass.pixels("specks")
    box = page.get_by_label("Your letter")
    box.fill("Ж")
    box.press("Enter")
    page.wait_for_function("() => decodeURIComponent(location.search).includes('ink.letter=Ж')")
    settle(page)
    assert (glass.pixels("specks") != before).any()
    box.fill("漢")
    box.press("Enter")
    expect(page.get_by_text("so here is an A")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_many_steps_bring_the_ring_back_and_the_link_brings_back_the_moment(visit, size):
    page = visit("level-1-back?ink.steps=12", size=size)
    bet(page, "ink.undo", "In one giant leap")
    undone = Stage(page, "ink.undone")
    undone.reaches("frames", 13)
    undone.seek(12)
    expect(undone.box.get_by_text("100 in 100 specks")).to_be_visible()
    undone.box.locator("input[type=range]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => location.search.includes('undo.7')")
    again = Stage(visit(page.url.split("/", 3)[3], size=size), "ink.undone")
    assert (again.read("frames"), again.read("frame")) == (13, 7)
    again.as_wide_as(undone, "back")
    assert (again.pixels("back") == undone.pixels("back")).all()


def test_leap_and_steps_race_on_one_clock_and_only_the_steps_bring_the_ring(visit):
    page = visit("level-1-back")
    bet(page, "ink.undo", "In one giant leap")
    race = Stage(page, "ink.undone")
    race.reaches("frames", 21)
    race.seek(20)
    ends = {name: inked(race.pixels(name)) for name in ("leap", "steps")}
    # a ring covers little of the glass, mixed water much
    assert ends["steps"] < ends["leap"] - 0.02


def test_who_chose_the_place_is_asked_after_the_ring_and_played_in_three_glasses(visit):
    page = visit("level-1-back")
    bet(page, "ink.fresh", "A ring in a new place")
    bet(page, "ink.chose", "The water")
    three = Stage(page, "ink.chose")
    three.reaches("frames", STEPS + 1)
    three.seek(STEPS)
    assert max(inked(three.pixels(name)) for name in ("first", "shoves", "water")) < 0.1
    expect(page.locator(".st-key-bet-ink-chose").get_by_text("mm")).to_be_visible()


def test_a_new_ring_forms_while_the_map_settles_and_scrubbing_asks_for_nothing(visit):
    page = visit("level-1-back")
    bet(page, "ink.fresh", "A ring in a new place")
    fresh = Stage(page, "ink.fresh")
    fresh.reaches("frames", STEPS + 1)
    sent = traffic(page)
    fresh.seek(STEPS)
    page.wait_for_timeout(300)
    assert sent == []
    sheet = fresh.pixels("map").any(axis=2)
    rows, columns = (np.ptp(inked) + 1 for inked in np.nonzero(sheet))
    # one pixel of the map, sharp, on a sheet as large as the glass
    assert sheet.shape == fresh.pixels("new").shape[:2]
    assert max(rows, columns) <= len(sheet) / family_figures.MAP + 1 and sheet.sum() == rows * columns
    assert 0.005 < inked(fresh.pixels("new")) < 0.1
