"""What `make claims` measures for "Your words": one noise told other words, and which words look at which."""

from functools import lru_cache

import torch
from torch import Tensor

from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import COLOURS, Scene, caption, scenes_of
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.obedience import SINGLE, THINGS, same
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.word_vectors import read_closely
from diffusion_core.sampling.generate import generate

TOLD, INSTEAD = "an orange cat", "a blue cat"
"""One word is another. All that they leave unsaid is left to the noise."""
SEEN = 32
"""Of 255: a dot that changed by more counts as changed."""
COLOUR = "colour"
KEPT = tuple(thing for thing in THINGS if thing != COLOUR)
"""What the changed word doesn't name."""


@lru_cache(maxsize=4)
def _drawn(network: UNet, first: int, count: int, words: str) -> Tensor:
    return generate(network, [words] * count, range(first, first + count))


def _codes(lab: Lab, count: int, words: str) -> Tensor:
    return lab.reader.read(_drawn(lab.network, lab.first, count, words))[0].cpu()


def kept(thing: str) -> Measure:
    """In how many noises a thing is read the same, whichever of the two it is told."""

    def measure(lab: Lab, count: int) -> Share:
        return share(same(_codes(lab, count, TOLD), _codes(lab, count, INSTEAD))[:, THINGS.index(thing)])

    return measure


def kept_by_luck(thing: str) -> Measure:
    """The same between two pictures of one caption, out of different noises."""

    def measure(lab: Lab, count: int) -> Share:
        codes = _codes(lab, count, TOLD)
        return share(same(codes, codes.roll(1, 0))[:, THINGS.index(thing)])

    return measure


def all_kept(lab: Lab, count: int) -> Share:
    """In how many noises all but the colour is read the same."""
    alike = same(_codes(lab, count, TOLD), _codes(lab, count, INSTEAD))
    return share(alike[:, [THINGS.index(thing) for thing in KEPT]].all(1))


def obeyed(lab: Lab, count: int) -> Share:
    """In how many the reader sees the other colour."""
    return share(_codes(lab, count, INSTEAD)[:, SINGLE[COLOUR]] == COLOURS.index("blue"))


def changed(*, other_noise: bool = False) -> Measure:
    """The share of a picture's dots that change: by the other word, or by another noise."""

    def measure(lab: Lab, count: int) -> Mean:
        one = _drawn(lab.network, lab.first, count, TOLD)
        other = one.roll(1, 0) if other_noise else _drawn(lab.network, lab.first, count, INSTEAD)
        return Mean.of_values((127.5 * (one - other).abs().amax(1) > SEEN).double().mean((1, 2)))

    return measure


# --- which words look at which


def two_scenes(first: int, count: int) -> list[Scene]:
    """The first scenes from there on with two critters of two animals and two colours."""
    found = (scene for start in range(first, 2**31, 512) for scene in scenes_of(range(start, start + 512)))
    return [next(scene for scene in found if _are_two(scene)) for _ in range(count)]


def _are_two(scene: Scene) -> bool:
    return len(scene.critters) == 2 and all(
        len({getattr(critter, what) for critter in scene.critters}) == 2 for what in ("animal", "colour")
    )


def colours_find(network: UNet, scene: Scene) -> Tensor:
    """Whether each of the two colours looks most at its own animal: (2, L) bool, in each round."""
    found = read_closely(network.reader, caption(scene))
    most = found.looks.argmax(2)
    return torch.stack(
        [most[:, found.words.index(one.colour)] == found.words.index(one.animal) for one in scene.critters]
    )


@lru_cache(maxsize=2)
def _found(network: UNet, first: int, count: int) -> Tensor:
    """(2 * count, L) bool."""
    return torch.cat([colours_find(network, scene) for scene in two_scenes(first, count)])


def finds(look: int) -> Measure:
    """How many of the colours look most at their own animal, in this round, from 0 on; two a sentence."""

    def measure(lab: Lab, count: int) -> Share:
        return share(_found(lab.network, lab.first, count)[:, look])

    return measure


OTHER_WORDS_CLAIMS: dict[str, Measure] = {
    **{f"other words: kept, {thing}": kept(thing) for thing in KEPT},
    **{f"other words: kept by luck, {thing}": kept_by_luck(thing) for thing in KEPT},
    "other words: all else kept": all_kept,
    "other words: obeyed": obeyed,
    "other words: dots changed": changed(),
    "other words: dots changed by other noise": changed(other_noise=True),
    "looks: a colour finds its animal, first": finds(0),
    "looks: a colour finds its animal, second": finds(1),
}
"""Each number that "Your words" states."""

OTHER_WORDS_PAIRS: dict[str, tuple[str, str]] = {
    "The noise keeps the place, luck doesn't": ("other words: kept by luck, place", "other words: kept, place"),
    "Another word changes less than another noise": (
        "other words: dots changed",
        "other words: dots changed by other noise",
    ),
    "More than the fur changes in most noises": ("other words: all else kept", "other words: kept, place"),
    "A colour finds its animal the second time it looks": (
        "looks: a colour finds its animal, first",
        "looks: a colour finds its animal, second",
    ),
}
"""What sentences say about two of them: the left one is smaller."""
