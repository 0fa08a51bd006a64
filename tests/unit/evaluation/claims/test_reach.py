"""How many pixels have half of the say in one, as `make claims` counts it, where the truth is known."""

import torch
from torch import nn

from diffusion_core.evaluation.claims.reach import MOMENTS, REACH_CLAIMS, REACH_PAIRS
from diffusion_core.networks.anatomy import holding_half, say_in_one_pixel


class Blur(nn.Module):
    """Each pixel of the answer is a weighted sum of the nine around it."""

    def __init__(self, weights: list[float]) -> None:
        super().__init__()
        self.nine = torch.tensor(weights).view(1, 1, 3, 3).expand(3, 1, 3, 3)

    def forward(self, x, log_snr, context):
        return nn.functional.conv2d(x, self.nine, padding=1, groups=3)


def say_of(weights: list[float]) -> torch.Tensor:
    x = torch.randn(2, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    return say_in_one_pixel(Blur(weights), x, torch.zeros(2), None)


def test_the_say_in_one_pixel_is_its_slope_and_lies_around_that_pixel():
    weights = [0.0, 1.0, 0.0, 2.0, 8.0, -2.0, 0.0, 1.0, 0.0]
    found = say_of(weights)
    assert found.shape == (2, 8, 8) and torch.equal(found[0], found[1]), "of a straight sum it's the same everywhere"
    around = found[0, 3:6, 3:6] / found[0, 4, 4]
    torch.testing.assert_close(around, torch.tensor(weights).abs().view(3, 3) / 8)
    assert (found > 0).sum() == 2 * 5


def test_half_of_the_say_is_counted_from_the_largest_on():
    assert holding_half(say_of([0.0, 1.0, 0.0, 2.0, 8.0, -2.0, 0.0, 1.0, 0.0])).tolist() == [1, 1]
    assert holding_half(say_of([1.0] * 9)).tolist() == [5, 5]


def test_sentences_compare_figures_that_are_measured():
    assert {name for pair in REACH_PAIRS.values() for name in pair} == set(REACH_CLAIMS) and len(MOMENTS) == 2
