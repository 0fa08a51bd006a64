"""Draw anew in a real Chromium: a walk between two noises, the way back from two noises, and the link to a place."""

import numpy as np
import pytest

from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

PAGE = "level-4-new"


def bet(page, key: str) -> None:
    page.locator(f'.bet[data-key="{key}"] .show').click()
    settle(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_walk_is_scrubbed_without_a_request_and_its_link_brings_it_back(visit, size):
    # a link opens the fold in which it stands
    page = visit(f"{PAGE}?moment=between.5", size=size)
    stage = Stage(page, "between.walk")
    stage.reaches("frame", 5)
    seen = traffic(page)
    stage.seek(0)
    start = stage.pixels("picture").astype(int)
    stage.seek(10)
    assert np.abs(stage.pixels("picture").astype(int) - start).mean() > 5
    assert seen == []
    stage.box.locator("input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(700)
    assert "between.7" in page.url
    shown = stage.pixels("picture")
    again = Stage(visit(f"{PAGE}?{page.url.partition('?')[2]}", size=size), "between.walk")
    again.reaches("frame", 7)
    assert np.array_equal(again.pixels("picture"), shown)


def test_two_noises_look_alike_and_only_one_leads_back(visit):
    page = visit(f"{PAGE}?moment=invert.0")
    stage = Stage(page, "invert.way")
    clean = stage.pixels("clean").astype(int)
    gaps = {}
    for frame in (0, 20):
        stage.seek(frame)
        both = stage.pixels("noises").astype(int)
        # without the seam
        halves = (both[:63, :63] - clean[:63, :63], both[:63, 65:] - clean[:63, 1:])
        gaps[frame] = [np.abs(half).mean() for half in halves]
    assert min(gaps[0]) > 50, "both are noise"
    assert gaps[20][1] < 0.6 * gaps[20][0], "the path's came back"


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_no_wider_than_the_screen_with_all_bets_answered(visit, size):
    page = visit(PAGE, size=size)
    for key in ("decides.ways", "new.nearest", "pairs.right"):
        bet(page, key)
    Stage(page, "new.three")
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= SIZES[size][0]
