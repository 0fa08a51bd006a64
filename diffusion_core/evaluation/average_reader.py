"""A reader that only compares: it knows the average picture of each place, and of each colour, and nothing else.

It needs no training, and where it is right, a better reader is right at least as often: what it tells is still there.
"""

from collections.abc import Callable, Sequence
from itertools import islice

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.records import Record
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import COLOURS, PLACES, Scene, draw
from diffusion_core.evaluation.noisy_reader import FIRST_EXAM, singles
from diffusion_core.process.prediction import alpha_sigma

LEVELS = tuple(-16.0 + 0.5 * i for i in range(41))
"""The log-SNR, from -16 to 4, at which its rate is recorded: down to where nobody can tell anything."""
FIRST_AVERAGE = 260_000_000
"""Picture numbers from which its averages are made: neither in the training set, nor in the exam."""
KINDS: dict[str, tuple[tuple[str, ...], Callable[[Scene], str]]] = {
    "place": (tuple(PLACES), lambda scene: scene.place),
    "colour": (tuple(COLOURS), lambda scene: scene.critters[0].colour),
}
"""What it tells: the names that there are, and which of them a scene with one critter has."""


def drawn(first: int, count: int) -> tuple[list[Scene], Tensor]:
    """Scenes with one critter, from picture number `first` on, and their pictures (count, 3, 64, 64)."""
    seeds, scenes = zip(*islice(singles(first), count), strict=True)
    return list(scenes), draw(list(seeds), scenes=list(scenes))


def places_of(what: str, scenes: Sequence[Scene]) -> Tensor:
    """(B,) which of the names of KINDS each scene has."""
    names, of = KINDS[what]
    return torch.tensor([names.index(of(scene)) for scene in scenes])


def averages(pictures: Tensor, kinds: Tensor, count: int) -> Tensor:
    """The average picture of each kind, (count, 3, 64, 64). kinds: (B,), each kind at least once."""
    return torch.stack([pictures[kinds == kind].mean(0) for kind in range(count)])


def likeliest(x: Tensor, means: Tensor, log_snr: float) -> Tensor:
    """(B,) the kind whose average, noised to this level, would most likely give x: equal bells around each.

    x: (B, 3, 64, 64) at log_snr; means: (K, 3, 64, 64). The nearest mean in signal space (van Trees 1968, section 2.3).
    """
    alpha, _ = alpha_sigma(torch.full((1,), log_snr, dtype=torch.float64), x[:1])
    rows = alpha.flatten() * means.flatten(1)
    return (x.flatten(1) @ rows.T - rows.square().sum(1) / 2).argmax(1)


def measure(*, pictures: int, exam: int) -> Record:
    """How often it is right at each of LEVELS about each of KINDS, with 95 % intervals, for the record."""
    scenes, taught = drawn(FIRST_AVERAGE, pictures)
    asked, x0 = drawn(FIRST_EXAM, exam)
    eps = Noise(range(exam), x0.shape[1:])()
    record: Record = {}
    for what, (names, _) in KINDS.items():
        means, true = averages(taught, places_of(what, scenes), len(names)), places_of(what, asked)
        rows = [{"log_snr": level, **share(likeliest(_noised(x0, eps, level), means, level) == true).record()}
                for level in LEVELS]  # fmt: skip
        record[what] = {"chance": 1 / len(names), "pictures": pictures, "right": rows}
    return record


def _noised(x0: Tensor, eps: Tensor, level: float) -> Tensor:
    alpha, sigma = alpha_sigma(torch.full((len(x0),), level, dtype=torch.float64), x0)
    return alpha * x0 + sigma * eps
