"""What `make claims` measures for "How far does it look?": how few pixels have half of the say in one."""

from copy import deepcopy
from functools import partial

import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.common.statistics import Mean
from diffusion_core.data.critters import draw
from diffusion_core.evaluation.claims.lab import Lab, Measure
from diffusion_core.evaluation.scenes import free_seeds
from diffusion_core.networks.anatomy import holding_half, say_in_one_pixel
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.process.schedules import make_schedule

MOMENTS = (100, 900)
"""Of the cosine schedule's 1,000: with little noise, and with much."""
TOGETHER = 8


def half_of_the_say(moment: int, lab: Lab, count: int) -> Mean:
    """How few pixels have half of the say in the middle pixel, told nothing, of pictures that were in no training."""
    # what is shipped may be in half precision, and other claims go on with it
    network, x0 = deepcopy(lab.network).float(), draw(free_seeds(count, first=lab.first))
    device = next(network.parameters()).device
    levels = torch.full((count,), make_schedule("cosine", 1000).log_snr(moment), dtype=torch.float64)
    alpha, sigma = alpha_sigma(levels, x0)
    x = alpha * x0 + sigma * Noise(range(lab.first, lab.first + count), x0.shape[1:])()
    found = []
    for some, at in zip(x.split(TOGETHER), levels.split(TOGETHER), strict=True):
        words = network.reader.read([""] * len(some))
        found.append(holding_half(say_in_one_pixel(network, some.to(device), at.float().to(device), words)).cpu())
    return Mean.of_values(torch.cat(found).double())


def name_of(moment: int) -> str:
    """The name of a claim: "reach: half of the say, t = 100"."""
    return f"reach: half of the say, t = {moment}"


REACH_CLAIMS: dict[str, Measure] = {name_of(moment): partial(half_of_the_say, moment) for moment in MOMENTS}
"""Each number that "How far does it look?" states of many pictures."""

REACH_PAIRS: dict[str, tuple[str, str]] = {
    "With much noise the network listens to more pixels": (name_of(100), name_of(900)),
}
"""What sentences say about two of them: the left one is smaller."""
