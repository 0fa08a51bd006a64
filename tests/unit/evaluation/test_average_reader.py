"""The reader that only compares with average pictures: it is right where it can be, and blind where nobody can see."""

import pytest
import torch

from diffusion_core.data.critters import PLACES
from diffusion_core.evaluation.average_reader import (
    FIRST_AVERAGE,
    KINDS,
    averages,
    drawn,
    likeliest,
    measure,
    places_of,
)
from diffusion_core.evaluation.legibility import recorded_of
from diffusion_core.evaluation.noisy_reader import FIRST_EXAM, FIRST_LESSON


def test_an_average_is_the_mean_of_the_pictures_of_its_kind():
    pictures = torch.arange(4.0).view(4, 1, 1, 1).expand(4, 3, 2, 2)
    found = averages(pictures, torch.tensor([0, 1, 0, 1]), 2)
    assert found.shape == (2, 3, 2, 2) and (found[0] == 1).all() and (found[1] == 2).all()


def test_the_likeliest_kind_is_the_one_whose_bell_is_highest():
    random = torch.Generator().manual_seed(0)
    means, x = torch.randn(3, 3, 4, 4, generator=random), torch.randn(20, 3, 4, 4, generator=random)
    log_snr = -1.0
    alpha2 = 1 / (1 + torch.exp(torch.tensor(-log_snr)))
    density = torch.stack([
        torch.distributions.Normal(alpha2.sqrt() * mean, (1 - alpha2).sqrt()).log_prob(x).flatten(1).sum(1)
        for mean in means
    ])  # fmt: skip
    assert likeliest(x, means, log_snr).equal(density.argmax(0))


def test_the_kinds_are_those_of_the_scenes():
    scenes, pictures = drawn(FIRST_AVERAGE, 30)
    assert pictures.shape == (30, 3, 64, 64)
    assert [tuple(PLACES)[kind] for kind in places_of("place", scenes)] == [scene.place for scene in scenes]
    # enough pictures to make averages of do not reach the exam's or the lessons'
    assert FIRST_LESSON < FIRST_EXAM < FIRST_AVERAGE


def test_the_record_falls_from_sure_to_blind():
    small = measure(pictures=300, exam=60)
    for what, (names, _) in KINDS.items():
        kept = recorded_of(what)
        assert kept.chance == small[what]["chance"] == pytest.approx(1 / len(names)) and kept.count >= 1000
        # what anybody may measure again; averages of fewer pictures tell less, sixty answers scatter by 0.13
        again = [row["value"] for row in small[what]["right"]]
        assert kept.chance + 0.1 < again[-1] < kept.right[-1] + 0.2 and abs(again[0] - kept.chance) < 0.2
        assert abs(kept.right[0] - kept.chance) < 0.06
    assert recorded_of("place").right[-1] > 0.99
