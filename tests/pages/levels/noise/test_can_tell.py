"""Level 2: which of two noisy pictures is the first. A guess counts for its own round, and the rates are those said."""

import re

import numpy as np
import pytest

from pages.levels.noise import can_tell_figures
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import cards, messages, opened, press, rerun, sent, track, verdict, words

END = "level-2-end"

BYTES = pictures.default().data
BOTH = (pictures.default(), pictures.default(pictures.OTHER))


def pair_bet(seed: int = 0, other: pictures.Picture | None = None) -> str:
    """The key of the bet on one round of "Can anybody tell?"; other: the second picture, if not that of the arrival."""
    both = pictures.default(), other or pictures.default(pictures.OTHER)
    return f"noise.pair_{can_tell_figures.round_of(both, seed)}"


TOLD = {pair_bet(): SHOW_ME}


def test_which_picture_stands_left_is_a_fair_coin():
    throws = [can_tell_figures.swapped(can_tell_figures.round_of(BOTH, seed)) for seed in range(400)]
    assert abs(sum(throws) - 200) < 40
    assert throws[:4] != throws[4:8] or throws[8:12] != throws[:4]


def test_before_the_bet_only_the_ends_are_sent_and_nothing_names_them():
    header, arrays = sent(opened(END), "pair.stage")
    assert header["frames"] == 1 and set(arrays) == {"0.pixels", "1.pixels"}
    assert not any(word in str(header) for word in ("cat", "rabbit"))


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_a_bet_on_a_side_is_luck_and_the_film_shows_what_the_seed_chose(seed):
    page = opened(END, {"pair.seed": str(seed)}, bets={pair_bet(seed): "The left one"})
    swapped = can_tell_figures.swapped(can_tell_figures.round_of(BOTH, seed))
    assert cards(page)[pair_bet(seed)]["right"] == "A coin would do as well"
    assert sent(page, "pair.stage")[0]["proof"]["marks"] == ["left", "right"], "nobody can tell"
    assert verdict(page, pair_bet(seed)).startswith("Not quite." if swapped else "Lucky!")
    assert ("did you see it, or did you guess?" in words(page)) == (not swapped)
    assert ("nobody could know" in words(page)) == swapped


def test_where_a_trace_was_left_the_side_would_be_the_answer(monkeypatch):
    monkeypatch.setattr(can_tell_figures, "rates", lambda *both: np.full(can_tell_figures.STEPS + 1, 0.99))
    page = opened(END, bets={pair_bet(): SHOW_ME})
    side = "right" if can_tell_figures.swapped(can_tell_figures.round_of(BOTH, 0)) else "left"
    assert cards(page)[pair_bet()]["right"] == f"The {side} one"
    assert sent(page, "pair.stage")[0]["proof"]["marks"] == [side]


@pytest.mark.parametrize("changed", ["pair", "picture"])
def test_a_bet_counts_for_its_own_round_and_another_round_asks_again(changed):
    page = opened(END, bets={pair_bet(): "The left one"})
    assert "times in 100" in words(page)
    if changed == "pair":
        press(page, "pair.seed.again")
    else:
        page.query_params["other.animal"] = "dog"
        rerun(page)
    said = words(page)
    assert "Chance had put" not in said
    # what was learnt in the last round stays to be held against this one
    assert "A new round, so a new bet. The last one: at the end the best guesser is right 50." in said
    assert sent(page, "pair.stage")[0]["frames"] == 1


def test_a_link_to_a_moment_of_a_round_shows_that_round_alone():
    moment = pair_bet(3).removeprefix("noise.")
    page = opened(END, {"moment": f"{moment}.4", "pair.seed": "3"})
    assert sent(page, "pair.stage")[0]["moment"] == moment
    assert sent(press(page, "pair.seed.again"), "pair.stage")[0]["frames"] == 1


def test_an_old_link_to_a_round_under_this_schedule_still_opens_it():
    # as it was copied when there was a menu of schedules
    page = opened(END, {"moment": "pair_814aed66.4", "pair.schedule": "cosine"})
    assert sent(page, "pair.stage")[0]["moment"] == "pair_814aed66"


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_the_side_that_is_said_is_the_side_where_the_first_picture_stands(seed):
    page = opened(END, {"pair.seed": str(seed)}, bets={pair_bet(seed): SHOW_ME})
    said = re.search(r"Chance had put the first picture on the (left|right)", words(page))[1]
    x0 = pictures.to_signed(BYTES)[0].permute(1, 2, 0).numpy()
    for side in ("left", "right"):
        parts = track(page, "pair.stage", side)[1]
        # the first frame, t = 0, is the clean picture
        shown = np.tensordot(parts["table"][0], parts["parts"].astype(float), 1)
        assert np.allclose(shown, x0, atol=0.01) == (side == said)


def test_at_the_end_the_best_guesser_is_no_better_than_a_coin_whatever_the_pictures():
    rate = can_tell_figures.rates(*BOTH)[-1]
    assert f"is right only **{100 * rate:.1f}** times in 100. A coin does as well." in verdict(
        opened(END, bets=TOLD), pair_bet()
    )
    black, white = (pictures.Picture(bytes([level]) * len(BYTES), "plain") for level in (0, 255))
    for both in (BOTH, (black, white)):
        rates = can_tell_figures.rates(*both)
        assert rates[0] == 1 and 0.5 <= rates[-1] < 0.505


def test_the_rates_are_those_of_the_pictures_that_were_chosen():
    like = pictures.OTHER | {"animal": "cat", "colour": "orange", "place": "meadow"}
    bets = {pair_bet(other=pictures.default(like)): SHOW_ME}
    page, other = (
        opened(END, bets=TOLD),
        opened(END, {"other.place": "meadow", "other.colour": "orange", "other.animal": "cat"}, bets=bets),
    )
    rates = [track(one, "pair.stage", "rates")[1]["y"] for one in (page, other)]
    assert (rates[0][0] >= rates[1][0]).all() and (rates[0][0] > rates[1][0]).any()
    assert rates[0][0, 0] == 100 and (rates[0][1] == 50).all()


def test_the_pair_at_the_end_of_the_film_is_the_pair_of_the_bet():
    *ends, place = can_tell_figures.ends(BOTH, 3)
    *films, chart = can_tell_figures.films(BOTH, 3)
    assert (place.kind, place.name) == ("awaited", chart.name)
    for still, film in zip(ends, films, strict=True):
        a, b = film.table[-1]
        assert np.allclose(still.pixels, a * film.first + b * film.second, atol=1e-5)


def test_the_page_never_says_that_the_picture_lies_under_the_noise():
    said = words(opened(END, bets=TOLD))
    assert "the *film* remembers. The noise doesn't." in said and "under it" not in said


GAME = "spot.stage"


def clicked(page, side: str, frame: int) -> str:
    """What the page says after a click on a side of the game's film, at a frame."""
    run = sent(page, GAME)[0]["run"]
    page.session_state[GAME] = {"pick": {"track": side, "frame": frame, "x": 3, "y": 4, "run": run}}
    return words(rerun(page))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_game_plays_another_pair_out_of_the_noise_and_marks_the_click(seed):
    page = opened(END, {"spot.seed": str(seed)}, bets=TOLD)
    header = sent(page, GAME)[0]
    assert header["backwards"] and header["pick"] and header["start"] == header["frames"] - 1
    assert "Your turn" in words(page) and "Yes, that's it" not in words(page)
    swapped = can_tell_figures.swapped(can_tell_figures.round_of(BOTH, seed))
    right, wrong = ("right", "left") if swapped else ("left", "right")
    assert "**Yes, that's it**, at 96 % noise." in clicked(page, right, 35)
    assert f"No, at 93 % noise that's {BOTH[1].words}." in clicked(page, wrong, 33)
    assert "Yes, that's it" in clicked(page, right, 35)
    # another round: the click of the last one says nothing of it
    assert sent(press(page, "spot.seed.again"), GAME)[0]["run"] != header["run"] and "Yes, that's it" not in words(page)


def test_the_game_waits_for_the_bet():
    assert GAME not in messages(opened(END))


def test_the_best_guesser_of_the_game_is_as_sure_as_is_said():
    frame, rates = can_tell_figures.sure_from(*BOTH), can_tell_figures.rates(*BOTH)[can_tell_figures.AT]
    assert rates[frame] >= 0.99 > rates[frame + 1]
    said = clicked(opened(END, bets=TOLD), "left", 30)
    assert f"right 99 times in 100 already at {can_tell_figures.noise_of(frame)}." in said
    assert can_tell_figures.labels()[frame].endswith(f"noise {can_tell_figures.noise_of(frame)}")
    assert can_tell_figures.sure_from(BOTH[0], BOTH[0]) is None
