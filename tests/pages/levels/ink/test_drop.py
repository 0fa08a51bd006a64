"""Level 1: each control of the drop changes what it says, and what is stated is true of the film that is sent."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.levels.ink import drop_figures, films
from pages.levels.ink.films import SPECKS
from tests.pages.driver import bet, cards, change, control, messages, opened, press, sent, track, verdict, words

SPREADS = "level-1"
GLASS = "ink.glass"


def ways(page: AppTest) -> np.ndarray:
    """(FRAMES, SPECKS, 2) as seen from the drop's middle, as if there were no walls."""
    header, arrays = track(page, GLASS, "specks")
    return arrays["positions"] * header["unit"]


def specks(page: AppTest) -> np.ndarray:
    """(FRAMES, SPECKS, 2) in [0, 1]: what the browser draws."""
    header, arrays = track(page, GLASS, "specks")
    if header["kind"] != "drop":
        return arrays["positions"] / 65_535
    free = ways(page) + header["at"]
    # a wave of triangles, which is 0 at 0, 2, 4 and 1 at 1, 3, 5
    return np.arccos(np.cos(np.pi * free)) / np.pi


def width(page: AppTest, frame: int = 30) -> float:
    return float(specks(page)[frame].std())


@pytest.mark.parametrize("shape", ["drop", "ring", "heart", "letter"])
@pytest.mark.parametrize(("warmth", "seed", "drops"), [("5", "0", "1"), ("60", "99999", "5")])
def test_both_ends_of_every_control_work(shape, warmth, seed, drops):
    page = opened(
        SPREADS, {"ink.shape": shape, "ink.warmth": warmth, "ink.seed": seed, "ink.pair": seed, "ink.drops": drops}
    )
    assert specks(page).std(axis=1).min() > 0
    # evenly spread between two walls, the width is 1 / √12
    assert specks(page)[-1].std(axis=0) == pytest.approx(12**-0.5, abs=0.03 if warmth == "60" else 0.08)


@pytest.mark.parametrize("bad", ["-1", "1e9", "nan", "", "<script>", "a star", "½"])
def test_absurd_values_in_the_address_leave_the_default_film(bad):
    page = opened(SPREADS, {name: bad for name in ("ink.shape", "ink.warmth", "ink.seed", "ink.pair", "ink.at")})
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


def test_dropping_again_moves_the_specks():
    page = opened(SPREADS)
    before = specks(page)
    press(page, "ink.seed.again")
    assert (specks(page) != before).mean() > 0.99


FALLS = {"300.600": (0.3, 0.6), "0.1000": (0.13, 0.87), "1000.0": (0.87, 0.13)}
SHAPES = [{}, {"ink.shape": "letter"}, {"ink.shape": "ring", "ink.at": "0.0"}, {"ink.drops": "5"}]


@pytest.mark.parametrize(("place", "falls"), FALLS.items())
def test_the_drop_falls_where_the_address_says_as_near_to_a_wall_as_it_fits(place, falls):
    page = opened(SPREADS, {"ink.at": place})
    at = track(page, GLASS, "specks")[0]["at"]
    assert at == pytest.approx(falls, abs=0.012)
    first = ways(page)[0] + at
    assert first.min() >= 0 and first.max() <= 1
    np.testing.assert_array_equal(ways(page), ways(opened(SPREADS)))


@pytest.mark.parametrize("place", ["1001.0", "5", "-1.3", "٣.٣", "1.2.3", "9999.9999"])
def test_a_place_outside_the_glass_is_none(place):
    assert track(opened(SPREADS, {"ink.at": place}), GLASS, "specks")[0]["at"] == [0.5, 0.5]


def test_where_a_drop_falls_makes_no_other_figure_so_that_a_tap_is_not_drawn_twice():
    there, here = (sent(opened(SPREADS, query), GLASS)[0] for query in ({}, {"ink.at": "300.600"}))
    assert there["tracks"][0]["digest"] == here["tracks"][0]["digest"] and there["run"] == here["run"]
    assert there["tracks"][0]["at"] != here["tracks"][0]["at"]


def test_warmer_water_starts_with_the_same_drop_and_spreads_it_faster():
    cold, room, hot = (opened(SPREADS, {"ink.warmth": warmth}) for warmth in ("5", "20", "60"))
    np.testing.assert_allclose(specks(cold)[0], specks(hot)[0], atol=1e-3)
    assert width(cold) < width(room) < width(hot)
    (times,) = re.findall(r"\*\*([\d.]+) times\*\* as fast", words(hot))
    # before the walls are felt, width² grows with time by 2D on each axis
    growth = [ways(page)[16].var(axis=0).mean() - ways(page)[0].var(axis=0).mean() for page in (hot, room)]
    assert growth[0] / growth[1] == pytest.approx(float(times), rel=0.15)


def test_the_film_is_slow_at_first_so_that_a_shape_is_seen_before_it_goes():
    for shape in ("ring", "heart", "A"):
        within = drop_figures.inside(shape, 20, 0, 1, films.MIDDLE)
        # half a second into the film most of the ink is still where it was, and by its end it isn't
        assert within[films.FPS // 2].mean() > 0.75 > 0.25 > within[-1].mean()


def test_a_ring_is_empty_in_the_middle_and_a_heart_is_not():
    middles = {}
    for shape in ("drop", "ring", "heart"):
        page = opened(SPREADS, {"ink.shape": shape})
        middles[shape] = float((np.hypot(*(specks(page)[0] - 0.5).T) < 0.1).mean())
    assert middles["ring"] == 0 < middles["heart"] < middles["drop"]


def test_the_count_after_the_bet_is_that_of_the_drop_on_screen():
    page = bet(opened(SPREADS, {"ink.seed": "5"}), "ink.outwards", "About 75")
    assert cards(page)["ink.outwards"]["right"] == "About 50"
    (outwards,) = re.findall(
        r"Not quite\. \*\*(\d+)\*\* of 100 pointed outwards, the rest inwards", verdict(page, "ink.outwards")
    )
    places = ways(page)
    # a shove to the side leads away too, but it doesn't point away
    out = (places[1:] * places[:-1]).sum(axis=-1) > (places[:-1] ** 2).sum(axis=-1)
    assert int(outwards) == pytest.approx(100 * out.mean(), abs=0.51)


@pytest.mark.parametrize("query", SHAPES)
def test_why_it_spreads_is_shown_by_more_specks_that_leave_than_come_back_whatever_the_shape(query):
    page = bet(opened(SPREADS, query), "ink.outwards", "Just show me")
    said = r"cross the line outwards \*\*([\d,]+) times\*\* and inwards \*\*([\d,]+) times\*\*: ([\d,]+) more"
    left, back, more = (int(count.replace(",", "")) for count in re.search(said, words(page)).groups())
    assert left > back > 0 and more == left - back
    last = sent(page, GLASS)[0]["labels"][-1]
    # and beside the glass stand the shoves, half of which point outwards
    out, into = (int(count.replace(",", "")) for count in re.findall(r"[\d,]*\d,\d+", last))
    frames, specks_there, _ = ways(page).shape
    assert out + into == (frames - 1) * specks_there and 0.48 < out / (out + into) < 0.52
    # those that left and did not come back are outside at the end
    header, arrays = track(page, GLASS, "specks")
    shape, drops = query.get("ink.shape", "drop").replace("letter", "A"), int(query.get("ink.drops", 1))
    ends = drop_figures.inside(shape, 20, 0, drops, tuple(header["at"]))[-1]
    assert left - back == (~ends).sum()
    assert len(arrays["outline"]) > 40, "the border is drawn"


def test_before_the_bet_nothing_counts_and_no_border_is_drawn():
    header, arrays = track(opened(SPREADS), GLASS, "specks")
    assert "outline" not in arrays and header["glass"] and header["tap"]
    assert [one["name"] for one in sent(opened(SPREADS), GLASS)[0]["tracks"]] == ["specks"]


@pytest.mark.parametrize("seed", range(40))
def test_no_film_shows_a_speck_that_knows_the_way(seed):
    assert 49 <= round(drop_figures.pushed_out(films.walks("drop", 20, seed))) <= 51


def test_the_film_tells_the_visitor_its_true_pace():
    page = change(opened(SPREADS), "folds-1-1", "What we left out")
    days, seconds = re.search(r"The film shows (\d+) days in (\d+) seconds", words(page)).groups()
    header = sent(page, GLASS)[0]
    assert (header["frames"] - 1) / header["fps"] == int(seconds)
    assert header["labels"][0] == "the drop falls" and header["labels"][-1] == "after 13.9 days"
    assert int(days) == 14 and header["labels"][1] == "after 6 seconds"


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


@pytest.mark.parametrize(("rule", "says"), [("never", "**noise**"), ("straight", "**model**"), ("away", "**model**")])
def test_beside_another_rule_stands_chance_and_both_begin_with_the_same_drop(rule, says):
    page = opened(SPREADS, {"ink.rule": rule, "ink.at": "400.400"})
    assert says in words(page)
    by_rule, by_chance = (track(page, GLASS, name)[1]["positions"].astype(int) for name in ("specks", "chance"))
    assert by_rule.shape == (films.FRAMES, SPECKS, 2) and abs(by_rule[0] - by_chance[0]).max() <= 1
    chance = specks(opened(SPREADS, {"ink.at": "400.400"}))
    np.testing.assert_allclose(by_chance / 65_535, chance, atol=2e-4)


def test_without_shoves_no_speck_moves():
    moved = specks(opened(SPREADS, {"ink.rule": "never"}))
    assert (moved == moved[:1]).all()


def test_whatever_the_rule_the_bet_is_about_chance():
    page = bet(opened(SPREADS, {"ink.rule": "away"}), "ink.outwards", "Nearly all 100")
    assert cards(page)["ink.outwards"]["right"] == "About 50"
