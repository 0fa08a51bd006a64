"""What rounding changed is measured on the two networks, and recorded of no others."""

import sys

import pytest
import torch

from diffusion_core.commands import rounding
from diffusion_core.common.assets import MODEL, READER
from diffusion_core.common.files import read_tensors
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.weights import ROUNDED_FROM, load_network, save_int8, save_network
from diffusion_core.training.without_skips import FILES
from tests.tiny import save_tiny

SEEDS = torch.arange(3_000_000, 3_000_004)


@pytest.fixture(scope="module")
def half():
    return load_network(FILES["with"])


def test_a_network_adds_nothing_to_its_own_error_and_a_blind_one_all_it_says(half):
    assert rounding.added_error(half, half, SEEDS) == 0
    other = load_network(FILES["without"])
    assert rounding.added_error(half, other, SEEDS) > 0.01


def test_more_is_added_the_coarser_the_numbers(half, tmp_path):
    save_int8(tmp_path / "fine.safetensors", half, {})
    coarse = load_network(FILES["with"])
    with torch.no_grad():
        for weight in coarse.parameters():
            weight.copy_((weight * 50).round() / 50)
    fine = rounding.added_error(half, load_network(tmp_path / "fine.safetensors"), SEEDS)
    assert 0 < fine < 0.01 * rounding.added_error(half, coarse, SEEDS)


def test_the_same_network_draws_the_same_pictures_and_a_coarser_one_others(tmp_path):
    reader, scenes = load_reader(READER, torch.device("cpu")), single_scenes(3_000_000, 3, "seen")
    network, coarse = (load_network(save_tiny(tmp_path / "tiny.safetensors")) for _ in range(2))
    same = rounding.same_pictures(network, network, reader, scenes)
    assert same["right"] == same["right_half"] and same["differ"] == 0 and same["apart"] == 0
    with torch.no_grad():
        coarse.out.weight.mul_(2)
    assert rounding.same_pictures(network, coarse, reader, scenes)["apart"] > 1


def test_a_file_that_the_shipped_one_was_not_rounded_from_is_refused(monkeypatch, tmp_path, network):
    path = tmp_path / "other.safetensors"
    assert save_network(path, network, {}) != read_tensors(MODEL)[0].get(ROUNDED_FROM)
    monkeypatch.setattr(sys, "argv", ["rounding", str(path)])
    with pytest.raises(ValueError, match="was not rounded from"):
        rounding.main()
