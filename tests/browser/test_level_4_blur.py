"""Why not a blur, in a real Chromium: the wall goes dark, the film is scrubbed without a request, a link leads back."""

import numpy as np
import pytest

from tests.browser import measured
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

PAGE = "level-4-blur"


def bet(page, key: str) -> None:
    page.locator(f'.bet[data-key="{key}"] .show').click()
    page.locator(f'.bet[data-key="{key}"][data-state=revealed]').wait_for(timeout=120_000)
    settle(page)


def light(stage: Stage) -> float:
    return float(stage.pixels("wall").astype(int).mean())


@pytest.mark.parametrize("size", SIZES)
def test_windows_go_dark_until_one_is_lit_without_a_request_and_a_link_brings_it_back(visit, size):
    page = visit(PAGE, size=size)
    bet(page, "blur.safest")
    stage = Stage(page, "blur.stage")
    seen = traffic(page)
    lights, guesses = [], []
    for frame in (0, 6, 12, 27):
        stage.seek(frame)
        lights.append(light(stage))
        guesses.append(stage.pixels("guess").astype(int))
    assert lights == sorted(lights, reverse=True) and lights[-1] < 0.35 * lights[0]
    assert guesses[-1].std() > 1.5 * guesses[0].std(), "a blur became a picture"
    assert seen == []
    stage.box.locator("input[type=range]").focus()
    for _ in range(19):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(700)
    assert "blur.8" in page.url
    shown = stage.pixels("guess")
    again = Stage(visit(f"{PAGE}?{page.url.partition('?')[2]}", size=size), "blur.stage")
    again.reaches("frame", 8)
    assert np.array_equal(again.pixels("guess"), shown)


@pytest.mark.parametrize("size", SIZES)
def test_windows_are_whole_pixels_large_enough_and_never_wider_than_the_page(visit, size):
    page = visit(PAGE, size=size)
    for key in ("blur.safest", "blur.closer"):
        bet(page, key)
    stage = Stage(page, "blur.stage")
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= SIZES[size][0]
    stage.seek(0)
    look = "c => [c.width / devicePixelRatio, c.height / devicePixelRatio]"
    width, height = stage.track("wall").locator("canvas").evaluate(look)
    assert width * height / 48 >= 44**2
    # one picture's pixel is so many of the screen's: a row of windows repeats each of its columns that often
    row = stage.pixels("wall")[6]
    changes = np.flatnonzero((row[1:] != row[:-1]).any(1)) + 1
    inside = changes[(changes > 2) & (changes < 40)]
    assert len(set((inside - 2) % 2)) == 1


def test_memory_and_the_network_stand_side_by_side_in_the_window_after_the_bet(visit):
    page = visit(PAGE)
    bet(page, "blur.closer")
    boxes = [Stage(page, "blur.unseen").track(name).bounding_box() for name in ("memory", "network")]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2 and boxes[0]["width"] >= 384


def test_the_whole_wall_is_seen_together_with_the_guess_on_a_low_screen(visit):
    page = visit(PAGE)
    page.set_viewport_size({"width": 1280, "height": 720})
    bet(page, "blur.safest")
    stage = Stage(page, "blur.stage")
    measured.at_top(page, "blur.safest")
    guess, wall = (stage.track(name).locator("canvas").bounding_box() for name in ("guess", "wall"))
    assert guess["y"] >= measured.HEAD and guess["width"] >= 320
    assert wall["y"] + wall["height"] <= 720
