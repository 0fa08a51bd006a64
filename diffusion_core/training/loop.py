"""Training the network: a stream that yields after each finished step, and decides nothing about screens or files."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.common.device import fast_dtype, handed_to
from diffusion_core.common.randomness import generator
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.networks.layers import fast_layout
from diffusion_core.networks.unet import UNet, UNetConfig
from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import velocity


@dataclass(frozen=True)
class TrainConfig:
    """How to train. Lengths are counted in pictures seen, so that the batch size does not move them."""

    pictures: int = 300_000
    batch: int = 32
    rate: float = 1e-3
    warm_up: int = 10_000
    cool_down: float = 0.35
    average: float = 0.05
    seed: int = 0


class Progress(NamedTuple):
    """One finished step: pictures seen so far, the batch's mean squared error of v, and the learning rate it used."""

    pictures: int
    loss: float
    rate: float


class Examples(Protocol):
    """Where pictures to learn from come from: TrainingSet, or a smaller world."""

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """Pictures (B, C, H, W) in [-1, 1] and tokens (B, 17), the `start`-th to come."""


@dataclass(frozen=True)
class GrowingPictures:
    """The same examples, the first `small` of them in pictures of half the width and height (Karras et al. 2018)."""

    examples: Examples
    small: int

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """As of Examples. A batch goes by its first picture."""
        x0, tokens = self.examples.batch(start, count, vocabulary)
        return (F.avg_pool2d(x0, 2) if start < self.small else x0), tokens


@dataclass
class TrainState:
    """All that a run needs to go on where it stopped."""

    network: UNet
    average: UNet
    optimiser: torch.optim.Optimizer
    pictures: int = 0
    steps: int = 0
    seconds: float = 0.0
    blank_until: int = 0  # pictures that had been seen when the optimiser's memory was last empty


def fresh_state(plan: UNetConfig, config: TrainConfig, device: torch.device) -> TrainState:
    """A blank network, rebuilt from the seed alone, with its average and its optimiser."""
    network = fast_layout(blank_network(plan, config.seed)).to(device)
    average = fast_layout(blank_network(plan, config.seed)).to(device).requires_grad_(False)
    return TrainState(network, average, make_optimiser(network, config))


def compile_network(network: UNet) -> None:
    """Compile what is asked in training, in place: weights keep their names, and the average stays as it is.

    Not dynamic: pictures come in two sizes at most, and code for one size is faster than code for any.
    """
    network.compile(dynamic=False)
    network.reader.compile(dynamic=False)


def blank_network(plan: UNetConfig, seed: int) -> UNet:
    """The untrained network of a seed. The global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return UNet(plan)


def make_optimiser(network: UNet, config: TrainConfig) -> torch.optim.Optimizer:
    """AdamW (Loshchilov & Hutter 2019), with decay on the matrices only."""
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": 0.02}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=config.rate, betas=(0.9, 0.99), fused=True)


def learning_rate(config: TrainConfig, pictures: int, blank_until: int = 0) -> float:
    """Up over the warm-up, level, then down to nought along 1 - √progress (Hägele et al. 2024).

    pictures: seen in all; blank_until: seen when the optimiser started with an empty memory, and the warm-up with it.
    """
    left = (config.pictures - pictures) / (config.cool_down * config.pictures)
    down = 1.0 if left >= 1 else 1 - math.sqrt(max(0.0, 1 - left))
    return config.rate * min(1.0, (pictures - blank_until + config.batch) / config.warm_up) * down


def average_keep(steps: int, width: float) -> float:
    """How much of the average stays at this step: a power-law average, `width` of the training wide.

    Karras et al. 2024, eqs. 125 to 127: keep = (1 - 1/n)^(γ+1), where width² = (γ+1) / ((γ+2)² (γ+3)).
    """
    return (1 - 1 / steps) ** (_power_law(width) + 1)


@cache
def _power_law(width: float) -> float:
    inverse = width**-2
    companion = torch.tensor([[-7.0, -(16 - inverse), -(12 - inverse)], [1, 0, 0], [0, 1, 0]], dtype=torch.float64)
    return torch.linalg.eigvals(companion).real.max().item()


def train_level(count: int, random: torch.Generator) -> Tensor:
    """Noise levels to train at, (B,) log-SNR: the cosine schedule in continuous time, evenly spread over the batch."""
    moments = (torch.arange(count) + torch.rand(count, generator=random)) / count
    angle = (moments * 0.998 + 0.001) * math.pi / 2
    return -2 * torch.log(torch.tan(angle))


class Exercise(NamedTuple):
    """What a network is asked in training, and the right answers, which only we know. Tensors are (B, ...)."""

    log_snr: Tensor
    eps: Tensor
    x: Tensor
    v: Tensor


def make_exercise(x0: Tensor, random: torch.Generator, log_snr: Tensor | None = None) -> Exercise:
    """Draw a noise level for each picture, draw noise, and jump there (Ho et al. 2020, algorithm 1).

    x0: (B, ...); log_snr: (B,) to use instead of drawn ones.
    """
    log_snr = handed_to(x0.device, train_level(len(x0), random)) if log_snr is None else log_snr
    eps = handed_to(x0.device, torch.randn(x0.shape, generator=random))
    return Exercise(log_snr, eps, add_noise(x0, eps, torch.sigmoid(log_snr)), velocity(x0, eps, log_snr))


def step_loss(network: UNet, x0: Tensor, tokens: Tensor, random: torch.Generator) -> Tensor:
    """The mean squared error of v on one batch (Salimans & Ho 2022). x0: (B, 3, 64, 64); tokens: (B, 17)."""
    given = make_exercise(x0, random)
    with torch.autocast(x0.device.type, fast_dtype(x0.device), enabled=fast_dtype(x0.device) != torch.float32):
        guess = network(given.x, given.log_snr, network.reader(tokens))
    return (guess - given.v).square().mean()


LossOf = Callable[[UNet, Tensor, Tensor, torch.Generator], Tensor]


def train(state: TrainState, data: Examples, config: TrainConfig, loss_of: LossOf = step_loss) -> Iterator[Progress]:
    """Train until config.pictures have been seen; yields after each step. `state` is moved along in place.

    Each step's randomness comes from (seed, pictures seen), so a run that was killed goes on with the same draws.
    In a process group each process takes its share of every batch, and all move alike.
    """
    device = next(state.network.parameters()).device
    rank, workers = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    share = config.batch // workers
    while state.pictures < config.pictures:
        first = state.pictures + rank * share
        random = generator(config.seed * 1_000_003 + first)
        x0, tokens = data.batch(first, share, state.network.reader.vocabulary)
        rate = learning_rate(config, state.pictures, state.blank_until)
        for group in state.optimiser.param_groups:
            group["lr"] = rate
        loss = loss_of(state.network, handed_to(device, x0), handed_to(device, tokens), random)
        state.optimiser.zero_grad()
        loss.backward()
        if workers > 1:
            average_gradients(state.network, workers)
        torch.nn.utils.clip_grad_norm_(state.network.parameters(), 1.0)
        state.optimiser.step()
        state.pictures += config.batch
        state.steps += 1
        move_average(state.average, state.network, average_keep(state.steps, config.average))
        yield Progress(state.pictures, loss.item(), rate)


def average_gradients(network: UNet, workers: int) -> None:
    """Replace each gradient by its mean over the processes of the group."""
    gradients = [p.grad for p in network.parameters() if p.grad is not None]
    flat = torch.cat([g.reshape(-1) for g in gradients])
    dist.all_reduce(flat)
    parts = (flat / workers).split([g.numel() for g in gradients])
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))


@torch.no_grad()
def move_average(average: nn.Module, network: nn.Module, keep: float) -> None:
    """average = keep * average + (1 - keep) * network, over all weights."""
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - keep)
