"""Level 1: two glasses that nobody can tell apart."""

import re

import numpy as np
import pytest

from diffusion_core import ink
from pages.levels.ink import films
from pages.levels.ink.films import FRAMES
from pages.levels.ink.pair_figures import PAIR_WATER, pair
from tests.pages.driver import asked, bet, cards, opened, press, sent, texts, verdict, words

SPREADS = "level-1"
PAIR = "ink.glasses"


def test_before_the_bet_the_pair_shows_its_end_alone():
    header, arrays = sent(opened(SPREADS), PAIR)
    assert header["frames"] == 1 and arrays["0.positions"].shape[0] == 1


@pytest.mark.parametrize("answer", ["The left one", "The right one", "Nobody can tell", "Just show me"])
def test_after_any_answer_the_pair_has_its_films_and_stands_at_their_end(answer):
    page = opened(SPREADS)
    ends = sent(page, PAIR)[1]
    page = bet(page, "ink.heart.0", answer)
    header, films = sent(page, PAIR)
    assert header["frames"] == FRAMES and header["start"] == FRAMES - 1 and header["backwards"]
    for side in ("0", "1"):
        np.testing.assert_array_equal(films[f"{side}.positions"][-1], ends[f"{side}.positions"][0])
    assert cards(page)["ink.heart.0"]["right"] == "Nobody can tell"


def test_the_proof_ends_in_mixed_water_and_rings_both_glasses_since_nobody_can_tell():
    page = bet(opened(SPREADS), "ink.heart.0", "Just show me")
    proof = sent(page, PAIR)[0]["proof"]
    assert (proof["start"], proof["end"]) == (0, None)
    assert proof["marks"] == ["left", "right"]


@pytest.mark.parametrize("seed", range(4))
def test_the_heart_is_where_the_reasons_say(seed):
    page = bet(opened(SPREADS, {"ink.pair": str(seed)}), f"ink.heart.{seed}", "Just show me")
    films = sent(page, PAIR)[1]
    # a heart has ink in the middle of the glass, a ring has none
    filled = [bool((np.hypot(*(films[f"{i}.positions"][0] / 65_535 - 0.5).T) < 0.1).any()) for i in (0, 1)]
    assert filled == [shape == "heart" for shape in pair(seed)]
    true_side = ("left", "right")[filled.index(True)]
    assert f"*The {true_side} one*? The heart did begin there." in words(page)


@pytest.mark.parametrize("seed", range(4))
def test_who_guessed_the_right_side_was_lucky_and_is_told_so(seed):
    heart = pair(seed).index("heart")
    for place, side in enumerate(("The left one", "The right one")):
        page = bet(opened(SPREADS, {"ink.pair": str(seed)}), f"ink.heart.{seed}", side)
        assert verdict(page, f"ink.heart.{seed}").startswith("Lucky! " if place == heart else "Not quite. ")


def test_rounds_against_a_coin_are_counted_and_nobody_can_tell_is_none():
    page = bet(opened(SPREADS), "ink.heart.0", "Nobody can tell")
    assert "You've guessed" not in words(page)
    for seed in (1, 2, 3):
        page = bet(press(page, "ink.pair.again"), f"ink.heart.{seed}", "The left one")
    hearts = sum(pair(seed)[0] == "heart" for seed in (1, 2, 3))
    assert f"You've guessed **3 pairs** and found {hearts} of the hearts." in words(page)


def test_the_page_says_how_warm_the_water_was_that_has_forgotten():
    assert f"{PAIR_WATER} °C" in words(opened(SPREADS))
    # in cooler water it wouldn't have, not quite
    cool = (films.shares(shape, 20, cells=48) for shape in ("heart", "ring"))
    assert 51.5 < 100 * ink.best_guess(*cool, 700)[-1] < 54


def test_a_new_pair_asks_for_a_bet_of_its_own():
    page = bet(opened(SPREADS), "ink.heart.0", "The left one")
    press(page, "ink.pair.again")
    assert "ink.heart.1" in asked(page) and sent(page, PAIR)[0]["frames"] == 1
    assert "The water has forgotten" in words(page), "what was learnt stays learnt"
    assert "The water has forgotten" not in words(opened(SPREADS))


def test_hearts_stand_left_as_often_as_right():
    left = sum(pair(seed)[0] == "heart" for seed in range(400))
    assert 150 < left < 250


def test_in_mixed_water_the_best_guesser_tosses_a_coin_and_the_page_says_so():
    page = bet(opened(SPREADS), "ink.heart.0", "Nobody can tell")
    (said,) = re.findall(r"right only \*\*(\d+)\*\* times in 100", verdict(page, "ink.heart.0"))
    rates = texts(page, PAIR)
    assert rates[0] == "100 times in 100" and rates[-1] == f"{said} times in 100"
    assert int(said) == 50


def test_the_verdict_comes_to_its_end():
    page = bet(opened("level-1"), "ink.heart.0", "Just show me")
    assert verdict(page, "ink.heart.0").endswith("like a coin.")
