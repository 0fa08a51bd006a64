"""A reader of noisy pictures: it is told the noise level, and names the animal as well as it can.

`make noisy-reader` teaches one from freshly drawn critters, and measures how often it is right.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from diffusion_core.common.assets import NOISY_READER, NOISY_READER_RECORD
from diffusion_core.common.device import fast_dtype
from diffusion_core.common.files import NoWeights, read_tensors, sha256
from diffusion_core.common.randomness import Noise, generator
from diffusion_core.common.records import record_about
from diffusion_core.common.statistics import Share, share
from diffusion_core.data.critters import ANIMALS, Scene, draw, scenes_of
from diffusion_core.evaluation.teaching import Course, Taught, learn
from diffusion_core.networks.layers import ChannelNorm, LevelEmbedding, ResBlock, fast_layout
from diffusion_core.process.prediction import alpha_sigma

CHANCE = 1 / len(ANIMALS)
LEVELS = tuple(-9.0 + 0.5 * i for i in range(27))
"""The log-SNR, from -9 (nearly all noise) to 4, at which its rate is recorded."""
LEAST, MOST = -8.0, 6.0
"""The log-SNR between which it learns."""
FIRST_LESSON, FIRST_EXAM = 200_000_000, 230_000_000
"""Picture numbers of its lessons and of its recorded exam: neither in the training set, nor in each other."""


class NoisyReader(nn.Module):
    """Which animal is under the noise? x (B, 3, 64, 64), log_snr (B,) -> scores (B, 8) in the order of ANIMALS."""

    def __init__(self, widths: Sequence[int] = (32, 64, 96), embedding: int = 64) -> None:
        super().__init__()
        self.level = LevelEmbedding(embedding, waves=32)
        self.stem = nn.Conv2d(12, widths[0], 3, padding=1)
        self.blocks = nn.ModuleList(ResBlock(width, embedding) for width in widths)
        pairs = zip(widths, widths[1:], strict=False)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairs)
        self.last = ResBlock(widths[-1], embedding)
        self.norm = ChannelNorm(widths[-1])
        self.scores = nn.Sequential(nn.Linear(widths[-1] * 16, 64), nn.SiLU(), nn.Linear(64, len(ANIMALS)))

    def forward(self, x: Tensor, log_snr: Tensor) -> Tensor:
        level = self.level(log_snr)
        h = self.stem(F.pixel_unshuffle(x, 2))
        for i, block in enumerate(self.blocks):
            h = block(self.down[i - 1](h) if i else h, level)
        h = F.silu(self.norm(self.last(h, level)))
        return self.scores(F.adaptive_avg_pool2d(h, 4).flatten(1))

    @torch.inference_mode()
    def beliefs(self, x: Tensor, log_snr: Tensor) -> Tensor:
        """How likely it holds each animal, (B, 8) float32, rows adding up to 1. x: (B, 3, 64, 64); log_snr: (B,)."""
        own = next(self.parameters())
        rows = zip(x.split(256), log_snr.split(256), strict=True)
        scores = [self(part.to(own), level.to(own.device)).float() for part, level in rows]
        return torch.cat(scores).softmax(dim=1).cpu()


def noised(scenes: Sequence[Scene], seeds: Sequence[int], log_snr: Tensor) -> Tensor:
    """Draw these scenes and noise each to its level, picture i with the noise of seeds[i]. Returns (B, 3, 64, 64)."""
    x0, eps = draw(seeds, scenes=scenes), Noise(seeds, (3, 64, 64))()
    alpha, sigma = alpha_sigma(log_snr, x0)
    return alpha * x0 + sigma * eps


def singles(first: int) -> Iterator[tuple[int, Scene]]:
    """Numbers and scenes of all pictures with one critter, from picture number `first` on."""
    for start in range(first, 2**31, 256):
        seeds = range(start, start + 256)
        yield from ((seed, scene) for seed, scene in zip(seeds, scenes_of(seeds), strict=True) if _single(scene))


def _single(scene: Scene) -> bool:
    return len(scene.critters) == 1


def animals(scenes: Sequence[Scene]) -> Tensor:
    """(B,) the place of each scene's animal in ANIMALS."""
    return torch.tensor([ANIMALS.index(scene.critters[0].animal) for scene in scenes])


def teach(reader: NoisyReader, *, pictures: int, batch: int = 64, rate: float = 2e-3) -> Iterator[Taught]:
    """Teach from freshly drawn critters of all pairs, each at a random noise level; yields after each step."""
    device, steps = next(reader.parameters()).device, max(1, pictures // batch)
    random, source = generator(0), singles(FIRST_LESSON)

    def loss_of_batch() -> Tensor:
        seeds, scenes = zip(*(next(source) for _ in range(batch)), strict=True)
        log_snr = LEAST + (MOST - LEAST) * torch.rand(batch, generator=random, dtype=torch.float64)
        x = noised(scenes, seeds, log_snr).to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, fast_dtype(device), enabled=fast_dtype(device) != torch.float32):
            scores = reader(x, log_snr.float().to(device))
        return F.cross_entropy(scores.float(), animals(scenes).to(device))

    yield from learn(reader, loss_of_batch, Course(steps, batch, rate, decay=0.02, planned=steps + 1))


def how_often_right(reader: NoisyReader, log_snr: float, count: int, *, first: int = FIRST_EXAM) -> Share:
    """How often it names the animal at one noise level, on `count` pictures it never saw, from number `first` on."""
    source = singles(first)
    hits = []
    while count > 0:
        seeds, scenes = zip(*(next(source) for _ in range(min(count, 256))), strict=True)
        level = torch.full((len(seeds),), log_snr, dtype=torch.float64)
        hits.append(reader.beliefs(noised(scenes, seeds, level), level).argmax(dim=1) == animals(scenes))
        count -= len(seeds)
    return share(torch.cat(hits))


def blank_noisy_reader(seed: int = 0) -> NoisyReader:
    """An untrained reader, rebuilt from its seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return fast_layout(NoisyReader())


def save_noisy_reader(path: Path, reader: NoisyReader) -> None:
    """Write a reader to disk, in half precision."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().cpu().contiguous() for name, value in reader.state_dict().items()}, path)


def load_noisy_reader(path: Path = NOISY_READER, record: Path = NOISY_READER_RECORD) -> NoisyReader:
    """Read it back, float32. Raises NoWeights where it is missing, damaged or not the reader that was measured."""
    if not path.exists() or not record.exists():
        raise NoWeights(f"The reader of noisy pictures is missing: there is no file {path.name} in assets.")
    if record_about(record, sha256(path)) is None:
        raise NoWeights(f"The reader of noisy pictures is damaged: {path.name} is not the file that was measured.")
    reader = blank_noisy_reader()
    reader.load_state_dict(read_tensors(path)[1])
    return reader.eval().requires_grad_(False)


def measure(reader: NoisyReader, count: int) -> list[dict[str, object]]:
    """Its rate at each of LEVELS, with 95 % intervals, for the record."""
    return [{"log_snr": level, **how_often_right(reader, level, count).record()} for level in LEVELS]
