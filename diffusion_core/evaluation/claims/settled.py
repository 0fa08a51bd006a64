"""What `make claims` measures of new pictures: after how many steps is it settled what each shows?"""

from functools import lru_cache

import torch
from torch import Tensor

from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.evaluation.claims.drawn_anew import BATCH, COSINE, asking, fresh
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.obedience import SINGLE
from diffusion_core.evaluation.settling import SETTLING, stays_from
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import clipped
from diffusion_core.sampling.defaults import STEPS
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, path, run

HALFWAY = STEPS // 2


@lru_cache(maxsize=2)
def _since(network: UNet, reader: AttributeReader, first: int, count: int) -> Tensor:
    """(count, len(SETTLING)): after how many steps the reader names in the guess what it names in the last one.

    Drawn by DDIM, told nothing, in STEPS steps.
    """
    found = []
    for start in range(first, first + count, BATCH):
        seeds = range(start, min(start + BATCH, first + count))
        way = ddim(fresh(network, seeds), path(COSINE, STEPS), no_chance)
        steps = run(way, clipped(asking(network, [""] * len(seeds))))
        codes = torch.stack([reader.read(step.x0.float().clamp(-1, 1))[0] for step in steps])
        for i in range(len(seeds)):
            found.append([stays_from(codes[:, i, SINGLE[name]].tolist()) for name in SETTLING])
    return torch.tensor(found, dtype=torch.float64)


def since(name: str) -> Measure:
    """After how many steps one of SETTLING stays, on average over noises."""

    def measure(lab: Lab, count: int) -> Mean:
        return Mean.of_values(_since(lab.network, lab.reader, lab.first, count)[:, SETTLING.index(name)])

    return measure


def all_by_halfway(lab: Lab, count: int) -> Share:
    """In how many noises all of SETTLING stay after half of the steps, at the latest."""
    return share(_since(lab.network, lab.reader, lab.first, count).amax(1) <= HALFWAY)


SETTLED_CLAIMS: dict[str, Measure] = {
    **{f"settled: {name}": since(name) for name in SETTLING},
    "settled: all by halfway": all_by_halfway,
}
SETTLED_PAIRS: dict[str, tuple[str, str]] = {
    "The place is settled before the colour": ("settled: place", "settled: colour"),
    "The place is settled before what is worn": ("settled: place", "settled: worn"),
    "The colour is settled before the animal": ("settled: colour", "settled: animal"),
}
"""What a sentence says: of the left there are fewer steps than of the right."""
