"""Level 1: fresh water, in which a drop comes out that never was; and who chose its place."""

import re

import numpy as np
import pytest

from pages.levels.ink import family_figures
from pages.levels.ink.family import CHANCE, CHOSE, GUIDE, NEW, SAME, WATER
from pages.levels.ink.family_figures import SPECKS, STEPS
from tests.pages.driver import asked, bet, cards, numbers, opened, sent, track, verdict, words

BACK = "level-1-back"
FRESH = "ink.fresh"


def ring(arrays: dict, track: int) -> tuple[np.ndarray, float]:
    """The middle of the cross at the end of a film, in [0, 1], and the share of the specks on a ring around it."""
    specks, cross = np.split(arrays[f"{track}.positions"][-1] / 65_535, [SPECKS])
    middle = cross.mean(axis=0)
    return middle, float((abs(np.hypot(*(specks - middle).T) - 0.15) < 0.02).mean())


def test_before_the_bet_the_fresh_water_has_not_decided():
    header, arrays = sent(opened(BACK), FRESH)
    assert header["frames"] < 0.6 * STEPS and header["whole"] == STEPS + 1
    assert len(np.unique(arrays["1.shade"][0])) > 2
    assert CHOSE not in asked(opened(BACK))


@pytest.mark.parametrize("number", ["0", "1", "7"])
def test_after_the_bet_as_many_specks_make_one_ring_as_the_verdict_says(number):
    page = bet(opened(BACK, {"ink.water": number}), "ink.fresh", SAME)
    assert cards(page)["ink.fresh"]["right"] == NEW
    (count,) = re.findall(r"\*\*(\d+)\*\* of 250 specks make one ring", verdict(page, "ink.fresh"))
    assert ring(sent(page, FRESH)[1], 0)[1] == pytest.approx(int(count) / SPECKS, abs=0.01)
    assert int(count) > 240
    assert numbers(page, FRESH, "agreed")["On one ring"][-1] == f"{count} of 250 specks"


def test_the_map_begins_even_and_ends_in_a_dark_spot_where_the_ring_is():
    page = bet(opened(BACK), "ink.fresh", "Just show me")
    sheet = sent(page, FRESH)[1]["1.shade"][..., 0].astype(int)
    edge = (family_figures.MAP - 15) // 2
    inner = sheet[:, edge:-edge, edge:-edge]
    # first every place with room has some ink and none has much; in the end one has it all
    assert inner[0].min() > 0.1 * 255 and inner[0].max() < 0.5 * 255
    assert sheet[0].sum() == inner[0].sum()
    rows, columns = np.nonzero(sheet[-1] > 0.4 * 255)
    spot = (np.array([columns.mean(), rows.mean()]) + 0.5) / family_figures.MAP
    assert len(rows) <= 4 and abs(spot - ring(sent(page, FRESH)[1], 0)[0]).max() < 1 / family_figures.MAP


def test_the_guide_grows_surer_until_it_knows_the_place_to_a_tenth_of_a_millimetre():
    page = bet(opened(BACK), "ink.fresh", "Just show me")
    known = [float(text.split()[0]) for text in numbers(page, FRESH, "agreed")["The guide is sure of its place to"]]
    # evenly over a square of 39 mm it's the root of 39² / 6
    assert known[0] == pytest.approx(60 * (15 / 23) / 6**0.5, abs=0.3) and known[-1] <= 0.2


def chosen(answer: str):
    return bet(bet(opened(BACK), "ink.fresh", "Just show me"), CHOSE, answer)


def test_who_chose_is_asked_with_the_water_alone_on_show():
    page = bet(opened(BACK), "ink.fresh", "Just show me")
    assert CHOSE in asked(page) and sent(page, CHOSE)[0]["frames"] == 1
    waters = [track(page, CHOSE, name)[1]["positions"] for name in ("first", "shoves", "water")]
    np.testing.assert_array_equal(waters[0], waters[1])
    assert (waters[0] != waters[2]).any()


@pytest.mark.parametrize("answer", [WATER, GUIDE, CHANCE])
def test_other_shoves_move_the_ring_and_other_water_hardly_does(answer):
    page = chosen(answer)
    assert cards(page)[CHOSE]["right"] == CHANCE
    by_shoves, by_water = re.search(r"\*\*(\d+) mm\*\* away, other water only (\d+) mm", verdict(page, CHOSE)).groups()
    arrays = sent(page, CHOSE)[1]
    middles, on = zip(*(ring(arrays, place) for place in range(3)), strict=True)
    assert min(on) > 0.95
    gaps = [60 * np.hypot(*(middles[0] - middle)) for middle in middles[1:]]
    assert gaps == pytest.approx([float(by_shoves), float(by_water)], abs=0.6)
    assert gaps[0] > 3 * gaps[1]
    assert "so a ring came, one that never was" in words(page)


def test_a_number_means_other_water_and_other_shoves():
    first, second = (family_figures.gathering(number, number) for number in (0, 1))
    assert family_figures.apart(first, second) > 5
    same_water, same_shoves = family_figures.gathering(0, 1), family_figures.gathering(1, 0)
    np.testing.assert_array_equal(same_water.specks[0], first.specks[0])
    np.testing.assert_array_equal(same_shoves.specks[0], second.specks[0])
