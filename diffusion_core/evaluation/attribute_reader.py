"""A reader of critters: which place, how many, and each one's animal, colour, worn thing and expression."""

from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from diffusion_core.common.files import read_tensors
from diffusion_core.common.randomness import generator
from diffusion_core.common.records import Record
from diffusion_core.common.statistics import Share, share
from diffusion_core.data.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, WORN, draw
from diffusion_core.data.critters.scenes import codes_of
from diffusion_core.evaluation.teaching import Course, Taught, learn
from diffusion_core.networks.layers import fast_layout

ATTRIBUTES = {
    "place": len(PLACES),
    "count": 2,
    "animal": len(ANIMALS),
    "colour": len(COLOURS),
    "worn": len(WORN),
    "expression": len(EXPRESSIONS),
    "animal 2": len(ANIMALS),
    "colour 2": len(COLOURS),
    "worn 2": len(WORN),
    "expression 2": len(EXPRESSIONS),
}
"""What is read, in the order of `codes_of`, and how many answers each has."""

FEATURES = 64
FIRST_SEED = 1_000_000
"""The reader learns from pictures far behind the training set's, held-out pairs among them."""
TELLS_EVERY = 12_800
"""Pictures."""


class AttributeReader(nn.Module):
    """A small convolutional network. (B, 3, 64, 64) in [-1, 1] -> one row of scores an attribute, side by side."""

    def __init__(self) -> None:
        super().__init__()
        widths = [(3, 32, 2), (32, 64, 2), (64, 64, 1), (64, 128, 2), (128, 128, 1)]
        layers = [part for a, b, stride in widths for part in self._layer(a, b, stride)]
        self.look = nn.Sequential(*layers, nn.MaxPool2d(2), nn.Flatten())
        self.features = nn.Sequential(nn.Linear(128 * 16, 256), nn.ReLU(), nn.Linear(256, FEATURES))
        self.heads = nn.Sequential(nn.ReLU(), nn.Linear(FEATURES, sum(ATTRIBUTES.values())))

    @staticmethod
    def _layer(a: int, b: int, stride: int) -> list[nn.Module]:
        return [nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]

    def forward(self, x: Tensor) -> Tensor:
        return self.heads(self.features(self.look(x)))

    @torch.inference_mode()
    def read(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Codes (B, 10) as in `codes_of`, and features (B, 64). pictures: (B, 3, 64, 64) in [-1, 1]."""
        self.eval()
        features = torch.cat([self.features(self.look(part)) for part in pictures.split(256)])
        scores = self.heads(features).split(list(ATTRIBUTES.values()), dim=1)
        codes = torch.stack([row.argmax(dim=1) for row in scores], dim=1)
        codes[:, 1] += 1
        return codes.cpu(), features.cpu()


def scores_loss(scores: Tensor, codes: Tensor) -> Tensor:
    """Sum of the cross-entropies of all attributes; the second critter counts only where there is one."""
    two = codes[:, 1] == 2
    total = scores.new_zeros(())
    for i, (name, row) in enumerate(zip(ATTRIBUTES, scores.split(list(ATTRIBUTES.values()), dim=1), strict=True)):
        if name.endswith(" 2"):
            total = total + (F.cross_entropy(row, codes[:, i], reduction="none") * two).mean()
        else:
            total = total + F.cross_entropy(row, codes[:, i] - int(name == "count"))
    return total


def teach(
    reader: AttributeReader, *, pictures: int, laps: int = 4, batch: int = 128, seed: int = 0
) -> Iterator[Taught]:
    """Train on `pictures` freshly drawn critters of all pairs, `laps` times over; yields after each step.

    A little noise is added to each, so that faint speckle does not decide what is read.
    """
    device = next(reader.parameters()).device
    seeds = torch.arange(pictures) + FIRST_SEED * (1 + seed)
    drawn = torch.cat([draw(part).half() for part in seeds.split(512)])
    codes = codes_of(seeds)
    random, steps = generator(seed), laps * pictures // batch

    def loss_of_batch() -> Tensor:
        rows = torch.randint(pictures, (batch,), generator=random)
        x = drawn[rows].float()
        x = x + 0.1 * torch.rand(batch, 1, 1, 1, generator=random) * torch.randn(x.shape, generator=random)
        return scores_loss(reader(x.to(device)), codes[rows].to(device))

    yield from learn(reader, loss_of_batch, Course(steps, batch, rate=3e-3, decay=0.01, planned=steps + 1))


def blank_reader(seed: int, device: torch.device) -> AttributeReader:
    """An untrained reader, rebuilt from its seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return fast_layout(AttributeReader()).to(device)


def save_reader(path: Path, reader: AttributeReader) -> None:
    """Write a reader to disk, in half precision."""
    path.parent.mkdir(parents=True, exist_ok=True)
    halves = {k: v.half() if v.is_floating_point() else v for k, v in reader.state_dict().items()}
    save_file({k: v.cpu().contiguous() for k, v in halves.items()}, path)


def load_reader(path: Path, device: torch.device) -> AttributeReader:
    """Read it back. Raises NoWeights for a missing or damaged file."""
    reader = blank_reader(0, device)
    reader.load_state_dict(read_tensors(path)[1])
    return reader.eval()


def get_reader(
    path: Path, pictures: int, device: torch.device, seed: int = 0, *, tell: Callable[[Record], None]
) -> AttributeReader:
    """The reader in a file; where there is none yet, it is taught from this seed and written there.

    tell: hears after every TELLS_EVERY pictures how far that is.
    """
    if path.exists():
        return load_reader(path, device)
    reader = blank_reader(seed, device)
    for taught in teach(reader, pictures=pictures, seed=seed):
        if taught.pictures % TELLS_EVERY == 0:
            tell({"reader_pictures": taught.pictures, "loss": round(taught.loss, 4)})
    save_reader(path, reader)
    return reader


def reads_right(reader: AttributeReader, device: torch.device) -> Share:
    """How often a reader reads everything in a drawing right, in 2,000 that no reader learnt from."""
    seeds = torch.arange(2000) + 2 * FIRST_SEED - 10_000
    read, _ = read_drawn(reader, seeds, device)
    return share(everything_right(read, codes_of(seeds)))


def everything_right(read: Tensor, codes: Tensor) -> Tensor:
    """(B,) True where all codes agree; the second critter counts only where there is one."""
    right = read == codes
    right[:, 6:] |= codes[:, 1:2] == 1
    return right.all(dim=1)


def read_drawn(reader: AttributeReader, seeds: Tensor, device: torch.device) -> tuple[Tensor, Tensor]:
    """Codes and features of freshly drawn critters, drawn and read a few at a time."""
    parts = [reader.read(draw(part).to(device)) for part in seeds.split(256)]
    codes, features = zip(*parts, strict=True)
    return torch.cat(codes), torch.cat(features)
