"""Level 1: the words of science."""

import re

import numpy as np

from tests.pages.driver import opened, rerun, sent, words

BACK = "level-1-back"


def test_the_words_of_science_stay_folded_until_they_are_asked_for():
    assert "entropy" not in words(opened(BACK))
    page = opened(BACK)
    page.query_params["open.1.7"] = "true"
    said = words(rerun(page))
    begins, ends = re.search(r"begins at ([\d.]+) and ends at ([\d.]+)", said).groups()
    curve = sent(page, "ink.entropy")[1]["0.y"][0]
    assert (np.diff(curve) > 0).all()
    assert (float(begins), float(ends)) == (round(float(curve[0]), 2), round(float(curve[-1]), 2))
