"""Level 1, the ways back: two glasses that nobody can tell apart, four ways to undo, and a drop that never was."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.levels.ink import family_figures, undo_figures
from pages.levels.ink.films import FRAMES
from pages.levels.ink.pair_figures import pair
from tests.pages.levels.ink.ink_page import BACK, bet, checked, film, messages, opened, words

ENDS, PAIR, UNDONE, FRESH = "ink.ends", "ink.glasses", "ink.undone", "ink.fresh"


def test_before_the_bet_the_pair_shows_its_end_alone():
    header, arrays = film(opened(), ENDS)
    assert header["frames"] == 1 and arrays["0.positions"].shape[0] == 1


@pytest.mark.parametrize("answer", ["The left one", "The right one", "Nobody can tell", "Just show me"])
def test_after_any_answer_the_pair_has_its_films_and_stands_at_their_end(answer):
    page = opened()
    ends = film(page, ENDS)[1]
    page = bet(page, "ink.heart.0", answer)
    header, films = film(page, PAIR)
    assert header["frames"] == FRAMES and header["start"] == FRAMES - 1 and header["backwards"]
    for side in ("0", "1"):
        np.testing.assert_array_equal(films[f"{side}.positions"][-1], ends[f"{side}.positions"][0])
    assert "Nobody can tell" in words(page)


@pytest.mark.parametrize("seed", range(4))
def test_the_heart_is_where_the_reasons_say(seed):
    page = bet(opened(pair=str(seed)), f"ink.heart.{seed}", "Just show me")
    films = film(page, PAIR)[1]
    # a heart has ink in the middle of the glass, a ring has none
    filled = [bool((np.hypot(*(films[f"{i}.positions"][0] / 65_535 - 0.5).T) < 0.1).any()) for i in (0, 1)]
    assert filled == [shape == "heart" for shape in pair(seed)]
    true_side = ("left", "right")[filled.index(True)]
    assert f"*The {true_side} one*? The heart began there." in words(page)


def test_a_new_pair_asks_for_a_bet_of_its_own():
    page = bet(opened(), "ink.heart.0", "The left one")
    page.button(key="ink.pair.again").click()
    page = checked(page.run())
    assert "**You said** The left one." not in words(page) and ENDS in messages(page) and PAIR not in messages(page)


def test_hearts_stand_left_as_often_as_right():
    left = sum(pair(seed)[0] == "heart" for seed in range(400))
    assert 150 < left < 250


def test_in_mixed_water_the_best_guesser_tosses_a_coin_and_the_page_says_so():
    page = bet(opened(), "ink.heart.0", "Nobody can tell")
    (said,) = re.findall(r"is right (\d+) times in 100", words(page))
    texts = film(page, PAIR)[0]["tracks"][2]["rows"][0]["texts"]
    assert texts[0] == "100 times in 100" and texts[-1] == f"{said} times in 100"
    assert int(said) == 50


def keys(page: AppTest) -> set[str]:
    return {group.key for group in page.button_group} | {slider.key for slider in page.slider}


def texts(page: AppTest, key: str, row: int = 0) -> list[str]:
    (numbers,) = [track for track in film(page, key)[0]["tracks"] if track["kind"] == "numbers"]
    return numbers["rows"][row]["texts"]


def test_before_the_bet_only_the_film_goes_back_and_no_way_is_offered():
    page = opened(BACK)
    header, arrays = film(page, UNDONE)
    assert header["frames"] == FRAMES and header["labels"][-1] == "0.0 days after the drop"
    np.testing.assert_array_equal(arrays["0.positions"][-1], arrays["1.positions"][0])
    assert not {"ink.way", "ink.steps", "ink.spacing"} & keys(page)


@pytest.mark.parametrize(
    "answer", ["Unmix it: run the spreading backwards", "One giant leap", "Many small steps", "Just show me"]
)
def test_after_any_answer_the_four_ways_stand_side_by_side(answer):
    page = bet(opened(BACK), "ink.undo", answer)
    said = words(page)
    assert "Many small steps" in said
    shares = {way: int(share) for way, share in re.findall(r"\| ([\w ,]+) \| (\d+) of 100 \|", said)}
    assert shares["film"] == 100 and shares["20 steps, ever smaller"] > 95
    assert shares["plain water, by luck"] == round(undo_figures.plain_water())
    assert abs(shares["one leap"] - shares["plain water, by luck"]) < 8
    assert re.search(r"\| unmix \| nonsense: −[\d,]{6,} specks in one cell \|", said)


@pytest.mark.parametrize("way", ["film", "unmix", "one leap", "many steps"])
def test_each_way_begins_in_the_same_mixed_water(way):
    page = bet(opened(BACK, way=way), "ink.undo", "Just show me")
    arrays = film(page, UNDONE)[1]
    if way == "unmix":
        assert texts(page, UNDONE, 0)[0] == f"{undo_figures.unmixed(0)[0].max():.0f} specks"
        assert "−" in texts(page, UNDONE, 1)[-1]
        return
    np.testing.assert_array_equal(arrays["0.positions"][0], film(opened(BACK), UNDONE)[1]["0.positions"][0])


@pytest.mark.parametrize("steps", ["1", "100"])
@pytest.mark.parametrize("spacing", ["ever smaller", "all the same"])
def test_both_ends_of_the_steps_work_and_the_share_on_screen_is_that_of_the_specks(steps, spacing):
    page = bet(opened(BACK, way="many steps", steps=steps, spacing=spacing), "ink.undo", "Just show me")
    header, arrays = film(page, UNDONE)
    assert header["frames"] == int(steps) + 1 <= 4 * header["fps"] + 1
    end = arrays["0.positions"][-1] / 65_535 - 0.5
    # a band of 0.06 around a radius of 0.25; specks on its rim may be counted either way
    share = 100 * (abs(np.hypot(*end.T) - 0.25) < 0.03).mean()
    assert float(texts(page, UNDONE)[-1].split()[0]) == pytest.approx(share, abs=6)


def test_equal_steps_bring_back_fewer_than_ever_smaller_ones():
    ends = {}
    for spacing in ("ever smaller", "all the same"):
        page = bet(opened(BACK, steps="20", spacing=spacing), "ink.undo", "Just show me")
        ends[spacing] = int(texts(page, UNDONE)[-1].split()[0])
    assert ends["all the same"] < 40 < 95 < ends["ever smaller"]


def test_the_bet_is_marked_by_the_usual_steps_whatever_the_controls_say():
    page = bet(opened(BACK, steps="1", spacing="all the same"), "ink.undo", "One giant leap")
    assert "**It is:** Many small steps." in words(page)


def test_a_link_to_a_moment_opens_what_its_sender_saw():
    app = opened(BACK, steps="9")
    assert "ink.steps" not in keys(app)
    app.query_params["moment"] = "undo.4"
    app.query_params["ink.steps"] = "9"
    assert film(checked(app.run()), UNDONE)[0]["frames"] == 10


def test_before_the_bet_the_fresh_water_has_not_decided():
    header, arrays = film(opened(BACK), FRESH)
    assert header["frames"] < 0.6 * family_figures.STEPS
    assert len(np.unique(arrays["1.shade"][0])) > 2
    assert "ink.alone" not in {toggle.key for toggle in opened(BACK).toggle}


def test_after_the_bet_one_ring_comes_out_and_other_water_gives_another_place():
    page = bet(opened(BACK), "ink.fresh", "The ring from before")
    assert "**It is:** A ring in a new place." in words(page)
    share, number, apart = re.search(
        r"\*\*(\d+) of 100\*\* specks lie on one ring.* In water number (\d+), the ring came out (\d+) mm", words(page)
    ).groups()
    again = bet(opened(BACK, water=number), "ink.fresh", "Just show me")
    middles = []
    for run in (page, again):
        specks, cross = np.split(film(run, FRESH)[1]["0.positions"][-1] / 65_535, [family_figures.SPECKS])
        middles.append(cross.mean(axis=0))
        assert (abs(np.hypot(*(specks - middles[-1]).T) - 0.15) < 0.03).mean() > 0.95
    assert int(share) > 95 and int(apart) > 0
    assert 60 * np.hypot(*(middles[0] - middles[1])) == pytest.approx(int(apart), abs=0.6)


def test_specks_guided_one_by_one_make_no_ring():
    page = bet(opened(BACK, alone="true"), "ink.fresh", "Just show me")
    assert int(texts(page, FRESH)[-1].split()[0]) < 25
    # the outcome of the bet stays that of specks guided together
    assert "A ring in a new place" in words(page)


def test_the_map_begins_even_and_ends_in_one_dark_pixel():
    page = bet(opened(BACK), "ink.fresh", "Just show me")
    sheet = film(page, FRESH)[1]["1.shade"][..., 0].astype(int)
    inner = sheet[:, 3:-3, 3:-3]
    # first every place with room has some ink and none has much; in the end one has it all
    assert inner[0].min() > 0.1 * 255 and inner[0].max() < 0.5 * 255
    assert sheet[0].sum() == inner[0].sum()
    assert (inner[-1] > 0.4 * 255).sum() == 1


def test_nothing_of_what_a_bet_opens_is_too_much_to_send():
    page, back = opened(times="5,000 times"), opened(BACK)
    for key in ("ink.outwards", "ink.wider", "ink.heart.0"):
        page = bet(page, key, "Just show me")
    for key in ("ink.undo", "ink.fresh"):
        back = bet(back, key, "Just show me")
    sizes = [len(message) for part in (page, back) for message in messages(part).values()]
    assert max(sizes) < 1_000_000
