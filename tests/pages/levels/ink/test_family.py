"""Level 1: fresh water, in which a drop comes out that never was."""

import re

import numpy as np
import pytest

from pages.levels.ink import family_figures
from tests.pages.driver import bet, cards, keys, opened, sent, texts, verdict, words

BACK = "level-1-back"
FRESH = "ink.fresh"


def test_before_the_bet_the_fresh_water_has_not_decided():
    header, arrays = sent(opened(BACK), FRESH)
    assert header["frames"] < 0.6 * family_figures.STEPS
    assert len(np.unique(arrays["1.shade"][0])) > 2
    assert "ink.alone" not in keys(opened(BACK))


def test_after_the_bet_one_ring_comes_out_and_other_water_gives_another_place():
    page = bet(opened(BACK), "ink.fresh", "The ring from before")
    assert cards(page)["ink.fresh"]["right"] == "A ring in a new place"
    (share,) = re.findall(r"\*\*(\d+)\*\* of 100 specks make one ring", verdict(page, "ink.fresh"))
    number, apart = re.search(r"In water no\. (\d+), the ring came out (\d+) mm", words(page)).groups()
    again = bet(opened(BACK, {"ink.water": number}), "ink.fresh", "Just show me")
    middles = []
    for run in (page, again):
        specks, cross = np.split(sent(run, FRESH)[1]["0.positions"][-1] / 65_535, [family_figures.SPECKS])
        middles.append(cross.mean(axis=0))
        assert (abs(np.hypot(*(specks - middles[-1]).T) - 0.15) < 0.03).mean() > 0.95
    assert int(share) > 95 and int(apart) > 0
    assert 60 * np.hypot(*(middles[0] - middles[1])) == pytest.approx(int(apart), abs=0.6)


def test_specks_guided_one_by_one_make_no_ring():
    page = bet(opened(BACK, {"ink.alone": "true"}), "ink.fresh", "Just show me")
    assert int(texts(page, FRESH)[-1].split()[0]) < 25
    # the outcome of the bet stays that of specks guided together
    assert cards(page)["ink.fresh"]["right"] == "A ring in a new place"


def test_the_map_begins_even_and_ends_in_one_dark_pixel():
    page = bet(opened(BACK), "ink.fresh", "Just show me")
    sheet = sent(page, FRESH)[1]["1.shade"][..., 0].astype(int)
    inner = sheet[:, 3:-3, 3:-3]
    # first every place with room has some ink and none has much; in the end one has it all
    assert inner[0].min() > 0.1 * 255 and inner[0].max() < 0.5 * 255
    assert sheet[0].sum() == inner[0].sum()
    assert (inner[-1] > 0.4 * 255).sum() == 1
