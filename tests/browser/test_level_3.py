"""Level 3 in a real Chromium: the bet opens the way, both pictures follow one clock, the link brings it back."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from diffusion_core.schedules import make_schedule
from pages.shared import pictures, schedule_figures
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic


def opened(visit, query: str = "", **look) -> Stage:
    return Stage(visit(f"level-3{query}", **look), "schedule.stage")


def whole(visit, **look) -> Stage:
    stage = opened(visit, **look)
    stage.page.get_by_text("Just show me").click()
    stage.reaches("frames", 101)
    settle(stage.page)
    return stage


def expected(name: str, t: int) -> np.ndarray:
    left = make_schedule(name, 1000).alpha_bar[t].item()
    clean = pictures.default().pixels() / 127.5 - 1
    noisy = left**0.5 * clean + (1 - left) ** 0.5 * schedule_figures.noise()
    return np.clip((noisy + 1) * 127.5, 0, 255)


@pytest.mark.parametrize("size", SIZES)
def test_the_bet_opens_the_whole_way_at_half_time(visit, size):
    stage = opened(visit, size=size)
    assert stage.read("frames") == 6
    stage.page.get_by_text("Equally well under both").click()
    stage.reaches("frames", 101)
    assert stage.read("frame") == 50
    expect(stage.page.get_by_text("You said")).to_be_visible()
    expect(stage.track("left")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_both_pictures_are_the_same_noise_under_their_own_schedule(visit, size):
    stage = whole(visit, size=size)
    for frame in (0, 50, 100):
        stage.seek(frame)
        for name in ("linear", "cosine"):
            assert abs(stage.pixels(name) - expected(name, 10 * frame)).max() <= 1.01


@pytest.mark.parametrize("size", SIZES)
def test_playing_and_scrubbing_send_nothing(visit, size):
    stage = whole(visit, size=size, calm=False)
    seen = traffic(stage.page)
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("End")
    for _ in range(7):
        stage.page.keyboard.press("ArrowLeft")
    assert stage.read("frame") == 93
    stage.box.get_by_role("button", name="play", exact=True).click()
    stage.reaches("frame", 100)
    stage.reaches("playing", False)
    stage.page.wait_for_timeout(600)
    assert seen == []


def test_the_keyboard_alone_bets_and_steps(visit):
    stage = opened(visit)
    stage.page.get_by_role("radio", name="Under linear").focus()
    stage.page.keyboard.press("Enter")
    stage.reaches("frames", 101)
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("ArrowRight")
    assert stage.read("frame") == 51


def test_a_link_brings_back_steps_schedule_and_moment(visit):
    stage = whole(visit)
    stage.page.get_by_role("radio", name="Cosine", exact=True).click()
    settle(stage.page)
    stage.page.get_by_role("slider", name="Small steps, T").focus()
    stage.page.keyboard.press("Home")
    stage.reaches("frames", 11)
    settle(stage.page)
    assert stage.read("label").startswith("t = 5 of 10 ")
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_url(re.compile(r"schedule\.name=Cosine&schedule\.steps=10&moment=schedule\.6\b"))
    other = Stage(visit(stage.page.url.split("/")[-1]), "schedule.stage")
    assert other.read("label") == stage.read("label")
    assert other.read("label").startswith("t = 6 of 10 ")
    expect(other.track("numbers").locator(".title")).to_have_text("cosine at this moment")
    for track in ("linear", "cosine", "left", "betas"):
        assert np.array_equal(other.pixels(track), stage.pixels(track))
