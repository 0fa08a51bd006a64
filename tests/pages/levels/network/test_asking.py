"""Draw anew: how its experiments ask the network."""

import pytest

from pages.levels.network.asking import picture_of

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_picture_of_a_job_is_its_last_step():
    from diffusion_core.sampling.job import Job

    picture = picture_of(Job(seed=3, steps=2))
    assert picture.shape == (1, 3, 64, 64) and picture.abs().max() <= 1
