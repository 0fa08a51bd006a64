"""A reader of lone critters: which animal, which colour, or that it can name none.

It is taught drawings, and blends of two drawings as what has no name, so that a muddle is not called by the name of
what it resembles most. Its features tell pictures apart by what they show.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.common.randomness import generator
from diffusion_core.common.statistics import Share, share
from diffusion_core.data.lone_critters import ANIMALS, COLOURS, SIDE, codes_of, draw_lone, to_floats
from diffusion_core.evaluation.teaching import Course, Taught, learn

FEATURES = 64
NO_ANIMAL, NO_COLOUR = len(ANIMALS), len(COLOURS)
"""What is read where no name fits."""
FIRST, EXAM = 300_000, 400_000
"""From which picture numbers on the reader learns, and is tested."""
PICTURES, STEPS, BATCH = 8192, 700, 128


class LoneReader(nn.Module):
    """A small convolutional network. (B, 3, 32, 32) in [-1, 1] -> (B, 10) scores: animals, none; colours, none."""

    def __init__(self) -> None:
        super().__init__()
        widths = [(3, 32, 2), (32, 64, 1), (64, 64, 2), (64, 96, 2)]
        layers = [part for a, b, stride in widths for part in self._layer(a, b, stride)]
        self.look = nn.Sequential(*layers, nn.Flatten())
        self.features = nn.Linear(96 * (SIDE // 8) ** 2, FEATURES)
        self.heads = nn.Sequential(nn.ReLU(), nn.Linear(FEATURES, NO_ANIMAL + NO_COLOUR + 2))

    @staticmethod
    def _layer(a: int, b: int, stride: int) -> list[nn.Module]:
        return [nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]

    def forward(self, x: Tensor) -> Tensor:
        return self.heads(self.features(self.look(x)))

    @torch.inference_mode()
    def read(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Codes (B, 2) of animal and colour, and features (B, 64). pictures: (B, 3, 32, 32) in [-1, 1]."""
        self.eval()
        features = torch.cat([self.features(self.look(part)) for part in pictures.split(512)])
        animal, colour = self.heads(features).split([NO_ANIMAL + 1, NO_COLOUR + 1], dim=1)
        return torch.stack([animal.argmax(1), colour.argmax(1)], dim=1), features


def named(codes: Tensor) -> Tensor:
    """(B,) True where the reader names both, the animal and the colour. codes: (B, 2)."""
    return (codes[:, 0] < NO_ANIMAL) & (codes[:, 1] < NO_COLOUR)


def blends(x: Tensor, codes: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """Each picture run together with another one of the batch, or glued to it in the middle; half of them so or so.

    Returns pictures and codes like those given, with none for each part that the two do not share.
    """
    count, other = len(x), torch.randperm(len(x), generator=random)
    share_of = 0.35 + 0.3 * torch.rand(count, 1, 1, 1, generator=random)
    ramp = (torch.arange(SIDE) >= SIDE // 2).float()
    glue = torch.where(torch.rand(count, 1, 1, 1, generator=random) < 0.5, ramp[:, None], ramp[None, :])
    weight = torch.where(torch.rand(count, 1, 1, 1, generator=random) < 0.5, share_of, glue)
    none = torch.tensor([NO_ANIMAL, NO_COLOUR])
    return torch.lerp(x, x[other], weight), torch.where(codes == codes[other], codes, none)


def teach(reader: LoneReader, *, seed: int = 0, pictures: int = PICTURES, steps: int = STEPS) -> Iterator[Taught]:
    """Teach it so many drawings, half of each batch as they are and half as blends, a little noise on each."""
    numbers = torch.arange(pictures) + FIRST
    drawn, codes = torch.cat([draw_lone(part) for part in numbers.split(512)]), codes_of(numbers)
    random, half = generator(seed), BATCH // 2

    def loss_of_batch() -> Tensor:
        rows = torch.randint(pictures, (BATCH,), generator=random)
        x, names = to_floats(drawn[rows]), codes[rows]
        x[half:], names[half:] = blends(x[half:], names[half:], random)
        x = x + 0.1 * torch.rand(BATCH, 1, 1, 1, generator=random) * torch.randn(x.shape, generator=random)
        animal, colour = reader(x).split([NO_ANIMAL + 1, NO_COLOUR + 1], dim=1)
        return F.cross_entropy(animal, names[:, 0]) + F.cross_entropy(colour, names[:, 1])

    return learn(reader, loss_of_batch, Course(steps, BATCH, rate=3e-3, decay=0.01, planned=steps + 1))


def blank_reader(seed: int) -> LoneReader:
    """An untaught reader, rebuilt from its seed alone. The global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return LoneReader()


def exam(reader: LoneReader, count: int = 2000) -> dict[str, Share]:
    """How many new drawings it names right, and to how many blends of two that share neither it gives a full name."""
    numbers = torch.arange(count) + EXAM
    x, codes = to_floats(draw_lone(numbers)), codes_of(numbers)
    muddled, names = blends(x, codes, generator(EXAM))
    nameless = (names == torch.tensor([NO_ANIMAL, NO_COLOUR])).all(1)
    return {
        "drawn_right": share((reader.read(x)[0] == codes).all(1)),
        "blends_named": share(named(reader.read(muddled[nameless])[0])),
    }
