"""Ways from noise to a picture, recorded from a teacher: what a student of few steps learns from."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import caption
from diffusion_core.data.training_set import Order, TrainingSet
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.networks.unet import UNet
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.conversation import lead
from diffusion_core.sampling.few_steps import EACH, JUMPS
from diffusion_core.sampling.generate import finish
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, Moment, Step, path

TEACHER = "dpmpp_2m"
"""The teacher's sampler: deterministic, so that its way is a function of the noise, and of second order."""

NOISE = 40_000_000
"""The noise of the recorded ways comes from seeds from here on, which nothing else uses."""

CHUNK = 64


@cache
def stops() -> list[Moment]:
    """The JUMPS + 1 moments at which a way is recorded, from fresh noise to the picture."""
    return path(make_schedule("cosine"), JUMPS)


@torch.inference_mode()
def record(teacher: UNet, captions: Sequence[str], seeds: Sequence[int]) -> Tensor:
    """The teacher's guided way for each caption and seed at each of `stops`, (B, JUMPS + 1, *shape of its plan)."""
    draw = Noise(seeds, teacher.config.shape)
    start = draw()
    passed = [start]

    def tell(step: Step) -> None:
        if step.index % EACH == 0:
            passed.append(step.x)

    sampler = SAMPLERS[TEACHER](start, path(make_schedule("cosine"), JUMPS * EACH), draw)
    finish(lead(sampler, captions, teacher, tell, how=Job()), teacher)
    return torch.stack(passed, dim=1)


def record_chunk(
    number: int, teacher: UNet, reader: AttributeReader, data: TrainingSet, folder: Path, chunk: int = CHUNK
) -> Path:
    """Record `chunk` ways, told captions as in training, and keep those that end well, in one file of the folder.

    Where the whole caption was told, a way ends well if the reader finds everything in its picture.
    """
    target = folder / f"ways-{number:05d}.safetensors"
    if target.exists():
        return target
    first = number * chunk
    rows, captions = data.choose(first, chunk)
    ways = record(teacher, captions, range(NOISE + first, NOISE + first + chunk))
    read, _ = reader.read(ways[:, -1].clamp(-1, 1))
    scenes = [data.scenes[row] for row in rows]
    whole = [text == caption(scene) for text, scene in zip(captions, scenes, strict=True)]
    kept = [i for i in range(chunk) if not whole[i] or all_right(read[i : i + 1], [scenes[i]]).item()]
    tokens = teacher.reader.vocabulary.tokens(captions)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"ways": ways[kept].half(), "tokens": tokens[kept]}, target.with_suffix(".part"))
    target.with_suffix(".part").rename(target)
    return target


class Ways:
    """Recorded ways as lessons: (N, JUMPS + 1, 3, 64, 64) beside tokens (N, 17)."""

    def __init__(self, ways: Tensor, tokens: Tensor, seed: int = 0) -> None:
        self.ways, self.tokens = ways, tokens
        self._order = Order(len(ways), seed)

    def __len__(self) -> int:
        return len(self.ways)

    def batch(self, start: int, count: int, vocabulary: Vocabulary) -> tuple[Tensor, Tensor]:
        """The `start`-th ways to come and their tokens, of the vocabulary they were recorded with."""
        rows = [self._order.row(i) for i in range(start, start + count)]
        return self.ways[rows].float(), self.tokens[rows]


def load_ways(files: Sequence[Path], seed: int = 0) -> Ways:
    """All ways of some files."""
    ways, tokens = [], []
    for file in files:
        with safe_open(file, "pt") as chunk:
            ways.append(chunk.get_tensor("ways"))
            tokens.append(chunk.get_tensor("tokens"))
    return Ways(torch.cat(ways), torch.cat(tokens), seed)


def velocity_between(x: Tensor, y: Tensor, here: Moment, there: Moment) -> Tensor:
    """The v with which one step of DDIM leads from x at `here` exactly to y at `there`.

    DDIM along v (Salimans & Ho 2022, appendix D) is y = (a b + s r) x + (r a - b s) v, where a, s are alpha and sigma
    of x, b, r those of y, on a Schedule's way (a² + s² = 1). Any shape; the result has it too.
    """
    (_, a, s), (_, b, r) = here, there
    return (y - (a * b + s * r) * x) / (r * a - b * s)
