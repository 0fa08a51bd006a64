"""Rows about training: pictures a second of the shipped way of taking a step, beside each other way, in turns.

All take whole steps of `training.train` (lessons, forward, backward, clipping, optimiser, average) on the same lessons.
"""

import multiprocessing
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from unittest.mock import patch

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.common.device import fast_dtype
from diffusion_core.data.critters import VOCABULARY, draw_bytes, scenes_of
from diffusion_core.data.training_set import TrainingSet
from diffusion_core.networks.layers import ChannelNorm
from diffusion_core.networks.unet import UNet, UNetConfig
from diffusion_core.training.loop import (
    Examples,
    GrowingPictures,
    TrainConfig,
    TrainState,
    compile_network,
    fresh_state,
    make_exercise,
    make_optimiser,
    step_loss,
    train,
)
from tests.bench.clock import Row, Rows, Work, row, seconds

PLAN = UNetConfig(VOCABULARY)
CONFIG = TrainConfig(pictures=10**9)
GROUPS = 8


def training_rows(device: torch.device, repeats: int) -> Rows:
    """One row a way: pictures a second of it and of the shipped way right beside it, and the ratio with its spread."""
    lessons = TrainingSet(draw_bytes(range(64)).numpy(), scenes_of(range(64)))
    state = fresh_state(PLAN, CONFIG, device)
    shipped = steps(state, lessons)
    for name, begin in ways(lessons, device).items():
        yield name, beside(begin(), shipped, repeats)
    if device.type == "cpu":
        with two_processes() as work:
            yield "two processes, a thread each", beside(work, shipped, repeats)


def ways(lessons: Examples, device: torch.device) -> dict[str, Callable[[], Work]]:
    """By name, what begins a training that takes another way than the shipped one, and gives its next step."""
    other = torch.float32 if fast_dtype(device) != torch.float32 else torch.bfloat16

    def state(change: Callable[[UNet], None] = lambda network: None, plan: UNetConfig = PLAN) -> TrainState:
        made = fresh_state(plan, CONFIG, device)
        for network in (made.network, made.average):
            change(network)
        return TrainState(made.network, made.average, make_optimiser(made.network, CONFIG))

    found: dict[str, Callable[[], Work]] = {
        "the shipped way again": lambda: steps(state(), lessons),
        str(other).removeprefix("torch."): lambda: steps(state(), lessons, dtype=other),
        "contiguous": lambda: steps(state(contiguous), lessons),
        "GroupNorm": lambda: steps(state(group_norms), lessons),
        "contiguous, GroupNorm": lambda: steps(state(contiguous_group_norms), lessons),
        "torch's fused attention": lambda: patched(steps(state(), lessons)),
        "half-size pictures (32 × 32)": lambda: steps(state(), GrowingPictures(lessons, CONFIG.pictures)),
        "no patches (another network)": lambda: steps(state(plan=replace(PLAN, patch=1)), lessons),
    }
    if device.type == "cpu":
        count = 2 if torch.get_num_threads() == 1 else 1
        return found | {f"with {count} thread(s)": lambda: with_threads(count, steps(state(), lessons))}
    return found | {"compiled": lambda: steps(state(compile_network), lessons)}


def steps(state: TrainState, lessons: Examples, dtype: torch.dtype | None = None) -> Work:
    """The next step of a training. dtype: to multiply in, else the one that the device is fast in."""

    def loss(network: UNet, x0: Tensor, tokens: Tensor, random: torch.Generator) -> Tensor:
        given = make_exercise(x0, random)
        with torch.autocast(x0.device.type, dtype, enabled=dtype != torch.float32):
            guess = network(given.x, given.log_snr, network.reader(tokens))
        return (guess - given.v).square().mean()

    stream = train(state, lessons, CONFIG, step_loss if dtype is None else loss)
    return lambda: next(stream)


def contiguous(network: UNet) -> None:
    """Channels first in memory, all the way: weights, and what each convolution is given."""
    network.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_pre_hook(lambda _, given: (given[0].contiguous(),))


def group_norms(network: UNet) -> None:
    """GroupNorm (Wu & He 2018), as most diffusion networks have it, in place of a LayerNorm at each pixel."""
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            if isinstance(child, ChannelNorm):
                norm = nn.GroupNorm(GROUPS, len(child.weight)).to(child.weight.device)
                setattr(parent, name, norm)


def contiguous_group_norms(network: UNet) -> None:
    group_norms(network)
    contiguous(network)


def fused(q: Tensor, k: Tensor, v: Tensor, heads: int, mask: Tensor | None = None) -> Tensor:
    """`layers.attend` by the library's one call."""
    q, k, v = (t.unflatten(2, (heads, -1)).transpose(1, 2) for t in (q, k, v))
    allowed = None if mask is None else mask[:, None, None, :]
    return F.scaled_dot_product_attention(q, k, v, attn_mask=allowed).transpose(1, 2).flatten(2)


def patched(work: Work) -> Work:
    def step() -> object:
        with patch("diffusion_core.networks.layers.attend", fused):
            return work()

    return step


def with_threads(count: int, work: Work) -> Work:
    def step() -> object:
        before = torch.get_num_threads()
        torch.set_num_threads(count)
        done = work()
        torch.set_num_threads(before)
        return done

    return step


@contextmanager
def two_processes() -> Iterator[Work]:
    """`make train --processes 2 --threads 1`, a step at a time; between steps both wait at a gate."""
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(3)
    with tempfile.TemporaryDirectory() as folder:
        workers = [spawn.Process(target=work_along, args=(rank, gate, f"file://{folder}/group")) for rank in range(2)]
        for worker in workers:
            worker.start()
        try:
            yield lambda: (gate.wait(100), gate.wait(100))
        finally:
            for worker in workers:
                worker.kill()


def work_along(rank: int, gate: Barrier, meeting: str) -> None:
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=2)
    lessons = TrainingSet(draw_bytes(range(64)).numpy(), scenes_of(range(64)))
    step = steps(fresh_state(PLAN, CONFIG, torch.device("cpu")), lessons)
    while True:
        gate.wait()
        step()
        gate.wait()


def beside(other: Work, shipped: Work, repeats: int) -> Row:
    """Pictures a second of the other way and of the shipped one, a step each in turns; the ratio's middle and ends."""
    rounds = [(seconds(other), seconds(shipped)) for _ in range(1 + repeats)][1:]
    ours, theirs = (CONFIG.batch / statistics.median(times) for times in zip(*rounds, strict=True))
    ratios = sorted(b / a for a, b in rounds)
    cut = len(ratios) // 4
    spread = f"the shipped way; the middle half of {repeats} rounds: {ratios[cut]:.2f} to {ratios[-1 - cut]:.2f}"
    return row(ours, theirs, "pictures/s", spread) | {"ratio": float(f"{statistics.median(ratios):.3g}")}
