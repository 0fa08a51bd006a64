"""What `make claims` measures for "Until when can a word change its mind?": a caption changes after k of 20 steps."""

from dataclasses import replace
from functools import lru_cache

import torch
from torch import Tensor

from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, WORN, Scene, caption, is_held_out
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.claims.words_where import dressed_scenes
from diffusion_core.evaluation.obedience import SINGLE
from diffusion_core.networks.unet import UNet
from diffusion_core.sampling.generate import TOGETHER
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.switching import from_there, way_of

MIND: dict[str, tuple[str, ...]] = {
    "place": PLACES,
    "worn": WORN[1:],
    "animal": ANIMALS,
    "colour": COLOURS,
    "expression": EXPRESSIONS,
}
"""What a word can be about, and the words that may take each other's place."""
AT = (0, 2, 4, 6, 8, 10, 12, 14, 16)
"""After how many of the 20 steps the word changes; after 0 it was the other word from the start."""
MOST = 64
"""Scenes for each of these figures, however many the others take."""
HOW = Job()


def changed(scene: Scene, field: str, number: int) -> Scene:
    """The scene with one other word of this field, which `number` decides, and no pair that was held out."""
    others = [other for word in MIND[field] if (other := _with(scene, field, word)) != scene and not is_held_out(other)]
    return others[number % len(others)]


def _with(scene: Scene, field: str, word: str) -> Scene:
    if field == "place":
        return Scene(word, scene.critters)
    return Scene(scene.place, (replace(scene.critters[0], **{field: word}),))


@lru_cache(maxsize=2)
def _ways(network: UNet, first: int, count: int) -> list[list[Tensor]]:
    """Of each batch of scenes, where its pictures stand after each step."""
    scenes = [caption(scene) for scene in dressed_scenes(first, count)]
    return [
        way_of(HOW, network, scenes[i : i + TOGETHER], range(first + i, first + min(i + TOGETHER, count)))
        for i in range(0, count, TOGETHER)
    ]


@lru_cache(maxsize=2 * len(AT) * len(MIND))
def _obeyed(network: UNet, reader: AttributeReader, first: int, count: int, field: str, at: int) -> Tensor:
    """(count,) bool: whether the reader sees the later word's thing at the end."""
    wanted = [changed(scene, field, first + i) for i, scene in enumerate(dressed_scenes(first, count))]
    captions = [caption(scene) for scene in wanted]
    ends = [
        from_there(HOW, network, way[at], at, captions[i * TOGETHER : (i + 1) * TOGETHER])
        for i, way in enumerate(_ways(network, first, count))
    ]
    column = SINGLE[field]
    return reader.read(torch.cat(ends))[0][:, column] == scene_codes(wanted)[:, column]


def obeyed(field: str, at: int) -> Measure:
    """How often the later word's thing is there at the end, when it came after so many steps."""

    def measure(lab: Lab, count: int) -> Share:
        return share(_obeyed(lab.network, lab.reader, lab.first, min(count, MOST), field, at))

    return measure


def until(field: str) -> Measure:
    """The last of AT after which the later word still got its way, on average over scenes; 0 where it never did."""

    def measure(lab: Lab, count: int) -> Mean:
        hits = torch.stack([_obeyed(lab.network, lab.reader, lab.first, min(count, MOST), field, at) for at in AT])
        return Mean.of_values((hits * torch.tensor(AT, dtype=torch.float64)[:, None]).amax(0))

    return measure


def name_of(field: str, at: int) -> str:
    """The claim's name."""
    return f"mind: {field}, {at}"


UNTIL_CLAIMS: dict[str, Measure] = {
    **{name_of(field, at): obeyed(field, at) for field in MIND for at in AT},
    **{f"mind: until, {field}": until(field) for field in MIND},
}
"""Each number that 5.4 states."""

UNTIL_PAIRS: dict[str, tuple[str, str]] = {
    "The place stops listening before the thing worn": ("mind: until, place", "mind: until, worn"),
    "The thing worn stops listening before the animal": ("mind: until, worn", "mind: until, animal"),
    "The animal stops listening before the colour": ("mind: until, animal", "mind: until, colour"),
    "A colour can be repainted after its own word fell silent": ("score: silent after, colour", "mind: until, colour"),
    "Halfway the colour still gets its way more often than the thing worn": (
        name_of("worn", 10),
        name_of("colour", 10),
    ),
}
"""What sentences say about two of them: the left one is smaller."""
