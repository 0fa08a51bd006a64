"""The judge of looks: it sees speckle that is there, and cannot be right where there is nothing to see."""

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import draw
from diffusion_core.evaluation.looks_judge import told_apart


@pytest.fixture(scope="module")
def drawn():
    return draw(range(400))


def test_pictures_of_one_kind_cannot_be_told_apart(drawn):
    low, high = told_apart(drawn[:200], drawn[200:], steps=60).interval
    assert low < 0.5 < high


def test_a_faint_speckle_gives_pictures_away(drawn):
    speckled = drawn[200:] + 0.08 * torch.randn(200, 3, 64, 64, generator=generator(1))
    assert told_apart(drawn[:200], speckled, steps=60).value > 0.9


def test_rounding_alone_gives_nobody_away(drawn):
    """Generated values lie between the bytes, drawn ones on them: no judge may live off that."""
    between = drawn[200:] + 0.4 / 127.5 * (torch.rand(200, 3, 64, 64, generator=generator(1)) - 0.5)
    assert told_apart(drawn[:200], between, steps=60).value < 0.7


def test_sets_of_unequal_size_are_refused(drawn):
    with pytest.raises(ValueError, match="as many"):
        told_apart(drawn[:8], drawn[:9])
