"""Level 2 in a real Chromium: the film, the pixel that is clicked, the link, the keyboard, the visitor's own file."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from pages.shared import noise_figures, pictures
from pages.shared.noise_figures import STEPS
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

BYTES = pictures.default().data


def opened(visit, query: str = "", **look) -> Stage:
    return Stage(visit(f"level-2{query}", **look), "noise.stage")


@pytest.mark.parametrize("size", SIZES)
def test_the_film_plays_to_its_end_and_shows_the_run(visit, size):
    stage = opened(visit, size=size, calm=False)
    stage.seek(STEPS - 6)
    stage.box.get_by_role("button", name="play", exact=True).click()
    stage.reaches("frame", STEPS)
    stage.reaches("playing", False)
    film = noise_figures.noised(BYTES, 0).frames
    for frame in (0, 1, 40, STEPS):
        stage.seek(frame)
        # another build of torch may round a draw the other way
        assert abs(stage.pixels("picture").astype(int) - film[frame]).max() <= 1
        assert stage.read("label") == noise_figures.labels()[frame]


@pytest.mark.parametrize("size", SIZES)
def test_scrubbing_sends_nothing(visit, size):
    stage = opened(visit, size=size)
    seen = traffic(stage.page)
    stage.box.locator("input[type=range]").focus()
    before = stage.pixels("picture"), stage.pixels("path"), stage.track("sum").inner_text()
    for _ in range(8):
        stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_timeout(700)
    assert stage.read("frame") == 19
    assert (stage.pixels("picture") != before[0]).mean() > 0.5
    assert not np.array_equal(stage.pixels("path"), before[1])
    assert stage.track("sum").inner_text() != before[2]
    assert seen == []


@pytest.mark.parametrize("size", SIZES)
def test_a_click_follows_that_pixel(visit, size):
    stage = opened(visit, size=size)
    path, film = stage.pixels("path"), stage.pixels("picture")
    stage.click_pixel("picture", 33, 50)
    red = np.frombuffer(BYTES, np.uint8).reshape(64, 64, 3)[50, 33, 0]
    expect(stage.track("path").locator(".title")).to_have_text(f"pixel 33, 50: its red, {red} at first")
    assert not np.array_equal(stage.pixels("path"), path)
    assert np.array_equal(stage.pixels("picture"), film)
    assert stage.read("frame") == 11
    assert "noise.pixel=33.50" in stage.page.url


def test_the_number_that_is_followed_is_the_one_under_the_pointer(visit):
    stage = opened(visit)
    stage.click_pixel("picture", 20, 40)
    for frame in (0, 5, 30):
        stage.seek(frame)
        last = stage.track("sum").locator("dd").last.inner_text().replace("−", "-")
        shown = int(re.findall(r"-?\d+", last)[-1])
        assert shown == stage.pixels("picture")[40, 20, 0]
        assert stage.track("picture").locator(".readout").inner_text().startswith(f"R {shown}")


def test_the_keyboard_alone_steps_and_picks(visit):
    stage = opened(visit)
    stage.track("picture").locator("canvas").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        stage.page.keyboard.press(key)
    settle(stage.page)
    expect(stage.track("path").locator(".title")).to_contain_text("pixel 13, 10")
    stage.box.get_by_role("button", name="one frame forward").press("Enter")
    assert stage.read("frame") == 12


def test_a_link_brings_back_pixel_channel_seed_and_moment(visit):
    stage = opened(visit)
    stage.page.get_by_role("radio", name="Blue", exact=True).click()
    settle(stage.page)
    stage.page.get_by_role("button", name="Draw again").click()
    settle(stage.page)
    stage.click_pixel("picture", 9, 60)
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("End")
    for _ in range(5):
        stage.page.keyboard.press("ArrowLeft")
    stage.page.wait_for_url(re.compile(rf"moment=noise\.{STEPS - 5}\b"))
    there = stage.page.url
    other = Stage(visit(there.split("/")[-1]), "noise.stage")
    assert other.read("frame") == STEPS - 5
    for track in ("picture", "path", "bell"):
        assert np.array_equal(other.pixels(track), stage.pixels(track))
    assert other.track("sum").inner_text() == stage.track("sum").inner_text()


def test_a_bet_is_answered_beside_the_stage(visit):
    stage = opened(visit)
    stage.page.get_by_role("radio", name="All, by the same amount").click()
    settle(stage.page)
    expect(stage.page.get_by_text("You said")).to_be_visible()
    expect(stage.page.get_by_text("of 12,288 changed")).to_be_visible()


def test_your_own_file_is_noised_and_a_bad_one_is_only_a_sentence(visit):
    stage = opened(visit, "?noise.picture=Your+own")
    page = stage.page
    page.get_by_role("button", name="Choose the picture").click()
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "bad.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text("This file is not a picture")).to_be_visible(timeout=30_000)
    assert abs(stage.pixels("picture").astype(int) - noise_figures.noised(BYTES, 0).frames[11]).max() <= 1
    file = io.BytesIO()
    Image.new("RGB", (90, 90), (250, 120, 10)).save(file, "PNG")
    chooser.set_input_files({"name": "mine.png", "mimeType": "image/png", "buffer": file.getvalue()})
    expect(page.get_by_text("This file is not a picture")).to_have_count(0, timeout=30_000)
    settle(page)
    stage.seek(0)
    assert (stage.pixels("picture") == (250, 120, 10)).all()
