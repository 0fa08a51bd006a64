"""What goes wrong with each mistaken process, and that the right one is free of it."""

import math

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process import mistakes
from diffusion_core.process.forward import small_steps
from diffusion_core.process.mistakes import MISTAKES, TENTH, likeness, moved, run, untouched, variance
from diffusion_core.process.schedules import make_schedule
from diffusion_core.process.spectrum import fine_part

SCHEDULE = make_schedule("linear", 75)
NUMBERS = 3 * 64 * 64


def picture() -> torch.Tensor:
    """Black on the left, white on the right, every shade between: no noise at all."""
    return torch.linspace(-1, 1, 64).expand(1, 3, 64, 64).contiguous()


def result(process, seed=0) -> torch.Tensor:
    """(T + 1, 3, 64, 64)"""
    return run(process, picture(), SCHEDULE, generator(seed))[:, 0]


RIGHT = result(small_steps)
X0 = picture()[0]


@pytest.mark.parametrize("process", [small_steps, *MISTAKES.values()])
def test_each_begins_with_the_picture_and_takes_every_step(process):
    x = result(process)
    assert len(x) == SCHEDULE.steps + 1
    assert torch.equal(x[0], X0)
    assert not any(torch.equal(one, other) for one, other in zip(x, x[1:], strict=False))


def test_the_right_way_leaves_no_likeness_and_the_variance_of_one_bell():
    assert abs(likeness(RIGHT, X0)[-1].item()) < 4 / math.sqrt(NUMBERS) + SCHEDULE.alpha_bar[-1].sqrt().item()
    assert variance(RIGHT)[-1].item() == pytest.approx(1, abs=4 * math.sqrt(2 / NUMBERS))
    assert untouched(RIGHT, X0)[1:].max().item() == 0


def test_one_draw_for_all_never_hides_the_picture():
    x = result(MISTAKES["one draw for all"])
    # the picture itself, smaller and smaller: rounding is all that is lost
    assert likeness(x, X0).min().item() > 0.999
    left = SCHEDULE.alpha_bar[40].sqrt().item()
    torch.testing.assert_close(x[40] - x[40].mean(), left * (X0 - X0.mean()), atol=1e-4, rtol=0)


def test_a_random_tenth_leaves_nine_in_ten_untouched_each_step():
    x = result(MISTAKES["a random tenth"])
    for t in (1, 5, 10, 20):
        share = (1 - TENTH) ** t
        assert untouched(x, X0)[t].item() == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / 64**2))
    assert likeness(x, X0)[-1].item() > 0.2


def test_multiplying_leaves_black_where_it_was_and_lets_the_rest_run_off():
    x = result(MISTAKES["multiply"])
    assert (x[:, X0 == -1] == -1).all()
    # E[level²] grows by 1 + β a step; its own scatter is wide, so the steps are few
    growth = ((x[8] + 1).square().mean() / (X0 + 1).square().mean()).item()
    assert growth == pytest.approx(torch.prod(1 + SCHEDULE.betas[:8]).item(), rel=0.05)
    assert moved(x, X0, darkest=0.1)[10] < 0.2 * moved(RIGHT, X0, darkest=0.1)[10]
    assert x[-1].max() > 100


def test_without_shrinking_the_variance_grows_by_each_beta():
    x = result(MISTAKES["never shrink"])
    for t in (10, 40, 75):
        expected = variance(X0).item() + SCHEDULE.betas[:t].sum().item()
        assert variance(x)[t].item() == pytest.approx(expected, rel=5 * math.sqrt(2 / NUMBERS))
    # "workable if the network is told": the picture is still in it, at this likeness
    inside = (variance(X0) / variance(x)[-1]).sqrt().item()
    assert likeness(x, X0)[-1].item() == pytest.approx(inside, abs=4 / math.sqrt(NUMBERS))


def test_from_the_original_each_step_is_as_noisy_as_one_step_and_no_more():
    x = result(MISTAKES["from the original"])
    for t in (1, 30, 75):
        beta = SCHEDULE.betas[t - 1].item()
        noise = x[t] - (1 - beta) ** 0.5 * X0
        assert noise.var().item() == pytest.approx(beta, rel=5 * math.sqrt(2 / NUMBERS))
    assert likeness(x, X0)[-1].item() > 0.6


def test_splats_give_every_number_its_bell_but_never_hide_fine_detail():
    stripes = torch.where(torch.arange(64) % 2 == 0, -0.5, 0.5).expand(1, 3, 64, 64).contiguous()
    right, wrong = (run(process, stripes, SCHEDULE, generator(0))[:, 0] for process in (small_steps, mistakes.splats))
    assert variance(wrong)[-1].item() == pytest.approx(1, abs=0.15)
    fine = [likeness(fine_part(x, ring=24), stripes[0])[-1].item() for x in (right, wrong)]
    assert fine[0] < 0.1 and fine[1] > 0.99


def test_likeness_knows_neither_brightness_nor_contrast_and_a_flat_picture_is_like_none():
    assert likeness(0.01 * X0 + 5, X0).item() == pytest.approx(1, abs=1e-4)
    assert likeness(-X0, X0).item() == pytest.approx(-1)
    assert likeness(torch.ones_like(X0), X0).item() == 0
