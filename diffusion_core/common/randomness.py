"""Random numbers as arguments: a generator a picture, drawn on the CPU, then moved; never the global generator."""

from collections.abc import Sequence

import torch
from torch import Tensor


def generator(seed: int) -> torch.Generator:
    """A generator of its own for one seed (0 <= seed < 2**63)."""
    return torch.Generator().manual_seed(seed)


class Noise:
    """Standard normal draws for a batch, each picture from its own seed, so that neighbours never matter.

    seeds: one int a picture; shape: the shape of one picture. Calling it returns (B, *shape) on the wished device.
    """

    def __init__(self, seeds: Sequence[int], shape: Sequence[int], device: torch.device | str = "cpu") -> None:
        self._generators = [generator(seed) for seed in seeds]
        self._shape = tuple(shape)
        self._device = device

    def __call__(self) -> Tensor:
        return torch.stack([torch.randn(self._shape, generator=g) for g in self._generators]).to(self._device)
