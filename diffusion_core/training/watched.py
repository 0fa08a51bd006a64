"""Small networks trained before one's eyes: streams that yield after each nudge, and now and then a glimpse."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise, generator
from diffusion_core.data.point_world import best_denoiser, draw_points, floor
from diffusion_core.data.small_cats import COLOURS, SIDE, SmallCritters, colour_of
from diffusion_core.networks.small_nets import SMALL_PLAN, PointNet, blank_point_net
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import velocity
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.conversation import lead
from diffusion_core.sampling.generate import finish
from diffusion_core.sampling.samplers import Step, ddim, path, run
from diffusion_core.training.loop import TrainConfig, TrainState, fresh_state, make_exercise, move_average, train

GLIMPSES = 40
"""How often the result is looked at, besides once before the first nudge: early and often, then less so."""
RIGHT = 0.8
"""The share of pictures of the right colour at which the small critters count as learnt."""
JUDGED, SHOWN = 32, 16
POINTS_SHOWN = 600
LEVELS, TESTED = 16, 1000
STEPS = 12


class Glimpse(NamedTuple):
    """What a network can do after so many nudges.

    seen: examples seen so far; loss: their mean error of v since the glimpse before, not a number at the first;
    samples: (SHOWN, 3, 16, 16) in [-1, 1], or points (POINTS_SHOWN, 2), always from the same noise; right: the share of
    JUDGED pictures whose colour is the one asked for, not a number for points; by_level: (LEVELS,) error of v at
    `test_levels` on the same unseen points, empty for pictures; seconds: of processor time so far.
    """

    nudges: int
    seen: int
    loss: float
    samples: Tensor
    right: float
    by_level: Tensor
    seconds: float


@dataclass(frozen=True)
class Lesson:
    """A small training. nudges: how many in all; batch: examples a nudge; begin: its stream, from a seed.

    The stream yields after each nudge: a Glimpse where one is due, else None.
    """

    nudges: int
    batch: int
    begin: Callable[[int, "Lesson"], Iterator[Glimpse | None]]


def glimpses_after(nudges: int) -> list[int]:
    """After which nudges there is a glimpse: GLIMPSES of them at most, spaced by squares up to the end."""
    return sorted({min(nudges, max(i, round(nudges * (i / GLIMPSES) ** 2))) for i in range(1, GLIMPSES + 1)})


def test_levels() -> Tensor:
    """(LEVELS,) log-SNR: the middles of equal parts of the time that `training.train_level` draws from."""
    moments = (torch.arange(LEVELS) + 0.5) / LEVELS
    return -2 * torch.log(torch.tan((moments * 0.998 + 0.001) * math.pi / 2))


def learn_points(seed: int, lesson: Lesson) -> Iterator[Glimpse | None]:
    """A small network learns two moons of points. Yields as `Lesson.begin`."""
    network, average = blank_point_net(seed), blank_point_net(seed).requires_grad_(False)
    optimiser = torch.optim.AdamW(network.parameters(), lr=4e-3)
    random, losses, due = generator(seed + 1), [], set(glimpses_after(lesson.nudges))
    began = time.process_time()
    yield glimpse_of_points(average, 0, 0, math.nan, began)
    for nudge in range(1, lesson.nudges + 1):
        for group in optimiser.param_groups:
            group["lr"] = 4e-3 * min(1.0, nudge / 50) * (1 - (nudge - 1) / lesson.nudges)
        losses.append(nudge_points(network, optimiser, lesson.batch, random))
        move_average(average, network, 1 - 1 / min(nudge, 50))
        if nudge in due:
            yield glimpse_of_points(average, nudge, nudge * lesson.batch, sum(losses) / len(losses), began)
            losses.clear()
        else:
            yield None


def nudge_points(network: PointNet, optimiser: torch.optim.Optimizer, count: int, random: torch.Generator) -> float:
    """One nudge by `count` fresh points: the same exercise and the same error as for pictures. Returns the error."""
    given = make_exercise(draw_points(count, random), random)
    loss = (network(given.x, given.log_snr) - given.v).square().mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


@torch.inference_mode()
def glimpse_of_points(network: PointNet, nudges: int, seen: int, loss: float, began: float) -> Glimpse:
    """New points out of the same noise, and the error at each noise level on the same unseen points."""
    start = torch.randn(POINTS_SHOWN, 2, generator=generator(1))
    *_, last = run(ddim(start, path(make_schedule("cosine"), STEPS), lambda: start), network.denoiser())
    return Glimpse(nudges, seen, loss, last.x, math.nan, error_by_level(network), time.process_time() - began)


class Exam(NamedTuple):
    """Points that no training draws, TESTED a level: noisy x (N, 2), log_snr (N,), the best answers v (N, 2), and the
    floor at each of `test_levels`, (LEVELS,)."""

    x: Tensor
    log_snr: Tensor
    best: Tensor
    floor: Tensor


@cache
def exam() -> Exam:
    """Always the same."""
    random, levels = generator(999_983), test_levels()
    given = make_exercise(draw_points(LEVELS * TESTED, random), random, levels.repeat_interleave(TESTED))
    best = velocity(*best_denoiser()(given.x, given.log_snr), given.log_snr)
    return Exam(given.x, given.log_snr, best, floor(levels).float())


def error_by_level(network: PointNet) -> Tensor:
    """(LEVELS,) the mean squared error of v at each of `test_levels`.

    The error of any answer is the floor and, on top, its squared distance from the best answer: what lies between that
    and the truth averages out (Vincent 2011, the same identity). So only that distance has to be measured.
    """
    asked = exam()
    apart = network(asked.x, asked.log_snr) - asked.best
    return asked.floor + apart.square().view(LEVELS, -1).mean(1)


def learn_critters(seed: int, lesson: Lesson) -> Iterator[Glimpse | None]:
    """A small U-Net learns cats of four colours, by the very function that trained the large one. Yields as above."""
    began = time.process_time()
    state, config = begin_critters(seed, lesson)
    data, losses, due = SmallCritters(seed=seed), [], set(glimpses_after(lesson.nudges))
    yield glimpse_of_critters(state, math.nan, began)
    for progress in train(state, data, config):
        losses.append(progress.loss)
        if state.steps in due:
            yield glimpse_of_critters(state, sum(losses) / len(losses), began)
            losses.clear()
        else:
            yield None


def begin_critters(seed: int, lesson: Lesson) -> tuple[TrainState, TrainConfig]:
    """The blank small network of a seed, and how it is trained."""
    pictures = lesson.nudges * lesson.batch
    config = TrainConfig(pictures, lesson.batch, rate=4e-3, warm_up=20 * lesson.batch, average=0.06, seed=seed)
    return fresh_state(SMALL_PLAN, config, torch.device("cpu")), config


@torch.inference_mode()
def glimpse_of_critters(state: TrainState, loss: float, began: float) -> Glimpse:
    """New pictures out of the same noise, asked for in the four colours in turn, and how many have theirs."""
    pictures = draw_critters(state.average, JUDGED)
    right = (colour_of(pictures) == torch.arange(JUDGED) % len(COLOURS)).double().mean().item()
    spent = time.process_time() - began
    return Glimpse(state.steps, state.pictures, loss, pictures[:SHOWN], right, torch.empty(0), spent)


def draw_critters(network: UNet, count: int) -> Tensor:
    """New pictures (count, 3, 16, 16) in [-1, 1]; number i is asked for in colour i % 4, from the noise of seed i."""
    draw = Noise(range(count), (3, SIDE, SIDE))
    captions = [COLOURS[i % len(COLOURS)] for i in range(count)]
    steps: list[Step] = []
    finish(lead(ddim(draw(), path(make_schedule("cosine"), STEPS), draw), captions, network, steps.append), network)
    return steps[-1].x.clamp(-1, 1)


LESSONS: dict[str, Lesson] = {
    "critters": Lesson(960, 32, learn_critters),
    "points": Lesson(2400, 256, learn_points),
}


def learn(name: str, seed: int) -> Iterator[Glimpse | None]:
    """The stream of a lesson of that name. Raises KeyError for another name."""
    return LESSONS[name].begin(seed, LESSONS[name])
