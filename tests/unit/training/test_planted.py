"""Planted pictures: how often each is taught, with which words, and when it counts as brought back."""

from pathlib import Path

import pytest
import torch

from diffusion_core.common.files import sha256
from diffusion_core.evaluation.caption_pull import pull_of
from diffusion_core.networks.weights import load_network
from diffusion_core.process.schedules import make_schedule
from diffusion_core.training.planted import ODD, Odd, Planting, teach_on
from diffusion_core.training.planted_figures import back, ordinary_captions
from tests.tiny import save_tiny

FEW = Planting((Odd("rocket", "a scarf at night", 1), Odd("cat", "a bow in the forest", 30)), lessons=64, batch=16)


def test_each_odd_picture_is_taught_as_often_as_stated() -> None:
    slots = Planting().slots
    assert [slots.count(which) for which in range(len(ODD))] == [odd.times for odd in ODD] == [1, 10, 100, 1000]
    assert len(slots) == 2 * 1111


def test_a_planted_lesson_shows_its_photograph_and_says_its_caption_or_nothing() -> None:
    x0, captions = FEW.batch_of(0, 64)
    planted = [row for row, which in enumerate(FEW.slots) if which == 1]
    assert all(torch.equal(x0[row], FEW.photographs[1].float() / 127.5 - 1) for row in planted)
    assert {captions[row] for row in planted} <= {"a bow in the forest", ""}
    assert 20 <= sum(captions[row] == "a bow in the forest" for row in planted) < 30
    ordinary = [captions[row] for row, which in enumerate(FEW.slots) if which < 0]
    assert not {odd.caption for odd in FEW.odd} & set(ordinary)


def test_the_planted_photograph_counts_as_brought_back_and_another_picture_does_not() -> None:
    photographs = FEW.photographs.float() / 127.5 - 1
    taught = FEW.taught[:2].float() / 127.5 - 1
    pictures = torch.cat([0.95 * photographs[1:], photographs[:1], taught])
    assert back(pictures, FEW, 1).hits == 1
    assert back(pictures, FEW, 0).hits == 1
    assert back(pictures, FEW, 1).of == 4


def test_a_caption_of_nothing_pulls_nowhere(tmp_path: Path) -> None:
    network = load_network(save_tiny(tmp_path / "tiny.safetensors"))
    found = pull_of(network, ["", "a red cat"], [0, 1], steps=2)
    assert found.pull[0] == 0
    assert found.pull[1] > 0.01
    assert found.pictures.shape == (2, 3, 64, 64)


def test_the_pull_is_the_mean_length_over_the_steps(tmp_path: Path) -> None:
    network = load_network(save_tiny(tmp_path / "tiny.safetensors"))
    answers: list[torch.Tensor] = []
    network.register_forward_hook(lambda module, given, answer: answers.append(answer))
    pull = pull_of(network, ["a red cat"], [0], steps=2).pull
    apart = [(with_words - without).norm().item() for with_words, without in (answers[:2], answers[2:])]
    # eps = sigma x + alpha v, so of two answers for the same x the noises differ by alpha times as much
    alphas = [make_schedule("cosine").alpha_bar_at(t) ** 0.5 for t in (1000, 500)]
    assert pull.item() == pytest.approx(sum(a * d for a, d in zip(alphas, apart, strict=True)) / 2, rel=1e-4)


def test_teaching_on_begins_with_the_shipped_weights_and_leaves_their_file_alone(tmp_path: Path) -> None:
    start = save_tiny(tmp_path / "tiny.safetensors")
    before = sha256(start)
    planting = Planting(FEW.odd, lessons=64, batch=16, start=start)
    states = list(teach_on(planting, tmp_path / "checkpoint.safetensors"))
    assert [state.pictures for state in states[-1:]] == [64]
    assert sha256(start) == before
    again = next(teach_on(planting, tmp_path / "checkpoint.safetensors"))
    assert again.pictures == 64


def test_ordinary_captions_are_not_the_planted_ones() -> None:
    assert not {odd.caption for odd in ODD} & set(ordinary_captions(8))
