"""Level 4 in a real Chromium: the network's guesses, a new picture step by step, sixteen at once, the link."""

import numpy as np
import pytest
from playwright.sync_api import expect

from diffusion_core.data.critters import TRAINING_COUNT, draw
from pages.shared.player import to_bytes
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic


def drawn(visit, query: str = "", *, frames: int = 21, **look) -> Stage:
    """The film as a link to its end shows it."""
    asked = f"{query}&" if query else "?"
    stage = Stage(visit(f"level-4-step{asked}moment=drawing.{frames - 1}", **look), "denoise.drawing")
    stage.reaches("available", frames)
    stage.reaches("status", "")
    return stage


@pytest.mark.parametrize("size", SIZES)
def test_a_run_streams_in_and_is_scrubbed_without_a_request(visit, size):
    stage = drawn(visit, "?denoise.steps=6", frames=7, size=size)
    seen = traffic(stage.page)
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("Home")
    start, blurred = stage.pixels("noisy").astype(int), stage.pixels("guess").astype(int)
    assert stage.read("label") == "step 0 of 6 · t = 1000 · noise 100 %"
    stage.page.keyboard.press("End")
    stage.page.wait_for_timeout(700)
    assert stage.read("label") == "step 6 of 6 · t = 0 · noise 0 %"
    end, guess = stage.pixels("noisy").astype(int), stage.pixels("guess").astype(int)
    assert np.abs(end - start).mean() > 20 and np.abs(guess - blurred).mean() > 5
    # with no noise left, picture and guess are one
    assert np.abs(end - guess).max() <= 1
    assert seen == []


def test_a_link_brings_the_same_picture_back_at_the_same_step(visit):
    stage = drawn(visit, "?denoise.animal=owl&denoise.seed=5&denoise.steps=8&denoise.sampler=DDPM", frames=9)
    stage.box.locator("input[type=range]").focus()
    for _ in range(3):
        stage.page.keyboard.press("ArrowLeft")
    stage.page.wait_for_timeout(700)
    shown = stage.pixels("noisy"), stage.pixels("guess")
    again = Stage(visit("level-4-step?" + stage.page.url.partition("?")[2]), "denoise.drawing")
    again.reaches("available", 9)
    again.reaches("frame", 5)
    assert np.array_equal(again.pixels("noisy"), shown[0]) and np.array_equal(again.pixels("guess"), shown[1])


def test_sixteen_at_once_are_one_sheet(visit):
    stage = drawn(visit, "?denoise.steps=4&denoise.sixteen=true", frames=5)
    sheet = stage.pixels("noisy")
    assert sheet.shape == (256, 256, 3)
    cells = sheet.reshape(4, 64, 4, 64, 3).swapaxes(1, 2).reshape(16, -1).astype(int)
    assert min(np.abs(a - b).mean() for i, a in enumerate(cells) for b in cells[:i]) > 5


@pytest.mark.parametrize("size", SIZES)
def test_the_networks_guess_follows_the_noise_without_a_request(visit, size):
    stage = Stage(visit("level-4?moment=seeing.10", size=size), "denoise.seeing")
    seen = traffic(stage.page)
    noise = stage.pixels("noise")
    stage.seek(0)
    assert np.abs(stage.pixels("noisy").astype(int) - to_bytes(draw([TRAINING_COUNT + 3]))[0]).max() <= 1
    stage.seek(20)
    assert np.abs(stage.pixels("noisy").astype(int) - noise).max() <= 3
    guess = stage.pixels("guess")
    stage.seek(10)
    assert not np.array_equal(stage.pixels("guess"), guess)
    assert np.array_equal(stage.pixels("noise"), noise) and seen == []
    stage.track("missed").locator("canvas").evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    expect(stage.track("missed").locator("canvas")).to_be_in_viewport()
    expect(stage.box.locator("input[type=range]")).to_be_in_viewport()


def test_other_words_for_the_same_noise_give_another_picture(visit):
    stage = drawn(visit, "?denoise.steps=4&denoise.animal=rabbit", frames=5)
    before = stage.pixels("noisy").astype(int)
    # typed, because the list shows only the options around the chosen one
    stage.page.get_by_role("button", name="Ask for something").click()
    colour = stage.page.locator(".st-key-denoise-colour").get_by_role("combobox")
    colour.click()
    colour.fill("red")
    colour.press("Enter")
    settle(stage.page)
    stage.reaches("available", 5)
    stage.reaches("status", "")
    stage.reaches("frame", 4)
    assert (stage.pixels("noisy").astype(int) != before).mean() > 0.2
    stage.seek(0)
    assert "denoise.colour=red" in stage.page.url
