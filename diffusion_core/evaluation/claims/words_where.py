"""What `make claims` measures for "Where it looks, what it changes": the maps of a word against the true outline."""

from collections.abc import Sequence
from functools import lru_cache

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.statistics import Mean
from diffusion_core.data.critters import Scene, caption, draw, said_words
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.outlines import FIELDS, by_luck, outline, overlap, undressed
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.sampling.listening import Looked, look, words_in

LEVELS = (-5, -3, -1, 1, 3)
"""Noise levels, as log(alpha² / sigma²): 99.3 % noise, 95 %, 73 %, 27 % and 5 %."""
MOST = 96
"""Scenes for each of these figures, however many the others take."""
MAPS = ("looks", "changes")


def dressed_scenes(first: int, count: int) -> list[Scene]:
    """The first scenes with one critter that wears something, of pairs that the network was taught."""
    found = single_scenes(first, 2 * count + 20, "seen")
    return [scene for scene in found if scene.critters[0].worn != "nothing"][:count]


@lru_cache(maxsize=8)
def _outlines(first: int, count: int) -> list[dict[str, Tensor]]:
    return [
        {field: outline(first + i, scene, field) for field in FIELDS}
        for i, scene in enumerate(dressed_scenes(first, count))
    ]


def _asking(network: UNet, x: Tensor, log_snr: Tensor, captions: Sequence[str]) -> Looked:
    return look(network, x, log_snr, captions)


@lru_cache(maxsize=2 * len(LEVELS))
def _maps(network: UNet, first: int, count: int, level: int) -> list[dict[str, dict[str, Tensor]]]:
    """Of each scene, noised to the level: by MAPS, by field, where the network looks, and how far the guess changes."""
    scenes, found = dressed_scenes(first, count), []
    seeds = range(first, first + len(scenes))
    x0, eps = draw(seeds, scenes=scenes), Noise(seeds, network.config.shape)()
    alpha, sigma = alpha_sigma(torch.tensor([float(level)], dtype=torch.float64), x0)
    for scene, x in zip(scenes, alpha * x0 + sigma * eps, strict=True):
        said = said_words(caption(scene))
        _, looks, changes = words_in(x[None], level, caption(scene), lambda *asked: _asking(network, *asked), said)
        by = [{word.field: one for word, one in zip(said, maps, strict=True)} for maps in (looks, changes.abs().sum(1))]
        found.append(dict(zip(MAPS, by, strict=True)))
    return found


def lies_on(kind: str, field: str, level: int) -> Measure:
    """How well a map of a field's word lies on the true outline, on average. kind: of MAPS."""

    def measure(lab: Lab, count: int) -> Mean:
        count = min(count, MOST)
        pairs = zip(_maps(lab.network, lab.first, count, level), _outlines(lab.first, count), strict=True)
        # a mood may change no pixel that anybody sees
        return _mean([overlap(maps[kind][field], true[field]) for maps, true in pairs if true[field].any()])

    return measure


def lucky(field: str) -> Measure:
    """What luck alone would give."""

    def measure(lab: Lab, count: int) -> Mean:
        found = _outlines(lab.first, min(count, MOST))
        return _mean([by_luck(true[field]) for true in found if true[field].any()])

    return measure


def usual_place(field: str, level: int) -> Measure:
    """How well another picture's map of the same word lies on this one's outline: what is known of things in general.

    Pairs of scenes that share the word, each with the next one that does.
    """

    def measure(lab: Lab, count: int) -> Mean:
        count = min(count, MOST)
        maps, true = _maps(lab.network, lab.first, count, level), _outlines(lab.first, count)
        last, values = dict[str, int](), []
        for i, scene in enumerate(dressed_scenes(lab.first, count)):
            word = scene.place if field == "place" else getattr(scene.critters[0], field)
            if word in last and true[i][field].any():
                values.append(overlap(maps[last[word]]["looks"][field], true[i][field]))
            last[word] = i
        return _mean(values)

    return measure


@lru_cache(maxsize=len(LEVELS))
def _bare_maps(network: UNet, first: int, count: int, level: int) -> list[Tensor]:
    """Of each scene, drawn without what is worn and noised to the level, but told of it: where it looks for it."""
    scenes = dressed_scenes(first, count)
    seeds, captions = range(first, first + len(scenes)), [caption(scene) for scene in scenes]
    x0, eps = draw(seeds, scenes=[undressed(scene) for scene in scenes]), Noise(seeds, network.config.shape)()
    log_snr = torch.full((len(scenes),), float(level), dtype=torch.float64)
    alpha, sigma = alpha_sigma(log_snr, x0)
    maps = look(network, alpha * x0 + sigma * eps, log_snr, captions).maps
    places = [next(said.place for said in said_words(words) if said.field == "worn") for words in captions]
    return [maps[i, 1 + place] for i, place in enumerate(places)]


def without_it(level: int) -> Measure:
    """How well the map of what is worn lies on where it would be, in a drawing that lacks it."""

    def measure(lab: Lab, count: int) -> Mean:
        count = min(count, MOST)
        pairs = zip(_bare_maps(lab.network, lab.first, count, level), _outlines(lab.first, count), strict=True)
        return _mean([overlap(found, true["worn"]) for found, true in pairs if true["worn"].any()])

    return measure


def covers(field: str) -> Measure:
    """Which share of the picture it covers."""

    def measure(lab: Lab, count: int) -> Mean:
        return _mean([true[field].double().mean().item() for true in _outlines(lab.first, min(count, MOST))])

    return measure


def _mean(values: list[float]) -> Mean:
    return Mean.of_values(torch.tensor(values, dtype=torch.float64))


def name_of(kind: str, field: str, level: int) -> str:
    """The claim's name. kind: of MAPS."""
    return f"where: {kind}, {field}, {level}"


WHERE_CLAIMS: dict[str, Measure] = {
    **{
        name_of(kind, field, level): lies_on(kind, field, level)
        for kind in MAPS
        for field in FIELDS
        for level in LEVELS
    },
    **{f"where: elsewhere, {field}, {level}": usual_place(field, level) for field in FIELDS for level in LEVELS},
    **{f"where: bare, worn, {level}": without_it(level) for level in LEVELS},
    **{f"where: luck, {field}": lucky(field) for field in FIELDS},
    **{f"where: covers, {field}": covers(field) for field in FIELDS},
}
"""Each number that 5.3 states."""

WHERE_PAIRS: dict[str, tuple[str, str]] = {
    "At 95 % noise a thing worn is looked for in its place, and not by luck": (
        "where: luck, worn",
        name_of("looks", "worn", -3),
    ),
    "At 95 % noise it is looked for where it is, and not only where such things mostly are": (
        "where: elsewhere, worn, -3",
        name_of("looks", "worn", -3),
    ),
    "A place that is settled is not what its word changes": (name_of("changes", "place", 1), "where: luck, place"),
}
"""What sentences say about two of them: the left one is smaller."""
