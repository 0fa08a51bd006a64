"""Intervals against the textbook, and against how often they hold the truth."""

import math

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.common.statistics import Mean, Share


def test_wilson_interval_is_that_of_the_textbook():
    low, high = Share(8, 10).interval
    assert (low, high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_interval_of_a_certain_result_still_leaves_room_below():
    low, high = Share(20, 20).interval
    assert high == pytest.approx(1) and low == pytest.approx(0.8389, abs=1e-4)


def test_mean_interval_shrinks_with_the_root_of_the_sample():
    values = torch.randn(400, generator=torch.Generator().manual_seed(0))
    few, many = Mean.of_values(values), Mean.of_values(values.repeat(4))
    assert (few.interval[1] - few.value) / (many.interval[1] - many.value) == pytest.approx(2, abs=0.01)


def test_mean_interval_is_the_one_worked_out_by_hand():
    """Of 1 and 3 the mean is 2 and the spread √2, so the standard error is 1: 97.5 % of a bell lie below 1.96."""
    found = Mean.of_values(torch.tensor([1.0, 3.0]))
    assert found.value == 2 and found.of == 2
    assert found.interval == pytest.approx((2 - 1.959964, 2 + 1.959964), abs=1e-3)


def test_mean_interval_holds_the_truth_in_95_samples_of_100():
    """A 90 % interval, of 1.645 standard errors, would hold it in 1,790 of 2,000; chance moves either by about 10."""
    samples = 5 + 2 * torch.randn(2000, 200, generator=generator(0))
    ends = torch.tensor([Mean.of_values(sample).interval for sample in samples])
    inside = ((ends[:, 0] < 5) & (ends[:, 1] > 5)).sum().item()
    assert 1860 < inside < 1930


def test_of_few_the_interval_is_that_of_students_closed_forms():
    """Of two numbers it reaches tan(0.475 π) standard errors, of three 0.95 √(2 / (1 - 0.95²))."""
    two, three = Mean.of_few(torch.tensor([1.0, 3.0])), Mean.of_few(torch.tensor([-1.0, 0.0, 1.0]))
    assert two.interval[1] - two.value == pytest.approx(math.tan(0.475 * math.pi), rel=1e-3)
    assert three.interval[1] * 3**0.5 == pytest.approx(0.95 * math.sqrt(2 / (1 - 0.95**2)), rel=1e-3)


@pytest.mark.parametrize("count", [3, 5, 10])
def test_of_few_the_interval_holds_the_truth_in_95_samples_of_100(count):
    """With 1.96 standard errors those of five would hold it in 1,757 of 2,000."""
    samples = 5 + 2 * torch.randn(2000, count, generator=generator(count))
    ends = torch.tensor([Mean.of_few(sample).interval for sample in samples])
    inside = ((ends[:, 0] < 5) & (ends[:, 1] > 5)).sum().item()
    assert 1865 < inside < 1935
