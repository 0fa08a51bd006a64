"""What `make claims` measures for "Draw anew": does the noise decide, how far is too far, the path run backwards."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import ANIMALS, COLOURS, caption, draw, scenes_of
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.obedience import THINGS, in_common, same
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Denoiser, Prediction, clipped
from diffusion_core.process.schedules import Schedule, make_schedule
from diffusion_core.process.spectrum import radial_power
from diffusion_core.sampling.generate import predict
from diffusion_core.sampling.halfway import back, there
from diffusion_core.sampling.interpolation import round_way
from diffusion_core.sampling.inversion import homeward, no_chance, outward
from diffusion_core.sampling.samplers import Sampler, ddim, ddpm, path, run

MOST = 64
"""Pictures for each of these figures, however many the others take: some need hundreds of passes a picture."""
BATCH = 16
COSINE, LINEAR = make_schedule("cosine"), make_schedule("linear")
AT = tuple(range(100, 1001, 100))
"""The t from which pictures are brought back."""
STEPS = (5, 10, 20, 50)
"""In how many steps the path is run backwards."""
COARSE, FINE = slice(0, 4), slice(15, 32)
"""Rings of the spectrum: waves that fit 1 to 4 times into the picture, and 16 to 32 times."""
WALKED, WALK_STEPS = "an orange cat", 12
"""What is asked for on a walk between two noises, and in how many steps it is drawn."""
GRAIN = 8
"""Waves that fit into the picture at least this often are its fine detail."""
ANIMAL = THINGS.index("animal")


def asking(network: UNet, captions: Sequence[str]) -> Denoiser:
    """The network, told a caption a picture, as a denoiser; not guided."""

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        return predict(network, x, log_snr, captions)

    return answer


def last(sampler: Sampler, denoiser: Denoiser) -> Tensor:
    """Where a sampler arrives, (B, ...)."""
    *_, step = run(sampler, denoiser)
    return step.x


def batches(first: int, count: int) -> list[range]:
    count = min(count, MOST)
    return [range(first + i, first + min(i + BATCH, count)) for i in range(0, count, BATCH)]


def _parts(values: Tensor) -> Share:
    """The mean of one share a picture, (B,) in [0, 1]."""
    return Share(values.sum().item(), len(values))


def fresh(network: UNet, seeds: range) -> Tensor:
    """Noise to begin with, (B, *shape of the network's pictures)."""
    return Noise(seeds, network.config.shape)()


def _ddim(steps: int) -> Callable[[UNet, range], Tensor]:
    return lambda net, seeds: last(
        ddim(fresh(net, seeds), path(COSINE, steps), no_chance), clipped(asking(net, [""] * len(seeds)))
    )


def _ddpm(other: int, schedule: Schedule = COSINE) -> Callable[[UNet, range], Tensor]:
    def drawn(net: UNet, seeds: range) -> Tensor:
        chance = Noise([seed + other for seed in seeds], net.config.shape)
        way = ddpm(fresh(net, seeds), path(schedule, 20), chance)
        return last(way, clipped(asking(net, [""] * len(seeds))))

    return drawn


WAYS: dict[str, Callable[[UNet, range], Tensor]] = {
    "DDIM 5": _ddim(5),
    "DDIM 20": _ddim(20),
    "DDIM 100": _ddim(100),
    "DDPM": _ddpm(10_000_000),
    "DDPM again": _ddpm(20_000_000),
    "DDPM linear": _ddpm(10_000_000, LINEAR),
    "DDPM linear again": _ddpm(20_000_000, LINEAR),
}
"""Ways to draw from the same noise, told nothing."""


@lru_cache(maxsize=8)
def _drawn(network: UNet, first: int, count: int, way: str) -> Tensor:
    return torch.cat([WAYS[way](network, seeds) for seeds in batches(first, count)])


def decided(one: str, other: str, shift: int = 0) -> Measure:
    """The share of THINGS in common between two of WAYS, from the same noise, or from one that lies `shift` on."""

    def measure(lab: Lab, count: int) -> Share:
        pictures = [_drawn(lab.network, lab.first, count, way) for way in (one, other)]
        return _parts(in_common(lab.reader, pictures[0], pictures[1].roll(shift, 0)))

    return measure


@lru_cache(maxsize=16)
def _returned(network: UNet, first: int, count: int, t: int) -> Tensor:
    returned = []
    for seeds in batches(first, count):
        x = there(draw(seeds), fresh(network, seeds), COSINE, t)
        chance = Noise([seed + 10_000_000 for seed in seeds], network.config.shape)
        returned.append(last(back(x, COSINE, t, chance), clipped(asking(network, [""] * len(seeds)))))
    return torch.cat(returned)


def unchanged(t: int, thing: slice | int) -> Measure:
    """The share of THINGS, or of one of them, that a picture keeps when it is noised to t and brought back."""

    def measure(lab: Lab, count: int) -> Share:
        returned = _returned(lab.network, lab.first, count, t)
        codes = [
            lab.reader.read(x.clamp(-1, 1))[0] for x in (draw(range(lab.first, lab.first + len(returned))), returned)
        ]
        hits = same(*codes).double()[:, thing]
        return _parts(hits.mean(1) if hits.ndim == 2 else hits)

    return measure


@lru_cache(maxsize=16)
def _noise_of(network: UNet, first: int, count: int, steps: int) -> Tensor:
    """The noise to which the path leads back from pictures, told their words."""
    return torch.cat(
        [
            last(outward(draw(seeds), fresh(network, seeds), COSINE, steps), asking(network, _words(seeds)))
            for seeds in batches(first, count)
        ]
    )


def _words(seeds: range) -> list[str]:
    return [caption(scene) for scene in scenes_of(seeds)]


def off_by(steps: int, *, chance: bool = False) -> Measure:
    """How far a picture is from what comes back out of its noise, in levels of 255: the path's noise, or chance's."""

    def measure(lab: Lab, count: int) -> Mean:
        gaps = []
        noise = None if chance else _noise_of(lab.network, lab.first, count, steps)
        for i, seeds in enumerate(batches(lab.first, count)):
            start = fresh(lab.network, seeds) if noise is None else noise[i * BATCH : i * BATCH + len(seeds)]
            again = last(homeward(start, COSINE, steps), asking(lab.network, _words(seeds)))
            gaps.append(127.5 * (again.clamp(-1, 1) - draw(seeds)).abs().mean((1, 2, 3)))
        return Mean.of_values(torch.cat(gaps))

    return measure


def power(rings: slice, *, steps: int | None) -> Measure:
    """The power in these rings of the spectrum: of the path's noise, or of real noise where steps is None."""

    def measure(lab: Lab, count: int) -> Mean:
        seeds = range(lab.first, lab.first + min(count, MOST))
        field = fresh(lab.network, seeds) if steps is None else _noise_of(lab.network, lab.first, count, steps)
        return Mean.of_values(radial_power(field)[..., rings].mean((1, 2)))

    return measure


def detail(pictures: Tensor) -> Tensor:
    """The power of fine detail, waves that fit in at least GRAIN times: (B, 3, 64, 64) to (B,)."""
    return radial_power(pictures)[..., GRAIN:].mean((1, 2))


@lru_cache(maxsize=2)
def _walked(network: UNet, first: int, count: int) -> tuple[Tensor, Tensor, Tensor]:
    """Of so many pairs of noises the pictures out of one, out of both mixed half and half, and out of the other."""
    one, other = (fresh(network, range(first + place, first + 2 * min(count, MOST), 2)) for place in (0, 1))
    mixed = torch.stack([round_way(a, b, 0.5) for a, b in zip(one, other, strict=True)])
    found = [
        last(ddim(some, path(COSINE, WALK_STEPS), no_chance), clipped(asking(network, [WALKED] * len(some))))
        for start in (one, mixed, other)
        for some in start.split(BATCH)
    ]
    out_of_one, halfway_there, out_of_other = torch.cat(found).clamp(-1, 1).chunk(3)
    return out_of_one, halfway_there, out_of_other


def halfway(faded: bool) -> Measure:
    """The fine detail of the picture halfway between two noises, or of the fade of its ends, as a share of theirs."""

    def measure(lab: Lab, count: int) -> Mean:
        one, middle, other = _walked(lab.network, lab.first, count)
        shown = (one + other) / 2 if faded else middle
        return Mean.of_values(detail(shown) / ((detail(one) + detail(other)) / 2))

    return measure


def one_cat(lab: Lab, count: int) -> Share:
    """How often the reader sees what was asked for in the picture halfway: one orange cat."""
    read, _ = lab.reader.read(_walked(lab.network, lab.first, count)[1])
    wanted = torch.tensor([1, ANIMALS.index("cat"), COLOURS.index("orange")])
    return share((read[:, 1:4].cpu() == wanted).all(1))


DECIDED = {
    "noise decides: DDIM in 5 and 100 steps": partial(decided, "DDIM 5", "DDIM 100"),
    "noise decides: DDIM in 20 and 100 steps": partial(decided, "DDIM 20", "DDIM 100"),
    "noise decides: DDIM and DDPM": partial(decided, "DDIM 100", "DDPM"),
    "noise decides: DDPM twice": partial(decided, "DDPM", "DDPM again"),
    "noise decides: DDPM twice, linear": partial(decided, "DDPM linear", "DDPM linear again"),
    "noise decides: two noises": partial(decided, "DDIM 100", "DDIM 100", 1),
}

NEW_CLAIMS: dict[str, Measure] = {
    **{name: make() for name, make in DECIDED.items()},
    **{f"part way: kept from t = {t}": unchanged(t, slice(None)) for t in AT},
    **{f"part way: animal kept from t = {t}": unchanged(t, ANIMAL) for t in AT},
    **{f"path: off by, {steps} steps": off_by(steps) for steps in STEPS},
    "path: off by, chance": off_by(20, chance=True),
    "path: coarse power": power(COARSE, steps=20),
    "path: fine power": power(FINE, steps=20),
    "between: middle": halfway(faded=False),
    "between: fade": halfway(faded=True),
    "between: one cat": one_cat,
    "chance: coarse power": power(COARSE, steps=None),
    "chance: fine power": power(FINE, steps=None),
}
"""Each number that "Draw anew" states."""

NEW_PAIRS: dict[str, tuple[str, str]] = {
    "The noise decides under DDIM": ("noise decides: two noises", "noise decides: DDIM in 20 and 100 steps"),
    "The further into the noise, the less comes back": (
        "part way: kept from t = 900",
        "part way: kept from t = 200",
    ),
    "The path leads back to its picture, chance to another": ("path: off by, 20 steps", "path: off by, chance"),
    "Halfway between two noises there is more fine detail than in a fade": ("between: fade", "between: middle"),
    "More steps follow the path more closely": ("path: off by, 50 steps", "path: off by, 10 steps"),
}
"""What sentences say about two of them: the left one is smaller."""
