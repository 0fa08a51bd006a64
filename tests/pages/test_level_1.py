"""Level 1: each control changes what it says, and what the page states is true of the film that it sends."""

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import ink_figures
from pages.shared.ink_figures import CELLS, FRAMES, SPECKS, pair
from pages.shared.player.wire import unpack

FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")
SPREAD, ENDS, PAIR = "ink.glass", "ink.ends", "ink.glasses"


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(FRAME, default_timeout=120)
    for name, value in query.items():
        page.query_params[f"ink.{name}"] = value
    page.run()
    return checked(page.switch_page("levels/level_1_ink.py").run())


def checked(page: AppTest) -> AppTest:
    assert [error.value for error in page.exception] == []
    return page


def messages(page: AppTest) -> dict[str, bytes]:
    """What each player of the page was sent, by its key."""
    sent = [element.proto.bytes for element in page.main.get("bidi_component") if element.proto.bytes]
    return {unpack(message)[0]["key"]: message for message in sent}


def film(page: AppTest, key: str = SPREAD):
    return unpack(messages(page)[key])


def specks(page: AppTest) -> np.ndarray:
    """(FRAMES, SPECKS, 2) in [0, 1], without the trail."""
    return film(page)[1]["0.positions"][:, :SPECKS] / 65_535


def shade(page: AppTest) -> np.ndarray:
    return film(page)[1]["1.shade"][..., 0]


def width(page: AppTest, frame: int = 15) -> float:
    return float(specks(page)[frame].std())


def bet(page: AppTest, key: str, answer: str) -> AppTest:
    (pills,) = [group for group in page.button_group if group.key == f"bet.{key}"]
    return checked(pills.set_value(answer).run())


def words(page: AppTest) -> str:
    return "\n".join(block.value for block in page.markdown)


def test_on_arrival_the_default_film_is_there_within_a_megabyte():
    page = opened()
    header, arrays = film(page)
    assert header["frames"] == len(header["labels"]) == FRAMES
    assert arrays["0.positions"].shape[0] == FRAMES and arrays["0.positions"].shape[1] > SPECKS
    assert shade(page).shape == (FRAMES, CELLS, CELLS)
    assert max(map(len, messages(page).values())) <= 1_000_000


@pytest.mark.parametrize("shape", ["drop", "ring", "heart"])
@pytest.mark.parametrize(("warmth", "seed"), [("5", "0"), ("60", "99999")])
def test_both_ends_of_every_control_work(shape, warmth, seed):
    page = opened(shape=shape, warmth=warmth, seed=seed, pair=seed)
    assert specks(page).std(axis=1).min() > 0
    # ink spread evenly leaves no cell much darker than another
    assert np.ptp(shade(page)[-1].astype(int)) < (60 if warmth == "5" else 3)


@pytest.mark.parametrize("bad", ["-1", "1e9", "nan", "", "<script>", "a star", "½"])
def test_absurd_values_in_the_address_leave_the_default_film(bad):
    page = opened(shape=bad, warmth=bad, seed=bad, pair=bad)
    assert messages(page) == messages(opened())


def test_the_address_brings_the_same_film_back_as_the_controls():
    page = opened()
    page.button_group(key="ink.shape").set_value("heart")
    page.slider(key="ink.warmth").set_value(45)
    page.number_input(key="ink.seed").set_value(7)
    page.number_input(key="ink.pair").set_value(3)
    checked(page.run())
    assert messages(page) == messages(opened(shape="heart", warmth="45", seed="7", pair="3"))


def test_dropping_again_moves_the_specks_and_leaves_the_shade():
    page = opened()
    before, dark = specks(page), shade(page)
    page.button(key="ink.seed.again").click()
    checked(page.run())
    assert (specks(page) != before).mean() > 0.99
    np.testing.assert_array_equal(shade(page), dark)


def test_warmer_water_starts_with_the_same_drop_and_spreads_it_faster():
    cold, room, hot = (opened(warmth=warmth) for warmth in ("5", "20", "60"))
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
        page = opened(shape=shape)
        middles[shape] = float((np.hypot(*(specks(page)[0] - 0.5).T) < 0.1).mean())
        assert (shade(page)[0, CELLS // 2, CELLS // 2] > 0) == (middles[shape] > 0)
    assert middles["ring"] == 0 < middles["heart"] < middles["drop"]


def test_the_trail_ends_where_its_speck_is_and_goes_back_one_second():
    arrays = film(opened())[1]
    trail, first = arrays["0.positions"][40, SPECKS:].astype(int), specks_of_first(arrays)
    assert abs(trail - first[40]).max(axis=1).min() <= 1
    assert abs(trail - first[30]).max(axis=1).min() <= 1
    assert arrays["0.groups"].tolist() == [0] * SPECKS + [1] * len(trail)


def specks_of_first(arrays: dict[str, np.ndarray]) -> np.ndarray:
    return arrays["0.positions"][:, 0].astype(int)


def test_the_count_after_the_bet_is_that_of_the_film_on_screen():
    page = bet(opened(seed="5"), "ink.outwards", "About 75")
    assert "**You said** About 75. **It is:** About 50." in words(page)
    count = r"counted ([\d,]+) moves.*\*\*(\d+)\*\* led away from the middle and \*\*(\d+)\*\* led back"
    moves, outwards, back = re.search(count, words(page)).groups()
    places = specks(page) - 0.5
    begun = np.hypot(*np.moveaxis(places[:-1], -1, 0)) < 0.25
    out = (places[1:] * places[:-1]).sum(axis=-1) > (places[:-1] ** 2).sum(axis=-1)
    assert int(moves.replace(",", "")) == pytest.approx(begun.sum(), rel=0.002)
    assert int(outwards) == pytest.approx(100 * out[begun].mean(), abs=0.51)
    assert int(outwards) + int(back) == 100


@pytest.mark.parametrize("seed", range(40))
def test_no_film_shows_a_speck_that_knows_the_way(seed):
    outwards, back = ink_figures.film("drop", 20, seed).outwards_and_back()
    assert abs(outwards - back) < 4.5 * (outwards + back) ** 0.5
    assert 49 <= round(100 * outwards / (outwards + back)) <= 51


def test_before_the_bet_the_pair_shows_its_end_alone():
    header, arrays = film(opened(), ENDS)
    assert header["frames"] == 1 and arrays["0.positions"].shape[0] == 1


@pytest.mark.parametrize("answer", ["The left one", "The right one", "Nobody can tell", "Just show me"])
def test_after_any_answer_the_pair_has_its_films_and_stands_at_their_end(answer):
    page = opened()
    ends = film(page, ENDS)[1]
    page = bet(page, "ink.heart", answer)
    header, films = film(page, PAIR)
    assert header["frames"] == FRAMES and header["start"] == FRAMES - 1 and header["backwards"]
    for side in ("0", "1"):
        np.testing.assert_array_equal(films[f"{side}.positions"][-1], ends[f"{side}.positions"][0])
    assert "Nobody can tell" in words(page)


@pytest.mark.parametrize("seed", range(4))
def test_the_heart_is_where_the_reasons_say(seed):
    page = bet(opened(pair=str(seed)), "ink.heart", "Just show me")
    films = film(page, PAIR)[1]
    # a heart has ink in the middle of the glass, a ring has none
    filled = [bool((np.hypot(*(films[f"{i}.positions"][0] / 65_535 - 0.5).T) < 0.1).any()) for i in (0, 1)]
    assert filled == [shape == "heart" for shape in pair(seed)]
    true_side = ("left", "right")[filled.index(True)]
    assert f"*The {true_side} one*? It was, this time." in words(page)


def test_hearts_stand_left_as_often_as_right():
    left = sum(pair(seed)[0] == "heart" for seed in range(400))
    assert 150 < left < 250


def test_in_pale_water_the_best_guesser_tosses_a_coin_and_the_page_says_so():
    page = bet(opened(), "ink.heart", "Nobody can tell")
    (said,) = re.findall(r"is right (\d+) times in 100", words(page))
    texts = film(page, PAIR)[0]["tracks"][2]["rows"][0]["texts"]
    assert texts[0] == "100 times in 100" and texts[-1] == f"{said} times in 100"
    assert int(said) == 50


def test_the_film_tells_the_visitor_its_true_pace():
    page = opened()
    caption = next(block.value for block in page.caption if "left out" in block.value)
    times, days, seconds = re.search(
        r"([\d,]+) times as fast as real ink: (\d+) days in (\d+) seconds", caption
    ).groups()
    assert int(seconds) * int(times.replace(",", "")) / 86_400 == pytest.approx(int(days), abs=0.5)
    header = film(page)[0]
    assert (header["frames"] - 1) / header["fps"] == int(seconds)
    assert header["labels"][-1].startswith(f"{seconds}.0 seconds · 13.9 days")
