"""The recorded average is that of the training pictures, as far as chance allows."""

import numpy as np
import torch

from diffusion_core.data.average_picture import average_of, training_average
from diffusion_core.data.critters import draw, training_seeds


def test_it_lies_where_a_sample_of_training_pictures_says():
    some = training_seeds()[torch.randperm(len(training_seeds()), generator=torch.Generator().manual_seed(1))[:1500]]
    drawn = draw(some)
    off = (drawn.mean(0) - training_average()) / (drawn.std(0) / 1500**0.5)
    # each of 12,288 numbers is off by chance alone, which is 1 on average, and neighbours share theirs
    assert off.square().mean() < 2
    assert off.abs().max() < 6


def test_an_average_of_bytes_is_exact_however_it_is_cut():
    pictures = np.random.default_rng(0).integers(0, 256, (37, 3, 4, 4), dtype=np.uint8)
    wanted = torch.from_numpy(pictures.mean(0) / 127.5 - 1).float()
    torch.testing.assert_close(average_of(pictures, chunk=5), wanted)
