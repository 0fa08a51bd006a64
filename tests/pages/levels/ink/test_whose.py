"""Level 1: a guide that knows hearts, in water that held a ring."""

import re

import numpy as np

from pages.levels.ink.whose import HEART, MIXED, RING, STEPS
from tests.pages.driver import bet, cards, names, numbers, opened, rerun, sent, track, verdict

BACK = "level-1-back"
WHOSE = "ink.whose"


def test_before_the_bet_the_ring_is_mixed_up_and_the_bar_says_that_more_will_come():
    page = opened(BACK)
    header = sent(page, WHOSE)[0]
    assert header["frames"] == MIXED + 1 and header["whole"] == MIXED + STEPS + 1
    assert header["labels"][0] == "the ring" and header["labels"][-1] == "mixed water"
    assert names(page, WHOSE) == ["led", "known"]


def test_after_the_bet_the_very_specks_of_the_ring_make_a_heart():
    page = bet(opened(BACK), WHOSE, RING)
    assert cards(page)[WHOSE]["right"] == HEART
    (share,) = re.findall(r"\*\*(\d+)\*\* in 100 specks end inside the heart", verdict(page, WHOSE))
    assert numbers(page, WHOSE, "within")["inside the heart"][-1] == f"{share} in 100 specks" and int(share) > 95
    specks = track(page, WHOSE, "led")[1]["positions"] / 65_535
    radii = np.hypot(*np.moveaxis(specks - 0.5, -1, 0))
    assert (abs(radii[0] - 0.25) < 0.04).all(), "it begins as a ring"
    assert (radii[-1] < 0.1).any(), "a heart has ink in the middle"
    before = track(opened(BACK), WHOSE, "led")[1]["positions"] / 65_535
    np.testing.assert_array_equal(before, specks[: MIXED + 1])
    assert sent(page, WHOSE)[0]["proof"]["start"] == MIXED


def test_a_link_to_its_moment_shows_the_heart():
    page = opened(BACK)
    page.query_params["moment"] = f"whose.{MIXED + STEPS}"
    assert sent(rerun(page), WHOSE)[0]["frames"] == MIXED + STEPS + 1
