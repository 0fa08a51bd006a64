"""Level 1: each control of the drop changes what it says, and what is stated is true of the film that is sent."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.levels.ink.drop_figures import CELLS
from pages.levels.ink.films import SPECKS
from tests.pages.driver import bet, cards, change, control, messages, opened, press, sent, texts, verdict, words

SPREADS = "level-1"
GLASS = "ink.glass"


def specks(page: AppTest) -> np.ndarray:
    """(FRAMES, SPECKS, 2) in [0, 1], without the trail."""
    return sent(page, GLASS)[1]["0.positions"][:, :SPECKS] / 65_535


def shade(page: AppTest) -> np.ndarray:
    return sent(page, GLASS)[1]["1.shade"][..., 0]


def width(page: AppTest, frame: int = 15) -> float:
    return float(specks(page)[frame].std())


@pytest.mark.parametrize("shape", ["drop", "ring", "heart", "letter"])
@pytest.mark.parametrize(("warmth", "seed", "drops"), [("5", "0", "1"), ("60", "99999", "5")])
def test_both_ends_of_every_control_work(shape, warmth, seed, drops):
    page = opened(
        SPREADS, {"ink.shape": shape, "ink.warmth": warmth, "ink.seed": seed, "ink.pair": seed, "ink.drops": drops}
    )
    assert specks(page).std(axis=1).min() > 0
    # ink spread evenly leaves no cell much darker than another
    assert np.ptp(shade(page)[-1].astype(int)) < (60 if warmth == "5" else 3)


@pytest.mark.parametrize("bad", ["-1", "1e9", "nan", "", "<script>", "a star", "½"])
def test_absurd_values_in_the_address_leave_the_default_film(bad):
    page = opened(SPREADS, {"ink.shape": bad, "ink.warmth": bad, "ink.seed": bad, "ink.pair": bad})
    assert messages(page) == messages(opened(SPREADS))


def test_the_address_brings_the_same_film_back_as_the_controls():
    page = opened(SPREADS)
    control(page, "ink.shape").set_value("heart")
    control(page, "ink.warmth").set_value(45)
    control(page, "ink.seed").set_value(7)
    change(page, "ink.pair", 3)
    assert sent(page, GLASS)[0]["autoplay"], "what was changed plays"
    linked = opened(SPREADS, {"ink.shape": "heart", "ink.warmth": "45", "ink.seed": "7", "ink.pair": "3"})
    np.testing.assert_equal(sent(page, GLASS)[1], sent(linked, GLASS)[1])
    there, by_link = messages(page), messages(linked)
    assert set(there) == set(by_link)
    assert [key for key in there if key != GLASS and there[key] != by_link[key]] == []


def test_dropping_again_moves_the_specks_and_leaves_the_shade():
    page = opened(SPREADS)
    before, dark = specks(page), shade(page)
    press(page, "ink.seed.again")
    assert (specks(page) != before).mean() > 0.99
    np.testing.assert_array_equal(shade(page), dark)


def test_warmer_water_starts_with_the_same_drop_and_spreads_it_faster():
    cold, room, hot = (opened(SPREADS, {"ink.warmth": warmth}) for warmth in ("5", "20", "60"))
    np.testing.assert_array_equal(specks(cold)[0], specks(hot)[0])
    assert width(cold) < width(room) < width(hot)
    assert shade(cold)[15].max() > shade(room)[15].max() > shade(hot)[15].max()
    (times,) = re.findall(r"\*\*([\d.]+) times\*\* as fast", words(hot))
    # before the walls are felt, width² grows with time by 2D on each axis
    growth = [specks(page)[4].var(axis=0).mean() - specks(page)[0].var(axis=0).mean() for page in (hot, room)]
    assert growth[0] / growth[1] == pytest.approx(float(times), rel=0.15)


def test_a_ring_is_empty_in_the_middle_and_a_heart_is_not():
    middles = {}
    for shape in ("drop", "ring", "heart"):
        page = opened(SPREADS, {"ink.shape": shape})
        middles[shape] = float((np.hypot(*(specks(page)[0] - 0.5).T) < 0.1).mean())
        assert (shade(page)[0, CELLS // 2, CELLS // 2] > 0) == (middles[shape] > 0)
    assert middles["ring"] == 0 < middles["heart"] < middles["drop"]


def test_the_count_after_the_bet_is_that_of_the_drop_on_screen():
    page = bet(opened(SPREADS, {"ink.seed": "5"}), "ink.outwards", "About 75")
    assert cards(page)["ink.outwards"]["right"] == "About 50"
    (outwards,) = re.findall(r"Not quite\. \*\*(\d+)\*\* of 100 led away", verdict(page, "ink.outwards"))
    places = specks(page) - 0.5
    begun = np.hypot(*np.moveaxis(places[:-1], -1, 0)) < 0.25
    out = (places[1:] * places[:-1]).sum(axis=-1) > (places[:-1] ** 2).sum(axis=-1)
    assert int(outwards) == pytest.approx(100 * out[begun].mean(), abs=0.51)


def test_the_film_tells_the_visitor_its_true_pace():
    page = change(opened(SPREADS), "folds-1-1", "What we left out")
    pace = r"([\d,]+) times as fast as real ink: (\d+) days in (\d+) seconds"
    times, days, seconds = re.search(pace, words(page)).groups()
    assert int(seconds) * int(times.replace(",", "")) / 86_400 == pytest.approx(int(days), abs=0.5)
    header = sent(page, GLASS)[0]
    assert (header["frames"] - 1) / header["fps"] == int(seconds)
    assert header["labels"][-1].startswith(f"{seconds}.0 seconds · 13.9 days")


def test_a_letter_of_ones_own_is_dropped():
    page = opened(SPREADS, {"ink.shape": "letter", "ink.letter": "L"})
    rows, columns = specks(page)[0, :, 1], specks(page)[0, :, 0]
    assert rows.mean() > 0.5 > columns.mean()
    change(page, "ink.letter", "O")
    assert np.hypot(*(specks(page)[0] - 0.5).T).min() > 0.05


@pytest.mark.parametrize(("typed", "dropped"), [("漢", "A"), (" ", "A"), ("Lb", "L"), ("<b>", "<")])
def test_of_what_is_typed_one_letter_drops_and_an_a_where_that_cannot(typed, dropped):
    page = opened(SPREADS, {"ink.shape": "letter", "ink.letter": typed})
    assert ("so here is an A" in words(page)) == (dropped == "A")
    assert messages(page) == messages(opened(SPREADS, {"ink.shape": "letter", "ink.letter": dropped}))


def test_the_box_for_the_letter_is_there_only_when_a_letter_is_dropped():
    assert [box.key for box in opened(SPREADS).text_input] == []
    assert [box.key for box in opened(SPREADS, {"ink.shape": "letter"}).text_input] == ["ink.letter"]


@pytest.mark.parametrize("drops", [2, 5])
def test_several_drops_leave_the_middle_of_the_glass_clear(drops):
    page = opened(SPREADS, {"ink.drops": str(drops)})
    assert np.hypot(*(specks(page)[0] - 0.5).T).min() > 0.1
    assert shade(page)[0, CELLS // 2, CELLS // 2] == 0


@pytest.mark.parametrize(("rule", "says"), [("never", "**noise**"), ("straight", "**model**"), ("away", "**model**")])
def test_another_rule_is_seen_to_be_no_ink(rule, says):
    page = opened(SPREADS, {"ink.rule": rule})
    assert says in words(page)
    np.testing.assert_array_equal(shade(page), shade(opened(SPREADS)))
    assert in_place(page)[20] < 80 < 85 < in_place(page, row=1)[20]


def test_beside_another_rule_stands_chance_which_keeps_up_with_ink_all_along():
    chance = in_place(opened(SPREADS, {"ink.rule": "away"}), row=1)
    assert in_place(opened(SPREADS, {"ink.rule": "straight"}), row=1) == chance and min(chance) > 80
    assert [track["name"] for track in sent(opened(SPREADS), GLASS)[0]["tracks"]] == ["specks", "shade"]


def in_place(page: AppTest, row: int = 0) -> list[int]:
    return [int(text.removesuffix(" of 100 specks")) for text in texts(page, GLASS, row)]


def test_without_shoves_no_speck_moves():
    moved = specks(opened(SPREADS, {"ink.rule": "never"}))
    assert (moved == moved[:1]).all()


def test_whatever_the_rule_the_bet_is_about_chance():
    page = bet(opened(SPREADS, {"ink.rule": "away"}), "ink.outwards", "Nearly all 100")
    assert cards(page)["ink.outwards"]["right"] == "About 50"
