"""4.2: the numbers that stand there make the numbers that come out, step by step."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.process.schedules import make_schedule
from pages.levels.network.step import one_step_figures
from pages.levels.network.step.one_step_figures import STEPS
from tests.pages.driver import bet, opened, sent, track, words

PAGE = "level-4-step"


def written(text: str) -> list[float]:
    """The numbers of a sum. A minus with a space behind it takes away."""
    return [float(n) for n in re.findall(r"-?\d+\.\d+", text.replace("− ", "").replace("−", "-"))]


def sums(page) -> tuple[list[list[float]], np.ndarray, np.ndarray]:
    """The numbers of the three sums on the page, in their order: (STEPS - 1) · 5, (STEPS, 5) and (STEPS, 4)."""
    rows = track(page, "step.stage", "sum")[0]["rows"]
    guessed, mixed, after = ([written(text) for text in row["texts"]] for row in rows)
    return guessed[1:], np.array(mixed), np.array(after)


@pytest.mark.parametrize("pixel", ["32.30", "0.0", "63.63"])
def test_the_numbers_of_a_pixel_add_up_in_every_step(tiny_engine, pixel):
    guessed, mixed, after = sums(opened(PAGE, {"step.pixel": pixel}))
    for (now, sigma, eps, alpha, x0), row in zip(guessed, mixed[1:], strict=True):
        assert (now - sigma * eps) / alpha == pytest.approx(x0, abs=0.004)
        assert x0 == row[1] and now == pytest.approx(row[3], abs=0.001)
    share, guess, rest, noisy, mean = mixed.T
    assert np.abs(share * guess + rest * noisy - mean).max() < 0.003
    assert np.array_equal(mean, after[:, 0])
    assert np.abs(mean + after[:, 1] * after[:, 2] - after[:, 3]).max() < 0.003
    assert np.array_equal(after[:-1, 3], noisy[1:])
    assert after[-1, 3] == guess[-1], "the last step ends at the guess"


def test_under_each_picture_stand_the_numbers_of_the_sums(tiny_engine):
    page = opened(PAGE, {"step.pixel": "7.9"})
    (header, arrays), (_, mixed, after) = sent(page, "step.stage"), sums(page)
    at = {track["name"]: i for i, track in enumerate(header["tracks"])}
    assert header["tracks"][at["before"]]["exact"] == [7, 9]
    wanted = {"x0": mixed[:, 1], "before": mixed[:, 3], "mean": after[:, 0], "draw": after[:, 2], "after": after[:, 3]}
    for name, red in wanted.items():
        assert np.abs(arrays[f"{at[name]}.exact"][:, 0] - red).max() < 0.0006


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
    assert sent(page, "step.stage")[0]["start"] == STEPS // 2 and "trust the" not in words(page)
    bet(page, "step.share", "Half of it")
    assert "**You said** Half of it. **It is:** Only a little" in words(page)
    assert one_step_figures.first_share(one_step_figures.backward(4)) < 0.3
    header = sent(page, "step.stage")[0]
    assert header["start"] == 0, "the step that the bet is about"
    assert header["tracks"][-1]["name"] == "weights"
    assert np.allclose(track(page, "step.stage", "weights")[1]["y"].T, one_step_figures.backward(4).weights, atol=6e-4)
    assert len(one_step_figures.labels(one_step_figures.backward(4))) == STEPS


@pytest.mark.parametrize("absurd", ["", "64.0", "1", "a.b", "<b>"])
def test_a_pixel_that_is_not_in_the_picture_is_the_usual_one(tiny_engine, absurd):
    for given, usual in zip(sums(opened(PAGE, {"step.pixel": absurd})), sums(opened(PAGE)), strict=True):
        assert np.array_equal(given, usual)


def test_a_small_step_keeps_nearly_all_and_the_first_nothing(tiny_engine):
    """Ho et al. 2020, eq. 7, by hand: ᾱ = cos²((t + 0.008) / 1.008 · π / 2) / its value at 0 (Nichol & Dhariwal)."""
    assert one_step_figures.backward(0).weights[0, 1] < 0.001
    for steps in (STEPS, 1000):
        now, then = (np.cos((t + 0.008) / 1.008 * np.pi / 2) ** 2 for t in (0.5, 0.5 - 1 / steps))
        top = np.cos(0.008 / 1.008 * np.pi / 2) ** 2
        by_hand = (now / then) ** 0.5 * (1 - then / top) / (1 - now / top)
        assert one_step_figures.kept_halfway(steps) == pytest.approx(by_hand, abs=0.002)
