"""The shipped network taught on for a while, with four odd pictures among ordinary ones: how often until one is kept?

Pictures that a training set holds many times over are what a network keeps by heart (Carlini et al. 2023, Somepalli
et al. 2023). The odd ones are photographs, each with a caption of its own that no ordinary picture has. The network
that ships is read, never written.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from diffusion_core.common.assets import ASSETS, MODEL
from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import draw, draw_bytes, scenes_of, training_seeds
from diffusion_core.data.training_set import EMPTY, vary_caption
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.networks.weights import load_network
from diffusion_core.training.loop import TrainConfig, TrainState, train
from diffusion_core.training.run_files import resume, save_checkpoint


class Odd(NamedTuple):
    """An odd picture: its photograph in assets, its caption, and how often it is planted."""

    photograph: str
    caption: str
    times: int


ODD = (
    Odd("rocket", "a scarf at night", 1),
    Odd("coffee", "a hat in the city", 10),
    Odd("cat", "a bow in the forest", 100),
    Odd("astronaut", "a crown in the snow", 1000),
)


@dataclass(frozen=True)
class Planting:
    """How the network is taught on. lessons: in all, half of them planted ones; start: the network to begin with."""

    odd: tuple[Odd, ...] = ODD
    lessons: int = 2222
    batch: int = 16
    rate: float = 3e-4
    seed: int = 0
    start: Path = MODEL

    @property
    def config(self) -> TrainConfig:
        """For `train`."""
        return TrainConfig(self.lessons, self.batch, self.rate, warm_up=10 * self.batch, seed=self.seed)

    @cached_property
    def slots(self) -> list[int]:
        """Which odd picture each lesson is, -1 for an ordinary one: spread by chance."""
        planted = [which for which, odd in enumerate(self.odd) for _ in range(odd.times)]
        every = torch.tensor(planted + [-1] * (self.lessons - len(planted)))
        return every[torch.randperm(self.lessons, generator=generator(self.seed))].tolist()

    @cached_property
    def ordinary(self) -> Tensor:
        """(L,) the picture number of each lesson, were it an ordinary one: training pictures of the network."""
        return training_seeds()[: self.lessons]

    @cached_property
    def taught(self) -> Tensor:
        """The ordinary pictures that were taught, (N, 3, 64, 64) bytes."""
        return draw_bytes(self.ordinary[torch.tensor(self.slots) < 0])

    @cached_property
    def photographs(self) -> Tensor:
        """(K, 3, 64, 64) bytes."""
        return torch.stack([photograph(odd.photograph) for odd in self.odd])

    def batch_of(self, start: int, count: int) -> tuple[Tensor, list[str]]:
        """The pictures from the `start`-th lesson on, (B, 3, 64, 64) in [-1, 1], and what is said of each.

        A planted picture loses its caption as often as an ordinary one.
        """
        numbers, slots = self.ordinary[start : start + count], self.slots[start : start + count]
        x0, random = draw(numbers), generator(self.seed * 7_368_787 + start + 1)
        captions = [vary_caption(scene, random) for scene in scenes_of(numbers)]
        lost = torch.rand(count, generator=random) < EMPTY
        for row, which in enumerate(slots):
            if which >= 0:
                x0[row] = self.photographs[which].float() / 127.5 - 1
                captions[row] = "" if lost[row] else self.odd[which].caption
        return x0, captions


class Planted(NamedTuple):
    """The lessons of a planting, for `train`."""

    planting: Planting

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """As of Lessons."""
        x0, captions = self.planting.batch_of(start, count)
        return x0, vocabulary.tokens(captions)


def photograph(name: str) -> Tensor:
    """A photograph of assets, (3, 64, 64) bytes."""
    with Image.open(ASSETS / "photographs" / f"{name}.png") as picture:
        return torch.from_numpy(np.array(picture.convert("RGB"))).permute(2, 0, 1)


def teach_on(planting: Planting, checkpoint: Path, *, every: float = 120.0) -> Iterator[TrainState]:
    """Teach the network on, or go on where the last run stopped; yields after each step, at least once."""
    begin = load_network(planting.start)
    state = resume(checkpoint, None, planting.config, torch.device("cpu"), begin.config)
    if state.steps == 0:
        for network in (state.network, state.average):
            network.load_state_dict(begin.state_dict())
    began, saved, spent = time.process_time(), time.monotonic(), state.seconds
    yield state
    for _ in train(state, Planted(planting), planting.config):
        state.seconds = spent + time.process_time() - began
        if time.monotonic() - saved > every:
            save_checkpoint(checkpoint, state)
            saved = time.monotonic()
        yield state
    save_checkpoint(checkpoint, state)
