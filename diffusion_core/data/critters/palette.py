"""The ten colours as ranges of shades, and the few fixed colours that faces and clothes use."""

from dataclasses import dataclass

import torch
from torch import Tensor

from diffusion_core.data.critters.world import COLOURS


@dataclass(frozen=True)
class Shades:
    """A box in HSV: hue in degrees, saturation and value in [0, 1]."""

    hue: tuple[float, float]
    saturation: tuple[float, float]
    value: tuple[float, float]


SHADES = {
    "red": Shades((354, 363), (0.74, 0.86), (0.80, 0.92)),
    "orange": Shades((25, 32), (0.82, 0.94), (0.94, 1.0)),
    "yellow": Shades((48, 55), (0.64, 0.80), (0.96, 1.0)),
    "green": Shades((118, 142), (0.50, 0.66), (0.62, 0.76)),
    "blue": Shades((208, 224), (0.58, 0.76), (0.82, 0.96)),
    "purple": Shades((268, 282), (0.50, 0.66), (0.66, 0.80)),
    "pink": Shades((332, 344), (0.32, 0.46), (0.97, 1.0)),
    "brown": Shades((20, 28), (0.52, 0.64), (0.48, 0.58)),
    "grey": Shades((210, 240), (0.02, 0.08), (0.56, 0.66)),
    "white": Shades((210, 240), (0.0, 0.02), (0.96, 1.0)),
}

INK = (0.17, 0.11, 0.17)
BLUSH = (1.0, 0.45, 0.50)
EAR_PINK = (1.0, 0.70, 0.74)
WHITE = (1.0, 1.0, 1.0)


def rgb(hsv: Tensor) -> Tensor:
    """HSV (hue in degrees) to RGB in [0, 1], last axis 3 (Smith 1978, in the closed form of Bertrand)."""
    hue, saturation, value = hsv.unbind(-1)
    k = (torch.tensor([5.0, 3.0, 1.0]) + hue.unsqueeze(-1) / 60) % 6
    ramp = torch.minimum(k, 4 - k).clamp(0, 1)
    return value.unsqueeze(-1) * (1 - saturation.unsqueeze(-1) * ramp)


_BOXES = torch.tensor([[SHADES[name].hue, SHADES[name].saturation, SHADES[name].value] for name in COLOURS])


def shade(colour: Tensor, roll: Tensor) -> Tensor:
    """A shade of a colour: colour (n,) indices into COLOURS, roll (n, 3) in [0, 1). Returns RGB (n, 3) in [0, 1]."""
    low, high = _BOXES[colour].unbind(-1)
    return rgb(low + (high - low) * roll)
