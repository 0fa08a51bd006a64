"""Level 5, part 2, in a real Chromium: films that are scrubbed, a hat taken off, and sixteen pictures pulled hard."""

import pytest
from playwright.sync_api import expect

from pages.levels.words.way.pull import MANY
from pages.server.shared_runs import shown_steps
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

PAGE = "level-5-way?moment="
FILMS = {"way.heard": ("heard.4", "looks"), "way.mind": ("mind.5", "end")}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", FILMS)
def test_a_film_is_scrubbed_without_asking(visit, size, key):
    moment, name = FILMS[key]
    stage = Stage(visit(PAGE + moment, size=size), key)
    seen = traffic(stage.page)
    stage.seek(0)
    first = stage.pixels(name)
    stage.seek(8)
    assert (stage.pixels(name) != first).any() and seen == []


@pytest.mark.parametrize("size", SIZES)
def test_a_hat_is_taken_off_and_nothing_else_changes(visit, size):
    page = visit(f"{PAGE}where.16", size=size)
    stage = Stage(page, "way.truth")
    stage.seek(16)
    dressed = stage.pixels("noisy")
    page.get_by_text("Take the hat off").click()
    settle(page)
    expect(stage.track("noisy")).to_contain_text("drawn without “hat”")
    stage.seek(16)
    changed = (stage.pixels("noisy") != dressed).any(-1).mean()
    assert 0.005 < changed < 0.2


@pytest.mark.parametrize("size", SIZES)
def test_sixteen_pictures_are_drawn_step_by_step(visit, size):
    frames = len(shown_steps(20, MANY))
    stage = Stage(visit(f"{PAGE}pull.{frames - 1}", size=size), "way.many")
    stage.reaches("available", frames)
    stage.reaches("status", "")
    stage.seek(frames - 1)
    last = stage.pixels("guess")
    high, wide, _ = last.shape
    assert wide % 64 == high % 64 == 0 and (high // 64) * (wide // 64) >= 16, "sixteen, in as many columns as fit"
    stage.seek(2)
    assert (stage.pixels("guess") != last).mean() > 0.3
