"""The player in a real Chromium, on the page of page.py."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.canvas import pixels_of
from tests.browser.player.seen import DROP, MIXTURE, SIZES, box, idle, moment, pixels, reaches, read
from tests.browser.stage import traffic


def test_the_browsers_mixture_is_a_times_picture_plus_b_times_noise_rounded_and_clipped(visit):
    page = visit()
    clean = pixels(page, MIXTURE, "clean").astype(float) / 127.5 - 1
    eps = np.random.default_rng(0).standard_normal((64, 64, 3)).astype(np.float32)
    for frame in (10, 40):
        page.evaluate("([key, frame]) => window.__player[key].seek(frame)", [MIXTURE, frame])
        share = frame / 40
        mixed = np.sqrt(1 - share) * clean + np.sqrt(share) * eps
        expected = np.clip((mixed + 1) * 127.5, 0, 255)
        # The page mixes the floats, of which the clean canvas shows the rounded bytes: half a level, and a rounding.
        assert abs(pixels(page, MIXTURE, "noisy") - expected).max() <= 1.01
    assert (pixels(page, MIXTURE, "noisy") == pixels(page, MIXTURE, "noise")).all()


def test_scrubbing_asks_the_server_for_nothing(visit):
    page = visit()
    seen = traffic(page)
    scrubber = box(page, MIXTURE).locator("input[type=range]")
    scrubber.focus()
    before = pixels(page, MIXTURE, "noisy")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert read(page, MIXTURE, "frame") == 22
    expect(scrubber).to_have_attribute("aria-valuetext", "t = 550 · noise 55 %")
    assert (pixels(page, MIXTURE, "noisy") != before).mean() > 0.5
    page.keyboard.press("End")
    page.wait_for_timeout(600)
    assert (read(page, MIXTURE, "frame"), seen) == (40, [])


def test_keys_play_pause_step_and_jump(visit):
    page = visit(calm=False)
    player = box(page, MIXTURE)
    player.get_by_role("button", name="play", exact=True).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert read(page, MIXTURE, "frame") == 1
    page.keyboard.press(" ")
    reaches(page, MIXTURE, "playing", True)
    reaches(page, MIXTURE, "frame", 4)
    page.keyboard.press(" ")
    reaches(page, MIXTURE, "playing", False)
    stopped = read(page, MIXTURE, "frame")
    page.wait_for_timeout(300)
    assert read(page, MIXTURE, "frame") == stopped
    player.locator("input[type=range]").focus()
    page.keyboard.press(" ")
    reaches(page, MIXTURE, "playing", True)
    reaches(page, MIXTURE, "frame", 40)
    reaches(page, MIXTURE, "playing", False)


def test_a_film_plays_backwards_to_its_first_frame(visit):
    page = visit()
    player = box(page, DROP)
    page.evaluate("key => window.__player[key].seek(20)", DROP)
    player.get_by_role("button", name="play backwards").click()
    reaches(page, DROP, "frame", 0)
    reaches(page, DROP, "playing", False)
    assert player.get_by_role("button", name="play backwards").get_attribute("aria-pressed") == "true"


def test_a_film_starts_by_itself_when_seen_but_not_for_those_who_asked_for_calm(visit):
    lively, calm = visit(calm=False), visit(calm=True)
    lively.wait_for_timeout(500)
    assert read(lively, DROP, "frame") == 0
    for page in (lively, calm):
        box(page, DROP).locator("canvas").first.scroll_into_view_if_needed()
    reaches(lively, DROP, "frame", 79)
    assert read(calm, DROP, "frame") == 0
    lively.wait_for_timeout(400)
    assert moment(lively) is None


def test_the_moment_stands_in_the_address_beside_what_else_stands_there(visit):
    page = visit("?class=7b")
    box(page, MIXTURE).locator("input[type=range]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(500)
    box(page, DROP).locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert moment(page) == "noise.39%7Edrop.1" or moment(page) == "noise.39~drop.1"
    assert "class=7b" in page.url
    box(page, "demo.again").get_by_role("button").click()
    idle(page)
    assert "class=7b" in page.url and moment(page)
    page.reload()
    page.wait_for_function("() => Object.keys(window.__player || {}).length === 3")
    assert (read(page, MIXTURE, "frame"), read(page, DROP, "frame")) == (39, 1)


@pytest.mark.parametrize("written", ["noise.99999", "noise.-1", "noise.x", "~~", "noise.1e3", "%00.3"])
def test_a_nonsensical_moment_still_opens_the_page(visit, written):
    page = visit(f"?moment={written}")
    assert read(page, MIXTURE, "frame") == (40 if written == "noise.99999" else 10)


def test_a_changed_setting_keeps_the_moment_and_changes_the_picture(visit):
    page = visit()
    box(page, MIXTURE).locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    before = pixels(page, MIXTURE, "noisy")
    page.get_by_role("slider", name="seed").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    idle(page)
    assert read(page, MIXTURE, "frame") == 11
    assert (pixels(page, MIXTURE, "noisy") != before).mean() > 0.5
    assert read(page, MIXTURE, "frames") == 41


def test_a_click_on_a_pixel_is_reported_with_its_place(visit):
    page = visit()
    canvas = box(page, MIXTURE).locator("figure[data-track=noisy] canvas")
    width = canvas.bounding_box()["width"]
    canvas.click(position={"x": width * 12.5 / 64, "y": width * 40.5 / 64})
    expect(page.get_by_text("picked: Pick(track='noisy', frame=10, x=12, y=40)")).to_be_visible()
    readout = box(page, MIXTURE).locator("figure[data-track=clean] .readout")
    expect(readout).to_have_text(re.compile(r"R\s−?\d\.\d\d +G\s−?\d\.\d\d +B\s−?\d\.\d\d"))


def test_a_pixel_can_be_picked_by_keyboard(visit):
    page = visit()
    box(page, MIXTURE).locator("figure[data-track=noise] canvas").focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("picked: Pick(track='noise', frame=10, x=30, y=33)")).to_be_visible()
    expect(box(page, MIXTURE).get_by_text("in numbers, at 30, 33")).to_be_visible()
    assert read(page, MIXTURE, "frame") == 10
    # The focus survives the answer, so that the next key goes on from here.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("picked: Pick(track='noise', frame=10, x=31, y=33)")).to_be_visible()


def test_values_beyond_black_and_white_are_read_unclipped(visit):
    page = visit()
    eps = np.random.default_rng(0).standard_normal((64, 64, 3)).astype(np.float32)
    y, x, channel = np.unravel_index(eps.argmin(), eps.shape)
    canvas = box(page, MIXTURE).locator("figure[data-track=noise] canvas")
    width = canvas.bounding_box()["width"]
    canvas.hover(position={"x": width * (x + 0.5) / 64, "y": width * (y + 0.5) / 64})
    written = f"{'RGB'[channel]}\u202f−{-eps.min():.2f}"
    assert written in box(page, MIXTURE).locator("figure[data-track=noise] .readout").inner_text()


@pytest.mark.parametrize("size", SIZES)
def test_picture_pixels_are_whole_device_pixels_and_never_smoothed(visit, size):
    page = visit(size=size)
    canvases = page.locator("canvas.pixels")
    assert canvases.count() == 5
    for canvas in canvases.all():
        width = canvas.evaluate("c => c.getBoundingClientRect().width * devicePixelRatio / c.width")
        assert abs(width - round(width)) < 0.01 and width >= 3
        assert canvas.evaluate("c => getComputedStyle(c).imageRendering") == "pixelated"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_for_those_who_cannot_see_or_point(visit, size, scheme):
    page = visit(size=size, scheme=scheme)
    found = Axe().run(page, context="[data-testid=stBidiComponentIsolated]").response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in ("serious", "critical")
    ] == []
    # all at once: a run's own buttons go when it has come
    look = "all => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
    controls = page.locator("section.player button:visible, section.player input:visible").evaluate_all(look)
    assert len(controls) > 8 and min(controls) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_moving_curves_take_a_new_shape_in_each_frame(visit):
    page = visit()

    def inked(frame: int) -> int:
        """How many points of the canvas lie under both lines: there two translucent tints add up."""
        page.evaluate("([key, frame]) => window.__player[key].seek(frame)", [DROP, frame])
        canvas = page.locator("figure[data-track=bell] canvas")
        opaque = pixels_of(canvas)[..., 3].astype(float)
        return int((np.abs(opaque - 255 * (1 - 0.86**2)) < 6).sum())

    # the area under a bell of height 1 grows with its width
    narrow, middle, wide = inked(5), inked(30), inked(79)
    assert 0 < narrow < middle < wide
