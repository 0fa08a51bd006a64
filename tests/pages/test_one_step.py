"""4.2: the numbers that stand there make the numbers that come out, step by step."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.samplers import ddpm
from diffusion_core.schedules import make_schedule
from pages.shared import step_figures
from pages.shared.code_view import marked, source
from pages.shared.player.wire import unpack
from pages.shared.step_figures import STEPS

PAGE = "levels/network/part_step.py"


def numbers(page) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of both sums on the page, in their order: (STEPS, 5) and (STEPS, 4)."""
    assert not page.exception
    headers = [unpack(part.proto.bytes)[0] for part in page.get("bidi_component") if part.proto.bytes]
    stage = next(header for header in headers if header["key"] == "step.stage")
    rows = next(track for track in stage["tracks"] if track["name"] == "sum")["rows"]
    mixed, after = (
        np.array([[float(n) for n in re.findall(r"-?\d+\.\d\d", text.replace("−", "-"))] for text in row["texts"]])
        for row in rows
    )
    return mixed, after


@pytest.mark.parametrize("pixel", ["32.30", "0.0", "63.63"])
def test_the_numbers_of_a_pixel_add_up_in_every_step(tiny_engine, open_page, pixel):
    mixed, after = numbers(open_page(PAGE, {"step.pixel": pixel}))
    share, guess, rest, noisy, mean = mixed.T
    assert np.abs(share * guess + rest * noisy - mean).max() < 0.03
    assert np.array_equal(mean, after[:, 0])
    assert np.abs(mean + after[:, 1] * after[:, 2] - after[:, 3]).max() < 0.03
    assert np.array_equal(after[:-1, 3], noisy[1:])
    assert after[-1, 3] == guess[-1], "the last step ends at the guess"


def test_the_answer_splits_the_noisy_picture_in_two_and_is_no_darker_than_black(tiny_engine):
    """What Q15 states: x_t = √ᾱ x̂₀ + √(1 − ᾱ) ε̂ after clipping too; fresh noise much at first, none in the end."""
    found = step_figures.backward(0)
    left = torch.tensor([make_schedule("cosine", 1000).alpha_bar_at(t) for t in found.times[:-1]]).view(-1, 1, 1, 1)
    x0, eps, x = (found.tiles[name].double() for name in ("x0", "eps", "before"))
    assert x0.abs().max() <= 1
    assert (left.sqrt() * x0 + (1 - left).sqrt() * eps - x).abs().max() < 0.02
    spread = found.weights[:, 2]
    assert spread[0] > 0.9 and spread[-1] == 0 and (np.diff(spread) <= 1e-9).all()


def test_the_weights_are_those_of_the_papers_posterior(tiny_engine):
    """Ho et al. 2020, eq. 7, written with β̃ and ᾱ of the two moments."""
    found = step_figures.backward(0)
    left = [make_schedule("cosine", 1000).alpha_bar_at(t) for t in found.times]
    for (picture, noisy, spread), now, then in zip(found.weights, left, left[1:], strict=False):
        beta = 1 - now / then
        assert picture == pytest.approx(then**0.5 * beta / (1 - now))
        assert noisy == pytest.approx((now / then) ** 0.5 * (1 - then) / (1 - now), abs=1e-9)
        assert spread**2 == pytest.approx((1 - then) / (1 - now) * beta, abs=1e-9)


def test_the_bet_is_settled_by_the_first_weight(tiny_engine, open_page):
    page = open_page(PAGE)
    (pills,) = [group for group in page.button_group if group.key == "bet.step.share"]
    pills.set_value("Half of it").run()
    assert not page.exception
    assert "**You said** Half of it. **It is:** Only a little" in "\n".join(block.value for block in page.markdown)
    assert step_figures.first_share(step_figures.backward(4)) < 0.3
    assert len(step_figures.labels(step_figures.backward(4))) == STEPS


def test_a_note_stands_behind_the_line_it_is_about():
    text = marked(source(ddpm), {"mean =": "mixed"})
    (line,) = [line for line in text.splitlines() if line.endswith("# ◀ mixed")]
    assert line.strip().startswith("mean = picture * guess.x0")
    with pytest.raises(ValueError, match="no line"):
        marked("a = 1", {"b": "?"})


@pytest.mark.parametrize("absurd", ["", "64.0", "1", "a.b", "<b>"])
def test_a_pixel_that_is_not_in_the_picture_is_the_usual_one(tiny_engine, open_page, absurd):
    for given, usual in zip(numbers(open_page(PAGE, {"step.pixel": absurd})), numbers(open_page(PAGE)), strict=True):
        assert np.array_equal(given, usual)
