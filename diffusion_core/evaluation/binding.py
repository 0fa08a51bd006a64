"""Who has what: does each of two critters have what the caption says of it, or has the other one got it?

And a small benchmark of that, for the model card: 64 captions each for colour, thing worn, order, and one or two.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.records import Record
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import Scene, is_held_out, partial_caption, scenes_of
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.data.word_order import exchanged
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.networks.unet import UNet
from diffusion_core.sampling.generate import generate_as
from diffusion_core.sampling.job import Job

PLACE, COUNT = 0, 1
LEFT, RIGHT = slice(2, 5), slice(6, 9)
"""The columns of `codes_of`: animal, colour and thing worn, of the left critter and of the right one."""
ANIMAL, COLOUR, WORN = 0, 1, 2
"""Within those."""


def pair_scenes(first: int, count: int) -> list[Scene]:
    """The first scenes from picture number `first` on with two critters that differ in animal, colour and thing worn.

    None holds a pair that was kept out of the training.
    """
    batches = (scenes_of(range(start, start + 8192)) for start in range(first, 2**31, 8192))
    found = (scene for batch in batches for scene in batch if _is_pair(scene) and not is_held_out(scene))
    return [next(found) for _ in range(count)]


def one_wears(first: int, count: int) -> list[Scene]:
    """The first of these in which one critter wears something, and the other nothing."""
    found: list[Scene] = []
    while len(found) < count:
        more = [scene for scene in pair_scenes(first, 4 * count) if "nothing" in {one.worn for one in scene.critters}]
        found, first = found + more, first + 1_000_000
    return found[:count]


def _is_pair(scene: Scene) -> bool:
    if len(scene.critters) != 2:
        return False
    one, other = scene.critters
    return one.animal != other.animal and one.colour != other.colour and one.worn != other.worn


def each_has(read: Tensor, scenes: Sequence[Scene], columns: Sequence[int] = (ANIMAL, COLOUR, WORN)) -> Tensor:
    """(B,) True where both critters are there, each with what its scene gives it, whichever stands on the left.

    read: (B, 10) codes; scenes: of two critters; columns: what of a critter counts.
    """
    asked, some = scene_codes(scenes), list(columns)
    left, right = read[:, LEFT][:, some], read[:, RIGHT][:, some]
    one, other = asked[:, LEFT][:, some], asked[:, RIGHT][:, some]
    as_said = (left == one).all(1) & (right == other).all(1)
    mirrored = (left == other).all(1) & (right == one).all(1)
    return (read[:, COUNT] == 2) & (as_said | mirrored)


def bound(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    """(B,) True where everything that the captions say is there, and on the right critter."""
    return each_has(read, scenes) & (read[:, PLACE] == scene_codes(scenes)[:, PLACE])


def swapped(read: Tensor, scenes: Sequence[Scene], what: str) -> Tensor:
    """(B,) True where both animals are there, and each has what the other should have. what: "colour" or "worn"."""
    column = {"colour": COLOUR, "worn": WORN}[what]
    return each_has(read, [exchanged(scene, what) for scene in scenes], (ANIMAL, column))


def both_wear(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    """(B,) True where two critters are there, and both wear what only one of them should: scenes as of `one_wears`."""
    asked = scene_codes(scenes)
    thing = torch.maximum(asked[:, LEFT][:, WORN], asked[:, RIGHT][:, WORN])  # nothing is 0
    worn = torch.stack([read[:, LEFT][:, WORN], read[:, RIGHT][:, WORN]], dim=1)
    return (read[:, COUNT] == 2) & (worn == thing[:, None]).all(1)


def none_wears(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    """(B,) True where two critters are there, and neither wears anything: scenes as of `one_wears`."""
    return (read[:, COUNT] == 2) & (read[:, LEFT][:, WORN] == 0) & (read[:, RIGHT][:, WORN] == 0)  # nothing is 0


def all_there(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    """(B,) True where place, animals, colours and things worn are all in the picture, whoever has them."""
    asked = scene_codes(scenes)
    found = (read[:, COUNT] == 2) & (read[:, PLACE] == asked[:, PLACE])
    for column in (ANIMAL, COLOUR, WORN):
        pairs = [torch.stack([codes[:, LEFT][:, column], codes[:, RIGHT][:, column]], 1) for codes in (read, asked)]
        found &= (pairs[0].sort(1).values == pairs[1].sort(1).values).all(1)
    return found


class Exercise(NamedTuple):
    """A kind of captions of the benchmark: what of the scenes is said, and which pictures are right, (B,)."""

    captions: Callable[[Scene], str]
    right: Callable[[Tensor, Sequence[Scene]], Tensor]


def _stand_in_order(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    asked, columns = scene_codes(scenes), [COUNT, LEFT.start, RIGHT.start]
    return (read[:, columns] == asked[:, columns]).all(1)


def _as_many(read: Tensor, scenes: Sequence[Scene]) -> Tensor:
    return read[:, COUNT] == scene_codes(scenes)[:, COUNT]


BENCHMARK: dict[str, Exercise] = {
    "colour": Exercise(
        lambda scene: partial_caption(scene, {"colour"}), lambda read, scenes: each_has(read, scenes, (ANIMAL, COLOUR))
    ),
    "worn": Exercise(
        lambda scene: partial_caption(scene, {"worn"}), lambda read, scenes: each_has(read, scenes, (ANIMAL, WORN))
    ),
    "order": Exercise(lambda scene: partial_caption(scene, ()), _stand_in_order),
    "count": Exercise(lambda scene: partial_caption(scene, ()), _as_many),
}
"""Each animal has its colour; each wears its thing; the first-named stands on the left; as many came as were named."""
CAPTIONS = 64
"""For each kind. Of "count", the even ones name one critter of their scene alone."""


def benchmark_scenes(kind: str, first: int, count: int) -> list[Scene]:
    """What the captions of one kind are about."""
    pairs = pair_scenes(first, count)
    if kind != "count":
        return pairs
    return [Scene(one.place, one.critters[:1]) if i % 2 == 0 else one for i, one in enumerate(pairs)]


def benchmark(job: Job, network: UNet, reader: AttributeReader, *, first: int, count: int = CAPTIONS) -> Record:
    """The share that is right of each kind: binding_colour, binding_worn, binding_order, binding_count.

    job: how they are drawn; first: the picture number from which the scenes come, and the seed of the first noise.
    """
    device, found = next(network.parameters()).device, {}
    for kind, exercise in BENCHMARK.items():
        scenes = benchmark_scenes(kind, first, count)
        captions = [exercise.captions(scene) for scene in scenes]
        pictures = generate_as(job, network, captions, range(first, first + count))
        read, _ = reader.read(pictures.to(device))
        found[f"binding_{kind}"] = share(exercise.right(read, scenes)).record()
    return found
