"""The kernel distance against sums written out, against closed forms, and against chance."""

import itertools
import math

import pytest
import torch

from diffusion_core.data.critters import draw_bytes
from diffusion_core.evaluation.distances import copying_share, frechet_distance, kernel_distance, nearest_distances


def normal(count, *, mean=0.0, seed=0, width=4):
    return torch.randn(count, width, generator=torch.Generator().manual_seed(seed)) + mean


def test_it_is_the_sum_over_pairs_of_different_pictures():
    a, b = normal(4, seed=1), normal(5, mean=0.5, seed=2)

    def kernel(x, y):
        return (float(x @ y) / 4 + 1) ** 3

    def own(rows):
        pairs = list(itertools.permutations(range(len(rows)), 2))
        return sum(kernel(rows[i], rows[j]) for i, j in pairs) / len(pairs)

    between = sum(kernel(x, y) for x in a for y in b) / 20
    assert kernel_distance(a, b).value == pytest.approx(own(a) + own(b) - 2 * between, rel=1e-5)


def test_two_samples_of_one_crowd_are_no_distance_apart_on_average_however_few():
    found = [kernel_distance(normal(5, seed=2 * i), normal(5, seed=2 * i + 1)).value for i in range(4000)]
    values = torch.tensor(found)
    assert values.mean().abs() < 4 * values.std() / 4000**0.5
    assert (values < 0).any()


def test_its_value_in_one_dimension_is_the_one_that_the_moments_give():
    """(xy + 1)³ sees the first three moments: MMD² = 3 Δm1² + 3 Δm2² + Δm3². Two bells, 0 and 1: 3 + 3 + 16."""
    found = kernel_distance(normal(4000, seed=3, width=1), normal(4000, mean=1.0, seed=4, width=1))
    assert found.interval[0] < 22 < found.interval[1]
    assert found.interval[1] - found.interval[0] < 8


def test_its_interval_holds_the_truth_about_as_often_as_it_says():
    inside = 0
    for i in range(300):
        low, high = kernel_distance(
            normal(40, seed=2 * i, width=1), normal(200, mean=1.0, seed=2 * i + 1, width=1)
        ).interval
        inside += low < 22 < high
    assert 0.80 < inside / 300 < 0.995


def test_two_pictures_are_too_few():
    with pytest.raises(ValueError, match="three pictures"):
        kernel_distance(normal(2), normal(9))


def test_its_interval_is_that_of_leaving_out_one_picture_after_the_other():
    a, b = normal(6, seed=5), normal(7, mean=0.3, seed=6)

    def left_out(rows, distance):
        values = torch.tensor([distance(torch.cat([rows[:i], rows[i + 1 :]])).value for i in range(len(rows))])
        return (len(rows) - 1) / len(rows) * (values - values.mean()).square().sum().item()

    variance = left_out(a, lambda rest: kernel_distance(rest, b)) + left_out(b, lambda rest: kernel_distance(a, rest))
    found = kernel_distance(a, b)
    assert found.interval[1] - found.value == pytest.approx(1.96 * variance**0.5, rel=1e-3)


def test_frechet_distance_of_two_round_bells_is_that_of_the_formula():
    random = torch.Generator().manual_seed(1)
    a = torch.randn(60_000, 3, generator=random, dtype=torch.float64)
    b = 2 * torch.randn(60_000, 3, generator=random, dtype=torch.float64) + torch.tensor([3.0, 0, 0])
    assert frechet_distance(a, b) == pytest.approx(3**2 + 3 * (2 - 1) ** 2, rel=0.02)
    assert frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_frechet_distance_sees_correlation_between_features():
    random = torch.Generator().manual_seed(2)
    a = torch.randn(50_000, 2, generator=random)
    mixed = a @ torch.tensor([[1.0, 0.9], [0.0, math.sqrt(1 - 0.81)]])
    exact = 4 - 2 * (math.sqrt(1.9) + math.sqrt(0.1))
    assert frechet_distance(a, mixed) == pytest.approx(exact, rel=0.05)


def test_nearest_distance_is_that_of_a_search_by_hand():
    pictures, others = torch.rand(5, 3, 4, 4) * 2 - 1, torch.randint(0, 256, (40, 3, 4, 4), dtype=torch.uint8)
    by_hand = [min(((p - (o / 127.5 - 1)) ** 2).sum().item() for o in others) for p in pictures]
    assert nearest_distances(pictures, others, chunk=7).tolist() == pytest.approx(by_hand, abs=1e-4)


def test_a_copier_is_caught_and_an_honest_painter_is_not():
    trained, fresh = draw_bytes(torch.arange(200)), draw_bytes(torch.arange(10_000, 10_200))
    copies = trained[:50].float() / 127.5 - 1 + 0.05 * torch.randn(50, 3, 64, 64)
    honest = draw_bytes(torch.arange(20_000, 20_200)).float() / 127.5 - 1
    assert copying_share(copies, trained, fresh).value == 1
    low, high = copying_share(honest, trained, fresh).interval
    assert low < 0.5 < high


def test_copying_needs_two_sets_of_one_size():
    with pytest.raises(ValueError, match="equally large"):
        copying_share(torch.zeros(1, 3, 4, 4), torch.zeros(3, 3, 4, 4), torch.zeros(2, 3, 4, 4))
