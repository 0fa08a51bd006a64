"""Weights on disk: safetensors with their configuration in the metadata, checked against the model card."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from diffusion_core.common.assets import CARD, MODEL
from diffusion_core.common.files import NoWeights, read_tensors, sha256
from diffusion_core.networks.layers import fast_layout
from diffusion_core.networks.unet import UNet, UNetConfig


def save_network(path: Path, network: UNet, notes: Mapping[str, str], dtype: torch.dtype = torch.float16) -> str:
    """Write a network in half precision with its plan and notes; returns the file's SHA-256."""
    tensors = {name: value.to("cpu", dtype).contiguous() for name, value in network.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"plan": json.dumps(asdict(network.config)), **notes})
    return sha256(path)


def load_network(path: Path = MODEL, expected: str | None = None) -> UNet:
    """Read a network of either format, ready to run. `expected`: the SHA-256 it must have. Raises NoWeights."""
    if not path.is_file():
        raise NoWeights(f"The trained network is missing: there is no file {path.name} in assets.")
    notes, tensors = read_tensors(path)
    if expected is not None and sha256(path) != expected:
        raise NoWeights(f"The trained network is damaged: {path.name} is not the file that the model card names.")
    try:
        network = _filled(plan_of(notes), tensors)
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise NoWeights(f"The trained network is damaged: {path.name} holds another kind of network.") from error
    if not all(bool(weight.isfinite().all()) for weight in network.parameters()):
        raise NoWeights(f"The trained network is damaged: {path.name} holds weights that are no numbers.")
    return fast_layout(network).eval().requires_grad_(False)


SCALE = ".scale"
FINEST = ("stem.", "down.0.", "merge.0.", "up.0.", "out.")
"""The finest grid's layers, 4 % of the weights: rounded too, they would make nearly all of the error."""
ROUNDED_FROM = "rounded_from"
"""The note that holds the SHA-256 of the file in half precision that a file was rounded from."""


def save_int8(path: Path, network: UNet, notes: Mapping[str, str]) -> str:
    """Write a network in half of the size: matrices in whole numbers from -127 to 127, with one scale a channel.

    A channel is what makes one output. Its largest weight becomes 127, so no weight moves by more than half of
    (largest / 127). Vectors stay in half precision, and so does what FINEST names. Returns the file's SHA-256.
    """
    tensors: dict[str, Tensor] = {}
    for name, value in network.state_dict().items():
        weight = value.detach().to("cpu", torch.float32).contiguous()
        if weight.ndim < 2 or name.startswith(FINEST):
            tensors[name] = weight.half()
            continue
        scale = weight.flatten(1).abs().amax(1).clamp(min=1e-12) / 127
        tensors[name + SCALE] = scale
        tensors[name] = (weight / _rows(scale, weight)).round().to(torch.int8)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"plan": json.dumps(asdict(network.config)), **notes})
    return sha256(path)


def is_shipped(path: Path) -> bool:
    """Whether this is the network in assets, by whatever way the path goes there."""
    return path.resolve() == MODEL


def is_of(digest: str, path: Path = MODEL) -> bool:
    """Whether this SHA-256 is a network file's own, or that of the file in half precision that it was rounded from.

    `make rounding` measures what the rounding changed.
    """
    return digest in (sha256(path), read_tensors(path)[0].get(ROUNDED_FROM))


def _unpacked(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a file in single precision, whichever way they were written."""
    return {
        name: value.float() * _rows(tensors[name + SCALE], value) if value.dtype == torch.int8 else value.float()
        for name, value in tensors.items()
        if not name.endswith(SCALE)
    }


def _rows(scale: Tensor, like: Tensor) -> Tensor:
    return scale.view(-1, *[1] * (like.ndim - 1))


def _filled(plan: UNetConfig, tensors: Mapping[str, Tensor]) -> UNet:
    with torch.device("meta"):  # no random numbers are drawn for weights that are replaced at once
        network = UNet(plan)
    network.load_state_dict(_unpacked(tensors), assign=True)
    return network


def plan_of(notes: Mapping[str, str]) -> UNetConfig:
    """The plan in the notes of a file of weights. Raises KeyError, TypeError or ValueError where there is no such."""
    plan = json.loads(notes["plan"])
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in plan.items()}
    return UNetConfig(**values)


def card_sha256(card: Path = CARD) -> str | None:
    """The SHA-256 that the model card states for the shipped network, if there is a card."""
    found = re.search(r"SHA-256[^0-9a-f]*([0-9a-f]{64})", card.read_text(encoding="utf-8")) if card.exists() else None
    return found.group(1) if found else None
