"""From one noise to another, along a way on which everything is noise."""

import math

import torch
from torch import Tensor


def round_way(a: Tensor, b: Tensor, share: float) -> Tensor:
    """Spherical interpolation between two noises (Shoemake 1985; for diffusion Song et al. 2021, section 5.3).

    a, b: (...), independent unit noise of one shape; share in [0, 1], 0 gives a and 1 gives b. What lies between is as
    strong as the two. Where both point the same way, or opposite ways, the angle says nothing, and a is turned into b
    straight. Returns (...).
    """
    angle = torch.acos(torch.cosine_similarity(a.flatten(), b.flatten(), dim=0).clamp(-1, 1)).item()
    if math.sin(angle) < 1e-4:
        return straight_way(a, b, share)
    return (math.sin((1 - share) * angle) * a + math.sin(share * angle) * b) / math.sin(angle)


def straight_way(a: Tensor, b: Tensor, share: float) -> Tensor:
    """The plain average. Of two independent noises it is weaker than both: half way only 71 % as strong. As above."""
    return (1 - share) * a + share * b


WAYS = {"round": round_way, "straight": straight_way}


def walk(a: Tensor, b: Tensor, count: int, way: str = "round") -> Tensor:
    """`count` noises at even shares from a to b, (count, ...). Raises KeyError for a way not in WAYS."""
    return torch.stack([WAYS[way](a, b, i / (count - 1)) for i in range(count)])
