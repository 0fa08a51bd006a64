"""Each picture has a generator of its own, and nobody else's numbers."""

import torch

from diffusion_core.common.randomness import Noise, generator


def test_a_picture_gets_the_same_draws_in_any_company(device):
    alone, together = Noise([7], (3, 4), device), Noise([1, 7, 2**40], (3, 4), device)
    for _ in range(3):
        assert torch.equal(alone()[0], together()[1])


def test_draws_are_the_generators_own_and_go_on():
    noise, random = Noise([5], (6,)), generator(5)
    for _ in range(2):
        assert torch.equal(noise()[0], torch.randn(6, generator=random))


def test_draws_come_on_the_device_and_in_shape(device):
    draws = Noise(range(4), (3, 8, 8), device)()
    assert (draws.shape, draws.device.type) == ((4, 3, 8, 8), device.type)


def test_neighbouring_seeds_are_unrelated():
    draws = Noise(range(50), (400,))()
    related = torch.corrcoef(draws) - torch.eye(50)
    # Five standard errors of a correlation of 400 independent pairs.
    assert related.abs().max() < 5 / 20


def test_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    Noise([1, 2], (3,))()
    assert torch.equal(torch.get_rng_state(), before)
