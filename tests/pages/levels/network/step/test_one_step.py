"""4.8: the numbers that stand there make the numbers that come out, step by step."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.process.schedules import make_schedule
from pages.levels.network.step import one_step_figures
from pages.levels.network.step.one_step_figures import STEPS
from pages.shared.numbers import percent
from tests.pages.driver import bet, cards, names, opened, sent, track, verdict, words

PAGE = "level-4-step"
ALL = {"moment": "step.0~lab_sound.0"}


def written(text: str) -> list[float]:
    """The numbers of a sum. A minus with a space behind it takes away."""
    return [float(n) for n in re.findall(r"-?\d+\.\d+", text.replace("− ", "").replace("−", "-"))]


def sums(page) -> np.ndarray:
    """The numbers of the sum on the page, in their order: (STEPS, 7)."""
    (row,) = track(page, "step.stage", "sum")[0]["rows"]
    return np.array([written(text) for text in row["texts"]])


@pytest.mark.parametrize("pixel", ["32.30", "0.0", "63.63"])
def test_the_numbers_of_a_pixel_add_up_in_every_step(tiny_engine, pixel):
    trust, guess, keep, noisy, shake, draw, after = sums(opened(PAGE, {"step.pixel": pixel, **ALL})).T
    by_hand = trust * guess + keep * noisy + shake * draw
    assert np.abs(by_hand - after).max() < 0.000501, "what is shown adds up as it is shown"
    assert np.abs(after[:-1] - noisy[1:]).max() < 0.0015
    assert abs(after[-1] - guess[-1]) < 0.001, "the last step ends at the guess"


def test_the_guessed_picture_is_the_noisy_one_without_the_guessed_noise(tiny_engine):
    found = one_step_figures.backward(4)
    *_, told = one_step_figures.guess_tracks(found, (7, 9))
    (texts,) = told.values.values()
    for text, x0 in zip(texts[1:], found.tiles["x0"][1:, 0, 9, 7].tolist(), strict=True):
        now, sigma, eps, alpha, result = written(text)
        assert (now - sigma * eps) / alpha == pytest.approx(result, abs=0.000501)
        assert result == pytest.approx(x0, abs=2e-3)


def test_by_each_picture_stand_the_numbers_of_the_sum(tiny_engine):
    page = opened(PAGE, {"step.pixel": "7.9", **ALL})
    (header, arrays), numbers = sent(page, "step.stage"), sums(page)
    at = {track["name"]: i for i, track in enumerate(header["tracks"])}
    assert header["tracks"][at["before"]]["exact"] == [7, 9]
    wanted = {"x0": numbers[:, 1], "before": numbers[:, 3], "draw": numbers[:, 5], "after": numbers[:, 6]}
    for name, red in wanted.items():
        assert np.abs(arrays[f"{at[name]}.exact"][:, 0] - red).max() < 0.0015


def test_the_terms_stand_as_an_equation_whose_factors_are_the_weights(tiny_engine):
    page = opened(PAGE, ALL)
    terms = [track for track in sent(page, "step.stage")[0]["tracks"] if track.get("sign")]
    assert [(term["name"], term["sign"]) for term in terms] == [("x0", "="), ("before", "+"), ("draw", "+")]
    factors = np.array([[float(text.removesuffix(" ×")) for text in term["times"]] for term in terms])
    assert np.abs(factors.T - one_step_figures.backward(4).weights).max() < 0.006


def test_the_answer_splits_the_noisy_picture_in_two_and_is_no_darker_than_black(tiny_engine):
    """What Q15 states: x_t = √ᾱ x̂₀ + √(1 − ᾱ) ε̂ after clipping too; fresh noise much at first, none in the end."""
    found = one_step_figures.backward(0)
    left = torch.tensor([make_schedule("cosine", 1000).alpha_bar_at(t) for t in found.times[:-1]]).view(-1, 1, 1, 1)
    x0, eps, x = (found.tiles[name].double() for name in ("x0", "eps", "before"))
    assert x0.abs().max() <= 1
    assert (left.sqrt() * x0 + (1 - left).sqrt() * eps - x).abs().max() < 1e-4
    spread = found.weights[:, 2]
    assert spread[0] > 0.9 and spread[-1] == 0 and (np.diff(spread) <= 1e-9).all()


def test_the_weights_are_those_of_the_papers_posterior(tiny_engine):
    """Ho et al. 2020, eq. 7, written with β̃ and ᾱ of the two moments."""
    found = one_step_figures.backward(0)
    left = [make_schedule("cosine", 1000).alpha_bar_at(t) for t in found.times]
    for (picture, noisy, spread), now, then in zip(found.weights, left, left[1:], strict=False):
        beta = 1 - now / then
        assert picture == pytest.approx(then**0.5 * beta / (1 - now))
        assert noisy == pytest.approx((now / then) ** 0.5 * (1 - then) / (1 - now), abs=1e-9)
        assert spread**2 == pytest.approx((1 - then) / (1 - now) * beta, abs=1e-9)


def test_the_bet_is_settled_by_the_first_weight(tiny_engine):
    page = opened(PAGE)
    before = sent(page, "step.stage")[0]
    assert before["frames"] == 5 and before["labels"][0].startswith("step 8 "), "the first is not given away"
    assert {text for term in before["tracks"] for text in term.get("times", [])} == {"? ×"}
    assert names(page, "step.stage") == ["after", "x0", "before", "draw"]
    bet(page, "step.share", "Half of it")
    share = one_step_figures.first_share(one_step_figures.backward(4))
    assert cards(page)["step.share"]["right"] == "A little" and share < 0.3
    assert f"**{100 * share:.0f} %** in step 1" in verdict(page, "step.share")
    header = sent(page, "step.stage")[0]
    proof = header["proof"]
    assert header["frames"] == STEPS and (proof["start"], proof["end"]) == (3, 0), "it rests on step 1"
    assert proof["marks"] == ["after", "x0"]
    assert header["tracks"][-1]["name"] == "weights"
    assert np.allclose(track(page, "step.stage", "weights")[1]["y"].T, one_step_figures.backward(4).weights, atol=6e-4)


@pytest.mark.parametrize("absurd", ["", "64.0", "1", "a.b", "<b>"])
def test_a_pixel_that_is_not_in_the_picture_is_the_usual_one(tiny_engine, absurd):
    assert np.array_equal(sums(opened(PAGE, {"step.pixel": absurd, **ALL})), sums(opened(PAGE, ALL)))


def test_the_first_step_keeps_nothing_under_cosine_alone():
    """ᾱ of linear by hand: betas from 0.0001 to 0.02; at the start it is nearly 0, at t = 917 it is not."""
    assert one_step_figures.kept_first("cosine") < 0.001
    left = np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))
    now, then = left[-1], np.interp(1000 * 11 / 12, np.arange(1, 1001), left)
    by_hand = (now / then) ** 0.5 * (1 - then) / (1 - now)
    assert one_step_figures.kept_first("linear") == pytest.approx(by_hand, abs=0.002) and by_hand > 0.4


def test_that_the_first_step_keeps_nothing_is_said_of_our_schedule_alone(tiny_engine):
    """ "No picture lies in it, so fresh noise will do as well" stood there: under linear half of it is kept."""
    said = words(opened(PAGE, ALL))
    assert f"step 1 keeps only {percent(one_step_figures.kept_first('cosine'))}" in said
    assert f"under *linear* it would keep {percent(one_step_figures.kept_first('linear'))}" in said


def test_the_three_things_that_a_step_mixes_are_named_and_the_guess_counts_for_more_each_time(tiny_engine):
    said = words(opened(PAGE))
    assert "a part of the guessed picture, a part of what's there now, and fresh noise" in said
    weights = one_step_figures.backward(4).weights
    assert (np.diff(weights[:, 0]) > 0).all() and (np.diff(weights[:, 2]) < 0).all() and weights[0, 2] > 0.99
