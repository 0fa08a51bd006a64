"""The home page in a real Chromium: a critter comes out of noise, can be looked at step by step, and again."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

FIRST = 22


def finished(visit, path: str = "", **look) -> Stage:
    stage = Stage(visit(path, **look), "home.critter")
    stage.reaches("status", "")
    assert stage.read("available") == 21
    return stage


@pytest.mark.parametrize("size", SIZES)
def test_a_critter_comes_out_of_noise_while_one_watches(visit, size):
    stage = finished(visit, size=size, calm=False)
    stage.reaches("frame", 20)
    assert stage.read("label") == "step 20 of 20 · t = 0 · noise 0 %"
    last = stage.pixels("noisy").astype(int)
    stage.seek(0)
    first = stage.pixels("noisy").astype(int)
    # noise has hardly anything in common with its neighbour, a picture much
    assert first.std() > 60 and last.std() > 10
    assert np.abs(last - first).mean() > 20
    expect(stage.page.locator(".stMain")).not_to_contain_text("being loaded")


@pytest.mark.parametrize("size", SIZES)
def test_scrubbing_asks_for_nothing_and_the_link_brings_the_moment_back(visit, size):
    stage = finished(visit, size=size)
    seen = traffic(stage.page)
    stage.box.locator("input[type=range]").focus()
    for _ in range(7):
        stage.page.keyboard.press("ArrowLeft")
    stage.page.wait_for_timeout(700)
    assert stage.read("frame") == 13 and seen == []
    shown = stage.pixels("noisy")
    again = finished(visit, stage.page.url.rpartition("/")[2], size=size)
    again.reaches("frame", 13)
    assert np.array_equal(again.pixels("noisy"), shown)


def test_again_makes_another_picture(visit):
    stage = finished(visit)
    before, words = stage.pixels("noisy"), stage.page.locator(".stMain em").first.inner_text()
    stage.page.get_by_role("button", name="Again").click()
    settle(stage.page)
    expect(stage.page.locator(".stMain em").first).not_to_have_text(words)
    stage.reaches("label", "step 20 of 20 · t = 0 · noise 0 %")
    stage.reaches("status", "")
    assert np.abs(stage.pixels("noisy").astype(int) - before).mean() > 10
    assert f"home.seed={FIRST + 1}" in stage.page.url
