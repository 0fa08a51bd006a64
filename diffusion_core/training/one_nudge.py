"""One step of the training, taken apart: what was drawn, what was asked and answered, and how the weights moved."""

from copy import deepcopy
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction, from_velocity
from diffusion_core.training.loop import (
    Exercise,
    TrainConfig,
    TrainState,
    make_exercise,
    make_optimiser,
    step_loss,
    train,
)

GENTLE = TrainConfig(batch=1, warm_up=100)
"""Pictures one by one, and the first nudge a hundredth as strong as the strongest of the training."""


class Nudge(NamedTuple):
    """One nudge by one picture, (1, 3, S, S).

    given: the exercise; guess: the network's answer to it before the nudge; error, error_after: mean squared error of v
    on this exercise before and after; rate: how far a weight moves at most; before, after: all weights, flat (N,).
    """

    x0: Tensor
    given: Exercise
    guess: Prediction
    error: float
    error_after: float
    rate: float
    before: Tensor
    after: Tensor


class _Only:
    """A training set of one picture."""

    def __init__(self, x0: Tensor, tokens: Tensor) -> None:
        self._pair = x0, tokens

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        return self._pair


def nudge_once(network: UNet, x0: Tensor, caption: str, seed: int) -> Nudge:
    """Let one picture nudge a network, in place, by the very function that trains it (`training.train`).

    x0: (1, 3, S, S) in [-1, 1]; seed: of the noise level and the noise.
    """
    config = TrainConfig(batch=GENTLE.batch, warm_up=GENTLE.warm_up, seed=seed)
    tokens = network.reader.vocabulary.tokens([caption])
    network.requires_grad_(True)
    given = make_exercise(x0, _draws(config))
    before = flat_weights(network)
    with torch.no_grad():
        v = network(given.x, given.log_snr, network.reader(tokens))
    state = TrainState(network, deepcopy(network), make_optimiser(network, config))
    progress = next(train(state, _Only(x0, tokens), config))
    with torch.no_grad():
        after = step_loss(network, x0, tokens, _draws(config)).item()
    guess = from_velocity(given.x, v, given.log_snr)
    return Nudge(x0, given, guess, progress.loss, after, progress.rate, before, flat_weights(network))


def _draws(config: TrainConfig) -> torch.Generator:
    """As the first step of `training.train` draws."""
    return generator(config.seed * 1_000_003)


def flat_weights(network: UNet) -> Tensor:
    """A copy of all weights in one row, (N,)."""
    return torch.cat([weight.detach().flatten() for weight in network.parameters()])
