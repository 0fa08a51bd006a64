"""Contrast tells an average of many pictures from one picture."""

import torch

from diffusion_core.data import critters
from pages.levels.network.contrast import contrast


def test_an_average_of_many_pictures_has_too_little_contrast_for_a_picture_whatever_noise_lies_on_it():
    many = critters.draw(range(200))
    average = many.mean(0, keepdim=True)
    grain = 0.2 * torch.randn(average.shape, generator=torch.Generator().manual_seed(0))
    shares = contrast(average + grain) / contrast(many)
    assert (shares < 0.7).float().mean() > 0.95
