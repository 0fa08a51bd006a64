"""Level 1: specks become pixels; and the words of science."""

import re

import numpy as np

from pages.levels.ink import bridge_figures
from tests.pages.driver import opened, rerun, sent, track, words

BACK = "level-1-back"
BRIDGE = "ink.bridge"


def test_a_pixel_is_as_bright_as_its_specks_place_in_every_frame():
    page = opened(BACK)
    place = track(page, BRIDGE, "line")[1]["positions"][:, 0, 0] / 65_535
    shown = track(page, BRIDGE, "line")[1]["shade"][:, -1, 0, 0]
    x, y = bridge_figures.MARKED
    pixels = track(page, BRIDGE, "cat")[1]["pixels"]
    np.testing.assert_allclose(shown, 255 * place, atol=0.51)
    np.testing.assert_array_equal(pixels[:, y, x, 0], shown)
    assert np.ptp(place) > 0.5, "it is seen to move"


def test_the_cat_is_there_at_first_and_lost_in_the_end():
    pixels = track(opened(BACK), BRIDGE, "cat")[1]["pixels"][..., 0].astype(float).reshape(bridge_figures.FRAMES, -1)
    likeness = [np.corrcoef(pixels[0], frame)[0, 1] for frame in pixels]
    assert likeness[3] > 0.9 and abs(likeness[-1]) < 0.1


def test_the_words_of_science_stay_folded_until_they_are_asked_for_by_the_link_that_always_did():
    assert "entropy" not in words(opened(BACK))
    page = opened(BACK)
    page.query_params["open.1.7"] = "true"
    said = words(rerun(page))
    begins, ends = re.search(r"begins at ([\d.]+) and ends at ([\d.]+)", said).groups()
    curve = sent(page, "ink.entropy")[1]["0.y"][0]
    assert (np.diff(curve) > 0).all()
    assert (float(begins), float(ends)) == (round(float(curve[0]), 2), round(float(curve[-1]), 2))
