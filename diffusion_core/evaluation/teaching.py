"""How whatever judges pictures is taught: one loop for all, a stream that decides nothing about screens or files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Course:
    """How something is taught: AdamW (Loshchilov & Hutter 2019) with a rate that rises once and falls once.

    steps: how many are taken; rate: the highest learning rate, reached after the share `rise` of `planned` steps, at
    whose end it is nought (Smith & Topin 2018); planned: `steps`, or one more, so that the last step taken still moves
    something; decay: of the weights; batch: pictures a step.
    """

    steps: int
    batch: int
    rate: float
    decay: float
    planned: int
    rise: float = 0.1


class Taught(NamedTuple):
    """One finished step of a course: pictures seen and the batch's loss."""

    pictures: int
    loss: float


def learn(learner: nn.Module, loss_of_batch: Callable[[], Tensor], course: Course) -> Iterator[Taught]:
    """Follow a course; `learner` is moved along in place. Yields after each step.

    loss_of_batch: draws the next batch, and returns the learner's loss on it, ().
    """
    optimiser = torch.optim.AdamW(learner.parameters(), lr=course.rate, weight_decay=course.decay)
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, course.rate, total_steps=course.planned, pct_start=course.rise
    )
    for step in range(1, course.steps + 1):
        learner.train()  # whoever takes the steps may have asked it something in between
        loss = loss_of_batch()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rates.step()
        yield Taught(step * course.batch, loss.item())
