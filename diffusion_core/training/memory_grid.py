"""Ten networks alike in all but the number of pictures they were taught on: where does copying end?

Each number comes twice, on disjoint sets, since two networks that learnt the same world from different pictures should
draw the same from the same noise, and two that copy should not (Kadkhodaie et al. 2024).
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import save_file
from torch import Tensor

from diffusion_core.common.files import read_tensors
from diffusion_core.data.lone_critters import load_lone, to_floats
from diffusion_core.data.training_set import Order
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.networks.lone_net import PLAN, guess_picture
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import save_network
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.training.loop import TrainConfig, TrainState, make_exercise, train
from diffusion_core.training.run_files import notes, resume, save_checkpoint

COUNTS = (8, 64, 512, 4096, 32_000)
TWINS = {"a": 0, "b": 100_000}
"""From which picture number on the pictures of each twin come. The seeds of their networks differ too."""
STATES = (6_400, 19_200, 57_600, 166_400, 512_000)
"""After how many lessons a copy of the average is kept; the last is the end."""
BATCH, RATE, WARM_UP = 64, 3e-3, 5_000
"""Pictures a step, the highest learning rate, and lessons until it is reached."""
LEAST = 0.1
"""The least sigma by which an error is divided."""


class Cell(NamedTuple):
    """One of the ten: taught on so many pictures, as this twin."""

    size: int
    twin: str

    @property
    def name(self) -> str:
        """ "512b"."""
        return f"{self.size}{self.twin}"

    @property
    def numbers(self) -> range:
        """Of the pictures it is taught on: the first ones of its twin's, so that small sets are parts of large ones."""
        return range(TWINS[self.twin], TWINS[self.twin] + self.size)

    @property
    def seed(self) -> int:
        """Of its blank network, its order and its noise."""
        return list(TWINS).index(self.twin)


CELLS = tuple(Cell(size, twin) for size in (512, 4096, 64, 8, 32_000) for twin in TWINS)
"""In the order in which they are taught, pair after pair: first those of which nothing was known."""


class Lessons(NamedTuple):
    """Pictures dealt out in rounds, without a word. pictures: (N, 3, 32, 32) bytes."""

    pictures: Tensor
    order: Order

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """The `start`-th to come, as (B, 3, 32, 32) in [-1, 1], and empty captions (B, 17)."""
        rows = [self.order.row(i) for i in range(start, start + count)]
        return to_floats(self.pictures[rows]), vocabulary.tokens([""] * count)


def picture_loss(network: UNet, x0: Tensor, tokens: Tensor, random: torch.Generator) -> Tensor:
    """The mean squared error of v of a network that answers the picture; no word is read. As LossOf.

    v = (alpha x - x0) / sigma, so an error of the picture counts 1 / sigma times, but never more than 1 / LEAST times.
    """
    given = make_exercise(x0, random)
    _, sigma = alpha_sigma(given.log_snr, x0)
    apart = guess_picture(network, given.x, given.log_snr) - x0
    return (apart / sigma.clamp(min=LEAST)).square().mean()


def teach(
    cell: Cell, folder: Path, *, until: int, states: Sequence[int] = STATES, batch: int = BATCH, every: float = 120.0
) -> Iterator[TrainState]:
    """Teach one network, from nothing or from where the last run stopped; yields after each step.

    folder: where the pictures, the checkpoint and the states lie, named by the cell; until: stop at this one of
    `states`, which say after how many lessons a copy is kept, the last of them the end that the learning rate falls
    towards; every: seconds between two checkpoints.
    """
    if state_path(folder, cell, until).exists():
        return
    config = TrainConfig(states[-1], batch, rate=RATE, warm_up=WARM_UP, seed=cell.seed)
    checkpoint = checkpoint_path(folder, cell)
    state = resume(checkpoint, None, config, torch.device("cpu"), PLAN)
    data = Lessons(load_lone(folder, cell.numbers), Order(cell.size, cell.seed))
    began, saved, spent = time.process_time(), time.monotonic(), state.seconds
    for _ in train(state, data, config, picture_loss):
        state.seconds = spent + time.process_time() - began
        due = [count for count in states if state.pictures - batch < count <= state.pictures]
        for count in due:
            save_network(state_path(folder, cell, count), state.average, notes(state) | {"cell": cell.name})
        if due or time.monotonic() - saved > every:
            save_checkpoint(checkpoint, state)
            saved = time.monotonic()
        yield state
        if until in due:
            return


def pack_checkpoint(checkpoint: Path, packed: Path) -> None:
    """Write a checkpoint small: weights and average in half precision, without the optimiser's memory.

    A training goes on from it as from any, but warms the optimiser up once more.
    """
    counts, tensors = read_tensors(checkpoint)
    halves = {name: value.half() for name, value in tensors.items() if not name.startswith("optimiser.")}
    save_file(halves, packed, counts | {"blank_until": counts["pictures"]})


def checkpoint_path(folder: Path, cell: Cell) -> Path:
    """Where a network goes on from."""
    return folder / f"{cell.name}.safetensors"


def state_path(folder: Path, cell: Cell, lessons: int) -> Path:
    """Where a network's state after so many lessons is kept."""
    return folder / f"{cell.name}-{lessons}.safetensors"
