"""The forward process: one jump and many small steps are one thing."""

import pytest
import torch

from diffusion_core.process.forward import add_noise, one_step, small_steps, walk
from diffusion_core.process.schedules import SCHEDULES, make_schedule
from tests.unit.statistics import ks_distance


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def test_a_jump_to_the_ends_gives_the_picture_or_the_noise(device):
    x0, eps = torch.randn(2, 4, 3, 8, 8, generator=generator(), dtype=torch.float64).to(device)
    assert torch.equal(add_noise(x0, eps, 1.0), x0)
    assert torch.equal(add_noise(x0, eps, 0.0), eps)


def test_a_jump_keeps_the_variance_of_unit_data(device):
    x0, eps = torch.randn(2, 100_000, generator=generator()).to(device)
    for alpha_bar in (0.9, 0.5, 0.01):
        # Four standard errors of a variance from 100,000 draws.
        assert add_noise(x0, eps, alpha_bar).var().item() == pytest.approx(1, abs=4 * (2 / 1e5) ** 0.5)


def test_each_picture_of_a_batch_gets_its_own_level(device):
    x0, eps = torch.randn(2, 3, 3, 4, 4, generator=generator()).to(device)
    levels = [0.9, 0.5, 0.1]
    together = add_noise(x0, eps, torch.tensor(levels, device=device))
    for i, level in enumerate(levels):
        torch.testing.assert_close(together[i], level**0.5 * x0[i] + (1 - level) ** 0.5 * eps[i])


def test_one_step_shrinks_and_adds():
    x, draw = torch.tensor([2.0]), torch.tensor([3.0])
    assert one_step(x, draw, 0.36).item() == pytest.approx(0.8 * 2 + 0.6 * 3)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_last_small_step_starts_from_the_one_before(name):
    schedule = make_schedule(name, 8)
    x0 = torch.randn(5, generator=generator())
    places = [x0, *small_steps(x0, schedule, generator(7))]
    assert len(places) == 9
    same_draws = generator(7)
    for t in range(1, 9):
        draw = torch.randn(5, generator=same_draws)
        beta = schedule.betas[t - 1].item()
        torch.testing.assert_close(places[t], (1 - beta) ** 0.5 * places[t - 1] + beta**0.5 * draw)


@pytest.mark.parametrize("name", SCHEDULES)
def test_small_steps_and_the_jump_give_one_distribution(name):
    schedule, count = make_schedule(name, 30), 20_000
    x0 = torch.where(torch.rand(count, generator=generator(1)) < 0.3, -0.8, 0.6)
    for t, x in enumerate(small_steps(x0, schedule, generator(2)), 1):
        if t in (3, 12, 30):
            jump = add_noise(x0, torch.randn(count, generator=generator(3 + t)), schedule.alpha_bar[t])
            # 1.63 * sqrt(2 / n) is passed once in a hundred by equal distributions (Kolmogorov and Smirnov).
            assert ks_distance(x, jump) < 1.63 * (2 / count) ** 0.5
            if t < 30:
                later = add_noise(x0, torch.randn(count, generator=generator(50)), schedule.alpha_bar[t + 8])
                assert ks_distance(x, later) > 1.63 * (2 / count) ** 0.5


def test_the_walk_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    list(small_steps(torch.zeros(4), make_schedule("linear", 5), generator()))
    assert torch.equal(torch.get_rng_state(), before)


def test_shrinking_and_adding_keep_the_bell_that_noise_has_reached():
    schedule, count = make_schedule("linear", 75), 50_000
    noise = torch.randn(count, generator=generator(1))
    *_, x = small_steps(noise, schedule, generator(2))
    # four standard errors of a mean and of a variance
    assert abs(x.mean().item()) < 4 / count**0.5
    assert abs(x.var().item() - 1) < 4 * (2 / count) ** 0.5


def test_two_pictures_under_the_same_draws_end_as_far_apart_as_the_picture_that_is_left():
    schedule = make_schedule("linear", 75)
    one, other = torch.full((1, 3, 8, 8), -1.0), torch.full((1, 3, 8, 8), 1.0)
    walks = [torch.stack(list(small_steps(x0, schedule, generator(4)))) for x0 in (one, other)]
    apart = (walks[1] - walks[0]).flatten(1).mean(1).double()
    torch.testing.assert_close(apart, 2 * schedule.alpha_bar[1:].sqrt(), atol=1e-5, rtol=1e-3)


def test_a_thousand_steps_and_one_jump_differ_in_every_dot_and_in_no_moment():
    schedule, count = make_schedule("linear", 1000), 20_000
    x0 = torch.full((count,), 0.8)
    for t, x in enumerate(small_steps(x0, schedule, generator(0)), 1):
        if t in (100, 400, 1000):
            jumped = add_noise(x0, torch.randn(count, generator=generator(0)), schedule.alpha_bar[t])
            assert (x == jumped).float().mean().item() < 0.001
            left = schedule.alpha_bar[t].item()
            for way in (x, jumped):
                assert way.mean().item() == pytest.approx(0.8 * left**0.5, abs=4 * ((1 - left) / count) ** 0.5)
                assert way.var().item() == pytest.approx(1 - left, rel=4 * (2 / count) ** 0.5)


# --- the walk of small steps, with what each step was made of

LINEAR = make_schedule("linear", 20)


def picture() -> torch.Tensor:
    return torch.rand(1, 3, 16, 16, generator=generator(5)) * 2 - 1


def test_each_step_begins_where_the_last_one_ended():
    steps = list(walk(picture(), LINEAR, generator()))
    assert torch.equal(steps[0].before, picture())
    for earlier, later in zip(steps, steps[1:], strict=False):
        assert torch.equal(later.before, earlier.x)


def test_a_step_is_made_of_what_it_says():
    for step, beta in zip(walk(picture(), LINEAR, generator()), LINEAR.betas.tolist(), strict=True):
        made = (1 - beta) ** 0.5 * step.before + beta**0.5 * step.draw
        torch.testing.assert_close(step.x, made)
        assert step.beta == beta


def test_every_number_has_a_draw_of_its_own_and_a_new_one_each_step():
    draws = torch.stack([step.draw for step in walk(picture(), LINEAR, generator())]).flatten(1)
    # two equal draws among these thousands happen by rounding alone, and seldom
    assert draws.unique().numel() > 0.99 * draws.numel()
    together = torch.corrcoef(draws[:2])[0, 1].abs().item()
    assert together < 4 / draws.shape[1] ** 0.5


def test_the_walk_and_the_small_steps_are_one_run():
    walked = [step.x for step in walk(picture(), LINEAR, generator(3))]
    for one, other in zip(walked, small_steps(picture(), LINEAR, generator(3)), strict=True):
        assert torch.equal(one, other)
