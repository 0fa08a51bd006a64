"""Two small networks for pictures of 16×16, alike but for their skip connections: one has them, one never had any.

`make skips` teaches both the same pictures in the same order, with the same noise, and puts them into assets.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from diffusion_core.common.assets import WITH_SKIPS, WITHOUT_SKIPS
from diffusion_core.common.records import Record
from diffusion_core.data.critters import draw, scenes_of, training_seeds
from diffusion_core.data.training_set import TrainingSet
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.networks.unet import UNet, UNetConfig, count_parameters
from diffusion_core.networks.weights import load_network, save_network
from diffusion_core.process.forward import add_noise
from diffusion_core.process.schedules import Schedule
from diffusion_core.sampling.generate import predict
from diffusion_core.training.loop import TrainConfig, fresh_state, train

SIDE = 16
FILES = {"with": WITH_SKIPS, "without": WITHOUT_SKIPS}
TAUGHT_ON = 8192
TELLS_EVERY = 250
"""Steps."""


def small_plan(*, skips: bool) -> UNetConfig:
    """Grids of 16, 8 and 4, no words, and only convolutions: how else would a pixel's place get through the bottom?"""
    return UNetConfig(
        vocabulary=(),
        size=SIDE,
        patch=1,
        channels=(16, 24, 32),
        blocks=(1, 1, 1),
        look=(False, False, False),
        read=(False, False, False),
        embedding=48,
        words=32,
        skips=skips,
    )


def shrunk(x: Tensor) -> Tensor:
    """Pictures of 64×64 as their box means: (B, 3, 64, 64) to (B, 3, 16, 16)."""
    return avg_pool2d(x, x.shape[-1] // SIDE)


class Untold(TrainingSet):
    """Training pictures that come without a word."""

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """As of a TrainingSet; every caption is the empty one."""
        rows = [self._order.row(i) for i in range(start, start + count)]
        return torch.from_numpy(self.pictures[rows]).float() / 127.5 - 1, vocabulary.tokens([""] * count)


def small_training_set(count: int = TAUGHT_ON, chunk: int = 256) -> Untold:
    """The first `count` pictures that the large network was trained on, small."""
    seeds = training_seeds()[:count]
    parts = [shrunk(draw(seeds[start : start + chunk])) for start in range(0, count, chunk)]
    pictures = ((torch.cat(parts) + 1) * 127.5).round().to(torch.uint8).numpy()
    return Untold(pictures, scenes_of(seeds))


def off_by_level(network: UNet, x0: Tensor, eps: Tensor, schedule: Schedule, times: Sequence[int]) -> Tensor:
    """How far off the guessed picture is at each time, for each picture: (len(times), B), in levels of 255.

    x0, eps: (B, 3, S, S), the network's size.
    """
    rows = []
    for t in times:
        left = torch.full((len(x0),), schedule.alpha_bar_at(t), dtype=torch.float64)
        levels = torch.full((len(x0),), schedule.log_snr(t), dtype=torch.float64)
        guess = predict(network, add_noise(x0, eps, left), levels, [""] * len(x0)).x0.clamp(-1, 1)
        rows.append(127.5 * (guess - x0).square().flatten(1).mean(1).sqrt())
    return torch.stack(rows)


def load_small(which: str) -> UNet:
    """The small network "with" or "without" skip connections. Raises NoWeights."""
    return load_network(FILES[which])


def teach(which: str, data: Untold, config: TrainConfig, path: Path, tell: Callable[[Record], None]) -> Record:
    """Train one of the two and write it; both begin with the same seed and see the same.

    tell: hears every TELLS_EVERY steps how far it is. Returns the file's notes and digest.
    """
    began = time.monotonic()
    state = fresh_state(small_plan(skips=which == "with"), config, torch.device("cpu"))
    for progress in train(state, data, config):
        if state.steps % TELLS_EVERY == 0:
            seconds = round(time.monotonic() - began)
            tell({"network": which, "pictures": progress.pictures, "seconds": seconds, "loss": round(progress.loss, 3)})
    counts = {"pictures": config.pictures, "steps": state.steps, "parameters": count_parameters(state.network)}
    notes = {name: str(count) for name, count in counts.items()}
    digest = save_network(path, state.average, notes | {"command": "make skips", "taught_on": str(len(data))})
    return {which: notes, "sha256": digest}
