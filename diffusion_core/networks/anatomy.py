"""Looking into a U-Net: its plan, read off its own modules; what each part holds; what its guess is worth once cut."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from diffusion_core.common.randomness import generator
from diffusion_core.networks.caption_reader import Context
from diffusion_core.networks.unet import Block, Merge, UNet, count_parameters


@dataclass(frozen=True)
class Part:
    """One part of a network, and what leaves it: (B, channels, side, side).

    name: of its module, "down.1.0"; kind: "stem", "down", "shrink", "middle", "merge", "up", "grow" or "out"; grid: 0
    is the finest; look, read: whether its pixels read one another, and the words; filters: of 3 × 3 numbers, one for
    each pair of a map that goes into a convolution and one that comes out.
    """

    name: str
    kind: str
    grid: int
    channels: int
    side: int
    parameters: int
    look: bool = False
    read: bool = False
    filters: int = 0

    @property
    def numbers(self) -> int:
        """How many numbers leave it for one picture."""
        return self.channels * self.side**2


def plan(network: UNet) -> tuple[Part, ...]:
    """The parts of a network in the order in which a picture passes through them."""
    last = len(network.down) - 1
    parts = [_part(network, "stem", 0)]
    for grid in range(last + 1):
        parts += [_part(network, f"down.{grid}.{i}", grid) for i in range(len(_blocks(network.down[grid])))]
        parts += [_part(network, f"shrink.{grid}", grid + 1)] if grid < last else []
    parts.append(_part(network, "middle", last))
    for grid in reversed(range(last + 1)):
        for i in range(len(_blocks(network.up[grid]))):
            parts += [_part(network, f"merge.{grid}.{i}", grid), _part(network, f"up.{grid}.{i}", grid)]
        # growing doubles the grid after its convolution: what leaves the module is still small
        parts += [_part(network, f"grow.{grid - 1}", grid)] if grid else []
    return (*parts, _part(network, "out", 0))


def skips(network: UNet) -> dict[str, str]:
    """By the name of each merge, the block on the way down whose maps are handed across to it."""
    kept = [part.name for part in plan(network) if part.kind == "down"]
    return {part.name: kept.pop() for part in plan(network) if part.kind == "merge"}


def held_by(
    network: UNet, x: Tensor, log_snr: Tensor, context: Context, names: Sequence[str]
) -> tuple[Tensor, dict[str, Tensor]]:
    """One pass, and what left each of the named modules on the way.

    x: (B, 3, S, S); log_snr: (B,). Returns the velocity (B, 3, S, S), and by name (B, C, H, W). Raises KeyError for a
    name that the network does not have.
    """
    modules, held = dict(network.named_modules()), dict[str, Tensor]()
    with ExitStack() as stack:
        for name in names:
            stack.callback(modules[name].register_forward_hook(partial(_keep, held, name)).remove)
        return network(x, log_snr, context), held


def say_of_pixels(
    network: UNet, x: Tensor, log_snr: Tensor, context: Context, names: Sequence[str], *, looks: int = 4
) -> dict[str, Tensor]:
    """How much of a say each pixel that goes in has in the middle place of what leaves each of the named modules.

    The slope of that place's numbers against the pixel, root mean square over colours and over `looks` random mixtures
    of the place's maps; exactly 0 for a pixel beyond reach (Luo et al. 2016). By name (B, S, S); else as `held_by`.
    """
    x, random = x.clone().requires_grad_(), generator(0)
    with torch.enable_grad():
        _, held = held_by(network, x, log_snr, context, names)
    found = {}
    for name, maps in held.items():
        place = maps[:, :, maps.shape[2] // 2, maps.shape[3] // 2]
        mixtures = torch.randn(looks, place.shape[1], generator=random).to(place)
        slopes = [torch.autograd.grad((place @ mixture).sum(), x, retain_graph=True)[0] for mixture in mixtures]
        found[name] = torch.stack(slopes).square().mean((0, 2)).sqrt()
    return found


def say_in_one_pixel(network: UNet, x: Tensor, log_snr: Tensor, context: Context) -> Tensor:
    """How much of a say each pixel that goes in has in the middle pixel of what comes out: (B, S, S).

    The slopes of that pixel's colours against the pixel's, root mean square over both (Luo et al. 2016).
    x: (B, 3, S, S); log_snr: (B,).
    """
    x = x.clone().requires_grad_()
    with torch.enable_grad():
        out = network(x, log_snr, context)
        middle = out[:, :, out.shape[2] // 2, out.shape[3] // 2].sum(0)
    slopes = [torch.autograd.grad(colour, x, retain_graph=True)[0] for colour in middle]
    return torch.stack(slopes).square().mean((0, 2)).sqrt()


def holding_half(say: Tensor) -> Tensor:
    """How few pixels together have half of the say: (B, S, S) to (B,) whole numbers."""
    shares = say.flatten(1).double().sort(dim=1, descending=True).values.cumsum(1)
    return (shares < shares[:, -1:] / 2).sum(1) + 1


@contextmanager
def cut(network: UNet, names: Sequence[str]) -> Iterator[None]:
    """While this is open: a merge named here is handed nothing from across, a block passes on what it was given.

    The weights stay as they are, so this is a cut after training. Raises KeyError for a name that the network does not
    have, ValueError for a part that is neither.
    """
    modules = dict(network.named_modules())
    with ExitStack() as stack:
        for name in names:
            stack.callback(_cut(modules[name]).remove)
        yield


def _cut(module: nn.Module) -> Any:
    if isinstance(module, Merge):
        return module.register_forward_pre_hook(_severed)
    if isinstance(module, Block):
        return module.register_forward_hook(_passed_over)
    raise ValueError("only skip connections and blocks can be cut")


def _severed(module: nn.Module, given: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    x, kept = given
    return x, torch.zeros_like(kept)


def _passed_over(module: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> Tensor:
    return given[0]


def _keep(held: dict[str, Tensor], name: str, module: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> None:
    held[name] = made


def _blocks(modules: nn.Module) -> list[nn.Module]:
    return list(modules.children())


def _part(network: UNet, name: str, grid: int) -> Part:
    module = network.get_submodule(name)
    convolutions = [child for child in module.modules() if isinstance(child, nn.Conv2d)]
    return Part(
        name=name,
        kind=name.partition(".")[0],
        grid=grid,
        channels=convolutions[-1].out_channels,
        side=network.config.size // network.config.patch // 2**grid,
        parameters=count_parameters(module),
        look=isinstance(module, Block) and module.look is not None,
        read=isinstance(module, Block) and module.read is not None,
        filters=sum(one.in_channels * one.out_channels for one in convolutions if one.kernel_size == (3, 3)),
    )


def read_by(network: UNet, x: Tensor, log_snr: Tensor, context: Context) -> tuple[Tensor, Tensor]:
    """One pass, and how much each place reads each word, the mean over all blocks that read words.

    x: (B, 3, S, S); log_snr: (B,). Returns the velocity (B, 3, S, S), and (B, 17, side, side) in [0, 1], over the words
    1 at each place; side is that of the finest grid that reads. Slot 0 is no word but the caption's beginning.
    """
    seen: list[Tensor] = []
    v = network(x, log_snr, context, seen)
    sides = [round(shares.shape[1] ** 0.5) for shares in seen]
    maps = [shares.transpose(1, 2).unflatten(2, (side, side)) for shares, side in zip(seen, sides, strict=True)]
    finest = [_spread(one, max(sides) // side) for one, side in zip(maps, sides, strict=True)]
    return v, torch.stack(finest).mean(0)


def _spread(maps: Tensor, times: int) -> Tensor:
    """Each place of (…, side, side) as times × times of them."""
    return maps.repeat_interleave(times, -1).repeat_interleave(times, -2)
