"""4.1 in a real Chromium: dragging a number filters the picture at once, as the core would, and asks for nothing."""

import numpy as np
import pytest
import torch

from diffusion_core.networks.filters import IDENTITY, convolve, off_by
from pages.levels.network.see import smallest_figures
from pages.levels.network.see.smallest import BY_HAND
from tests.browser.conftest import SIZES
from tests.browser.stage import settle, traffic

OFF = "() => window.__board['smallest.board'].off"


def expected(nine: tuple[float, ...], seed: int = 13) -> float:
    x, x0 = smallest_figures.pair(seed)
    return off_by(convolve(x, torch.tensor(nine)), x0).item()


def by_hand(page):
    """With the board folded out."""
    page.get_by_role("radio", name=BY_HAND).click()
    page.wait_for_function("() => window.__board", timeout=60_000)
    return page


@pytest.mark.parametrize("size", SIZES)
def test_the_browser_filters_as_the_core_does(visit, size):
    page = by_hand(visit("level-4", size=size))
    assert page.evaluate(OFF) == pytest.approx(expected(IDENTITY), rel=1e-4)
    seen = traffic(page)
    middle = page.locator(".cell input").nth(4)
    middle.scroll_into_view_if_needed()
    # as dragging does it: the value changes many times before the pointer is let go of
    middle.evaluate(
        "(e) => { for (let v = 95; v >= 50; v--) { e.value = v / 100; e.dispatchEvent(new Event('input')); } }"
    )
    assert seen == []
    assert page.evaluate(OFF) == pytest.approx(expected((0, 0, 0, 0, 0.5, 0, 0, 0, 0)), rel=1e-4)


def test_the_link_brings_the_filter_back(visit):
    page = by_hand(visit("level-4"))
    page.get_by_role("button", name="the average of nine").click()
    settle(page)
    page.wait_for_function("() => location.search.includes('smallest.nine')")
    before = page.evaluate(OFF)
    again = visit(page.url.rpartition("/")[2])
    again.wait_for_function("() => window.__board", timeout=60_000)
    assert np.isclose(again.evaluate(OFF), before, rtol=0.01)
