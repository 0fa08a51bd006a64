"""Evaluation against figures known in closed form."""

import argparse
import math

import pytest
import torch

from diffusion_core.commands.evaluate import PLAIN, plain
from diffusion_core.common.assets import READER
from diffusion_core.data.critters import Critter, Scene, caption, draw_bytes
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.evaluation.attribute_reader import load_classifier
from diffusion_core.evaluation.distances import copying_share, frechet_distance, nearest_distances
from diffusion_core.evaluation.drawn import SAMPLER, draw_captions, failures, looks
from diffusion_core.evaluation.obedience import all_right, right_attributes
from diffusion_core.evaluation.scenes import free_scenes
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.job import Job
from tests.tiny import save_tiny

CAT = Scene("night", (Critter("cat", "red", "hat", "happy"),))
PAIR = Scene("beach", (Critter("cat", "red", "hat", "happy"), Critter("dog", "blue", "crown", "sad")))


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


def test_one_wrong_attribute_spoils_a_picture():
    read = scene_codes([CAT, CAT])
    read[1, 4] = 0
    assert all_right(read, [CAT, CAT]).tolist() == [True, False]
    assert right_attributes(read, [CAT, CAT])["colour"].tolist() == [True, True]


def test_expressions_of_two_are_not_asked_for_but_their_worn_things_are():
    read = scene_codes([PAIR])
    read[0, 5] = read[0, 9] = 3
    assert all_right(read, [PAIR]).item()
    read[0, 8] = 0
    assert not all_right(read, [PAIR]).item()


def test_a_failure_is_named_with_its_seed_its_caption_and_what_is_wrong():
    wrong = Scene("night", (Critter("cat", "red", "hat", "sad"),))
    read = torch.cat([scene_codes([CAT]), scene_codes([wrong]), scene_codes([PAIR])])
    (found,) = failures(read, [CAT, CAT, PAIR])
    assert found == {"seed": 1, "caption": caption(CAT), "wrong": ["expression"]}


def test_the_plain_samplers_figures_are_of_the_same_captions_and_noise_by_that_sampler(tmp_path):
    device = torch.device("cpu")
    network, reader = load_network(save_tiny(tmp_path / "tiny.safetensors")), load_classifier(READER, device)
    wish = argparse.Namespace(pictures=4, sampler=SAMPLER, steps=3, guidance=2.0, clip=True)
    found, scenes = plain(network, reader, wish), free_scenes(4)
    distances = {}
    for sampler in (PLAIN, SAMPLER):
        job = Job(sampler=sampler, steps=wish.steps, guidance=wish.guidance, clip=wish.clip)
        _, features = reader.read(draw_captions(job, network, scenes))
        distances[sampler] = looks(features, reader, 4, device)["frechet"]
    assert found["frechet_ddim"] == distances[PLAIN] != distances[SAMPLER]
    assert found["all_right_seen_ddim"]["n"] + found["all_right_two_ddim"]["n"] == 4
