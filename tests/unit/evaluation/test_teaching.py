"""The loop that teaches all judges, on a learner of one weight, against its course worked out beside it."""

from dataclasses import replace

import torch
from torch import nn

from diffusion_core.evaluation.teaching import Course, Taught, learn

COURSE = Course(steps=40, batch=8, rate=0.1, decay=0.0, planned=41)


def one_weight() -> nn.Linear:
    layer = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(layer.weight)
    return layer


def test_after_each_step_it_tells_pictures_and_the_loss_before_that_step():
    learner, asked = one_weight(), []

    def loss_of_batch():
        asked.append(learner.weight.item())
        return (learner.weight - 1).square().sum()

    reports = []
    for taught in learn(learner, loss_of_batch, COURSE):
        reports.append(taught)
        assert learner.weight.item() != asked[-1], "the step is done when it is told"
    assert [taught.pictures for taught in reports] == list(range(8, 321, 8))
    assert reports[0] == Taught(8, 1.0)
    assert abs(learner.weight.item() - 1) < 0.3


def test_the_rate_rises_to_its_highest_and_falls_to_nought():
    """AdamW moves a weight with a steady slope by about the learning rate, whatever the slope."""
    learner = one_weight()
    places = [0.0] + [learner.weight.item() for _ in learn(learner, lambda: 3 * learner.weight.sum(), COURSE)]
    moves = [before - after for before, after in zip(places, places[1:], strict=False)]
    highest = max(range(40), key=moves.__getitem__)
    assert moves == sorted(moves[: highest + 1]) + sorted(moves[highest + 1 :], reverse=True)
    assert 0.08 < moves[highest] < 0.105 and 2 < highest < 10
    assert moves[0] < 0.006 and moves[-1] < 0.001


def test_a_learner_that_was_asked_in_between_learns_on():
    learner, modes = nn.Sequential(one_weight(), nn.Dropout()), []

    def loss_of_batch():
        modes.append(learner.training)
        return learner(torch.ones(1, 1)).sum()

    for _ in learn(learner, loss_of_batch, Course(3, 1, rate=0.1, decay=0.0, planned=4)):
        learner.eval()
    assert modes == [True] * 3


def test_weights_without_a_slope_decay_as_the_course_says():
    """AdamW takes rate * decay of a weight away at each step (Loshchilov & Hutter 2019, algorithm 2, line 12)."""

    def left(decay: float) -> float:
        learner = one_weight()
        nn.init.ones_(learner.weight)
        list(learn(learner, lambda: 0 * learner.weight.sum(), replace(COURSE, decay=decay)))
        return learner.weight.item()

    assert left(0.0) == 1 and 0.7 < left(0.1) < 0.9
