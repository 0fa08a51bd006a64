"""The walk of small steps, with what each step was made of."""

import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import small_steps, walk
from diffusion_core.process.schedules import make_schedule

SCHEDULE = make_schedule("linear", 20)


def picture() -> torch.Tensor:
    return torch.rand(1, 3, 16, 16, generator=generator(5)) * 2 - 1


def test_each_step_begins_where_the_last_one_ended():
    steps = list(walk(picture(), SCHEDULE, generator(0)))
    assert torch.equal(steps[0].before, picture())
    for earlier, later in zip(steps, steps[1:], strict=False):
        assert torch.equal(later.before, earlier.x)


def test_a_step_is_made_of_what_it_says():
    for step, beta in zip(walk(picture(), SCHEDULE, generator(0)), SCHEDULE.betas.tolist(), strict=True):
        made = (1 - beta) ** 0.5 * step.before + beta**0.5 * step.draw
        torch.testing.assert_close(step.x, made)
        assert step.beta == beta


def test_every_number_has_a_draw_of_its_own_and_a_new_one_each_step():
    draws = torch.stack([step.draw for step in walk(picture(), SCHEDULE, generator(0))]).flatten(1)
    # two equal draws among these thousands happen by rounding alone, and seldom
    assert draws.unique().numel() > 0.99 * draws.numel()
    together = torch.corrcoef(draws[:2])[0, 1].abs().item()
    assert together < 4 / draws.shape[1] ** 0.5


def test_the_walk_and_the_small_steps_are_one_run():
    walked = [step.x for step in walk(picture(), SCHEDULE, generator(3))]
    for one, other in zip(walked, small_steps(picture(), SCHEDULE, generator(3)), strict=True):
        assert torch.equal(one, other)
