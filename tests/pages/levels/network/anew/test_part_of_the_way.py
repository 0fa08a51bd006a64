"""Draw anew: noised part of the way, and back."""

import pytest
import torch

from diffusion_core.data.critters import TRAINING_COUNT, draw
from pages.levels.network.anew import (
    part_of_the_way_figures,
)
from tests.pages.driver import run_through

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_same_animal_comes_back_until_its_curve_crosses_one_half(monkeypatch):
    shares = {t: 100 - t / 10 if t < 800 else 20 for t in part_of_the_way_figures.AT}
    recorded = {f"part way: animal kept from t = {t}": {"value": share / 100} for t, share in shares.items()}
    monkeypatch.setattr(part_of_the_way_figures, "figure", recorded.__getitem__)
    assert part_of_the_way_figures.same_animal_until() == pytest.approx(500)
    for t, share in ((600, 0.7), (700, 0.2)):
        recorded[f"part way: animal kept from t = {t}"] = {"value": share}
    assert part_of_the_way_figures.same_animal_until() == pytest.approx(640)


def test_of_twenty_returns_each_is_read_by_itself():
    found, shares = run_through(part_of_the_way_figures.returned(4, 300))
    assert found.back.shape == (20, 3, 64, 64) and len(shares) == 6
    assert ((found.unchanged >= 0) & (found.unchanged <= 6)).all()
    assert torch.equal(found.clean, draw([TRAINING_COUNT + 4]))


def test_noised_to_the_end_nothing_of_the_picture_is_left():
    found, _ = run_through(part_of_the_way_figures.returned(4, 1000))
    both = torch.stack([found.noisy.flatten(), found.clean.flatten()])
    assert abs(torch.corrcoef(both)[0, 1].item()) < 0.05
