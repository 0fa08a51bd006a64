"""Part 2 of level 5: a map laid over a picture, and the true outline around it."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

GLOW = torch.tensor([255.0, 176.0, 32.0])
"""The colour of the hottest places."""
EDGE = torch.tensor([13.0, 148.0, 136.0])
"""The colour of a true outline: teal is what is clean and true."""
DIMMED = 0.45
"""So much light is left of the picture below."""


def over(pictures: Tensor, heat: Tensor, outline: Tensor | None = None) -> np.ndarray:
    """Maps over pictures, each as hot as its own hottest place: (F, 64, 64, 3) uint8.

    pictures: (F, 3, 64, 64) in [-1, 1]; heat: (F, side, side), not negative; outline: (64, 64) bool, what is inside.
    """
    wide = F.interpolate(heat[:, None].float(), pictures.shape[2:], mode="bilinear", align_corners=False)
    hot = wide / wide.amax((2, 3), keepdim=True).clamp(min=1e-9)
    grey = (DIMMED * 127.5 * (pictures.clamp(-1, 1).mean(1, keepdim=True) + 1)).expand(-1, 3, -1, -1)
    shown = grey + hot**1.5 * (GLOW[:, None, None] - grey)
    if outline is not None:
        shown = torch.where(rim(outline), EDGE[:, None, None], shown)
    return shown.permute(0, 2, 3, 1).round().clamp(0, 255).to(torch.uint8).numpy()


def outlined(pictures: Tensor, outline: Tensor) -> np.ndarray:
    """Pictures with the rim drawn on them: (F, 64, 64, 3) uint8. As in `over`."""
    shown = 127.5 * (pictures.clamp(-1, 1) + 1)
    return torch.where(rim(outline), EDGE[:, None, None], shown).permute(0, 2, 3, 1).round().to(torch.uint8).numpy()


def rim(inside: Tensor) -> Tensor:
    """(64, 64) bool: the pixels just outside of what is inside."""
    grown = F.max_pool2d(inside[None, None].float(), 3, stride=1, padding=1)[0, 0] > 0
    return grown & ~inside
