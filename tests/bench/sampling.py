"""Rows about drawing pictures: our network and sampler beside theirs, and beside what the arithmetic needs."""

from dataclasses import dataclass
from functools import partial

import torch
from torch.utils.flop_counter import FlopCounterMode

from diffusion_core.common.device import fast_dtype
from diffusion_core.networks.unet import UNet, count_parameters
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.generate import generate, predict
from diffusion_core.sampling.guidance import matters
from diffusion_core.sampling.listening import look
from diffusion_core.sampling.samplers import path
from tests.bench.clock import Row, Rows, median, race, row
from tests.bench.rival import Velocity, our_velocity, rival_network, rival_velocity, their_loop

CAPTION = "a happy blue rabbit with a crown at night"
GUIDANCE = 2.0


@dataclass(frozen=True)
class Size:
    """How much is measured: sampler steps, pictures of the large batch, rounds of the quick and of the long rows."""

    steps: int
    pictures: int
    repeats: int

    @property
    def few(self) -> int:
        return max(1, self.repeats // 3)


def sampling_rows(network: UNet, size: Size) -> Rows:
    device = next(network.parameters()).device
    rival = rival_network(device, fast_dtype(device))
    more = count_parameters(rival) / count_parameters(network)
    name = f"a diffusers U-Net with {more:.0%} of the parameters and its DDIMScheduler, guided, {size.steps} steps"
    start = torch.randn(size.pictures, 3, 64, 64, generator=torch.Generator().manual_seed(0)).to(device)

    def contest(velocity: Velocity, pictures: int, repeats: int, against: str, *, warm: int = 1) -> Row:
        theirs = partial(their_loop, velocity, start[:pictures], size.steps, GUIDANCE)
        return race(partial(draw, network, pictures, size.steps), theirs, repeats, against, warm=warm)

    yield "one picture", contest(rival_velocity(rival, 1), 1, size.repeats, name)
    many = rival_velocity(rival, size.pictures)
    yield f"{size.pictures} pictures", contest(many, size.pictures, size.few, name, warm=0)
    ours_in_their_loop = our_velocity(network, [CAPTION])
    against = "our network under the diffusers DDIMScheduler"
    yield "one picture, same network", contest(ours_in_their_loop, 1, size.repeats, against)
    yield "one picture, arithmetic", arithmetic_row(network, 1, size)
    yield f"{size.pictures} pictures, arithmetic", arithmetic_row(network, size.pictures, size)
    yield "seven rows with their maps", maps_row(network, size)
    if device.type == "cuda":
        spent = median(lambda: draw(network, 64, size.steps), size.repeats, warm=2)
        yield "64 pictures", row(spent, 0.1, "s", "the goal on a card of the H100's class")


def draw(network: UNet, pictures: int, steps: int) -> torch.Tensor:
    return generate(network, [CAPTION] * pictures, range(pictures), steps=steps, guidance=GUIDANCE)


def maps_row(network: UNet, size: Size) -> Row:
    """A sentence and what is left of it without each of its words, in one pass: with maps of where it looks."""
    captions, x, level = [CAPTION] * 7, torch.zeros(7, 3, 64, 64), torch.zeros(7)
    with_maps, without = (partial(ask, network, x, level, captions) for ask in (look, predict))
    return race(with_maps, without, 10 * size.repeats, "the same pass without maps; at most 1.15")


def arithmetic_row(network: UNet, pictures: int, size: Size) -> Row:
    """So many pictures in one batch beside the time that its products take at the speed of a large matrix product."""
    moments = path(make_schedule("cosine"), size.steps)[:-1]
    passes = sum(2 if matters(moment.log_snr) else 1 for moment in moments)
    needed = passes * pictures * flops_of_a_row(network)
    device = next(network.parameters()).device
    ours = median(lambda: draw(network, pictures, size.steps), size.repeats if pictures == 1 else size.few)
    rate = matmul_rate(device, fast_dtype(device), size.repeats)
    return row(ours, needed / rate, "s", f"{needed / 1e9:.1f} GFLOP at a matrix product's {rate / 1e9:.0f} GFLOP/s")


@torch.no_grad()
def flops_of_a_row(network: UNet) -> float:
    """Floating-point operations of one pass for one picture, its words already read."""
    device = next(network.parameters()).device
    context = network.reader.read(["", CAPTION])
    with FlopCounterMode(display=False) as counter:
        network(torch.zeros(2, 3, 64, 64, device=device), torch.zeros(2, device=device), context)
    return counter.get_total_flops() / 2


def matmul_rate(device: torch.device, dtype: torch.dtype, repeats: int) -> float:
    """Floating-point operations a second of a large square matrix product."""
    side = 8192 if device.type == "cuda" else 1024
    a = torch.randn(side, side).to(device, dtype)
    return 2 * side**3 / median(lambda: a @ a, 3 * repeats)
