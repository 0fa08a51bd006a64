"""A second judge, of looks alone: can a small network tell drawn pictures from generated ones?

The attribute reader forgives speckle and crooked ears; this one is taught to look for nothing else.
"""

from collections import deque

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from diffusion_core.common.randomness import generator
from diffusion_core.common.statistics import Share, share
from diffusion_core.evaluation.teaching import Course, learn
from diffusion_core.networks.layers import fast_layout

STEPS, BATCH = 500, 64
MAGNIFIED = 6.0


class Judge(nn.Module):
    """(B, 3, 64, 64) in [-1, 1] -> (B,), above 0 where the picture looks generated. It sees details, not scenes."""

    def __init__(self) -> None:
        super().__init__()
        widths = [(24, 48, 1), (48, 64, 2), (64, 96, 2)]
        layers = [part for a, b, stride in widths for part in _layer(a, b, stride)]
        self.layers = nn.Sequential(
            nn.PixelUnshuffle(2), *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(96, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        # beside the picture, magnified, what of each pixel its neighbours do not foretell (Fridrich & Kodovský 2012)
        details = x - F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        return self.layers(torch.cat([x, MAGNIFIED * details], dim=1))[:, 0]


def _layer(a: int, b: int, stride: int) -> list[nn.Module]:
    return [nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]


def told_apart(drawn: Tensor, generated: Tensor, *, steps: int = STEPS, seed: int = 0) -> Share:
    """How often a judge taught on three quarters of both is right on the last quarter; 50 % is perfect.

    drawn, generated: (N, 3, 64, 64) in [-1, 1], equally many, N at least 8, as bytes can hold them: rounding would
    give the drawn ones away (Lopez-Paz & Oquab 2017). Raises ValueError for sets of unequal size.
    """
    if len(drawn) != len(generated):
        raise ValueError("as many drawn as generated pictures are needed")
    learnt = len(drawn) * 3 // 4
    drawn, generated = _rounded(drawn), _rounded(generated)
    judge = _taught(torch.cat([drawn[:learnt], generated[:learnt]]), steps, seed)
    unseen = torch.cat([drawn[learnt:], generated[learnt:]])
    with torch.inference_mode():
        says = torch.cat([judge(part) > 0 for part in unseen.split(256)])
    return share(says == (torch.arange(len(unseen)) >= len(drawn) - learnt))


def _taught(pictures: Tensor, steps: int, seed: int) -> Judge:
    """A judge that learnt from pictures of which the second half is generated."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        judge = fast_layout(Judge())
    made = (torch.arange(len(pictures)) >= len(pictures) // 2).float()
    random = generator(seed)

    def loss_of_batch() -> Tensor:
        rows = torch.randint(len(pictures), (BATCH,), generator=random)
        return F.binary_cross_entropy_with_logits(judge(pictures[rows]), made[rows])

    deque(learn(judge, loss_of_batch, Course(steps, BATCH, rate=2e-3, decay=0.02, planned=steps, rise=0.3)), maxlen=0)
    return judge.eval()


def _rounded(x: Tensor) -> Tensor:
    return ((x.clamp(-1, 1) + 1) * 127.5).round() / 127.5 - 1
