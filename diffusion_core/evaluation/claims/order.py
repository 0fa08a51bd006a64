"""What `make claims` measures for "Why it goes wrong": the words of a caption in other orders, and each read alone."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from torch import Tensor

from diffusion_core.common.statistics import Share, share
from diffusion_core.data.critters import Scene, caption
from diffusion_core.data.word_order import as_written, backwards, shuffled, without_articles
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.evaluation.binding import (
    ANIMAL,
    WORN,
    all_there,
    both_wear,
    bound,
    each_has,
    none_wears,
    one_wears,
    pair_scenes,
    swapped,
)
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.words_apart import with_words_apart
from diffusion_core.sampling.generate import generate

MOST = 64
"""Scenes for each of these figures, however many the others take."""
WRITTEN, BACKWARDS, SHUFFLED, NO_ARTICLES, APART = (
    "as written",
    "backwards",
    "shuffled",
    "without articles",
    "each word alone",
)


class Way(NamedTuple):
    """A way to say a caption. words: the caption and a number in, the words out; apart: none hears another."""

    words: Callable[[str, int], str]
    apart: bool = False


WAYS = {
    WRITTEN: Way(as_written),
    BACKWARDS: Way(backwards),
    SHUFFLED: Way(shuffled),
    NO_ARTICLES: Way(without_articles),
    APART: Way(as_written, apart=True),
}
CROWDS: dict[str, Callable[[int, int], list[Scene]]] = {
    "one": lambda first, count: single_scenes(first, count, "seen"),
    "two": pair_scenes,
    "hat": one_wears,
}
"""Of what the captions tell: of one critter, of two, or of two of which one wears something and the other nothing."""


@lru_cache(maxsize=len(WAYS) * len(CROWDS))
def _read(network: UNet, reader: AttributeReader, first: int, count: int, crowd: str, way: str) -> Tensor:
    """(count, 10) what is in the pictures, the same scenes and noise for each way; drawn as pages draw."""
    seeds, words = range(first, first + count), WAYS[way].words
    captions = [words(caption(scene), seed) for scene, seed in zip(CROWDS[crowd](first, count), seeds, strict=True)]
    drawn_by = with_words_apart(network) if WAYS[way].apart else network
    return reader.read(generate(drawn_by, captions, seeds))[0]


def _share(crowd: str, way: str, fits: Callable[[Tensor, Sequence[Scene]], Tensor]) -> Measure:
    def measure(lab: Lab, count: int) -> Share:
        count = min(count, MOST)
        read = _read(lab.network, lab.reader, lab.first, count, crowd, way)
        return share(fits(read, CROWDS[crowd](lab.first, count)))

    return measure


def _hat_stays(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    return each_has(read, scenes, (ANIMAL, WORN))


def _things_swapped(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    return swapped(read, scenes, "worn")


TOGETHER = (WRITTEN, APART)
"""Where only the words' hearing one another is compared."""
FIGURES: dict[str, tuple[str, tuple[str, ...], Callable[[Tensor, Sequence[Scene]], Tensor]]] = {
    "right, two": ("two", tuple(WAYS), bound),
    "all there": ("two", tuple(WAYS), all_there),
    "right, one": ("one", TOGETHER, all_right),
    "hat stays": ("hat", TOGETHER, _hat_stays),
    "hat moves": ("hat", TOGETHER, _things_swapped),
    "both wear": ("hat", TOGETHER, both_wear),
    "none wears": ("hat", TOGETHER, none_wears),
    "things swapped": ("two", (WRITTEN, BACKWARDS), _things_swapped),
}
"""What is counted, of which captions and of which ways."""
ORDER_CLAIMS: dict[str, Measure] = {
    f"order: {name}, {way}": _share(crowd, way, fits) for name, (crowd, ways, fits) in FIGURES.items() for way in ways
}
"""Each number that "Why it goes wrong" states of the network."""
ORDER_PAIRS: dict[str, tuple[str, str]] = {
    "Shuffled words lose who has what": (f"order: right, two, {SHUFFLED}", f"order: right, two, {WRITTEN}"),
    "Read alone, a hat comes on both": (f"order: both wear, {WRITTEN}", f"order: both wear, {APART}"),
    "Read alone, the hat is less often on the right head only": (
        f"order: hat stays, {APART}",
        f"order: hat stays, {WRITTEN}",
    ),
    "Read alone, a shared hat is commoner than a swapped one": (
        f"order: hat moves, {APART}",
        f"order: both wear, {APART}",
    ),
    "Two critters need words that hear one another": (f"order: right, two, {APART}", f"order: right, two, {WRITTEN}"),
    "One critter needs that less than two": (f"order: right, two, {APART}", f"order: right, one, {APART}"),
}
"""What sentences say about two of them: the left one is smaller."""
