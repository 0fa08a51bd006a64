"""What `make evaluate` records."""

import argparse

import torch

from diffusion_core.commands import evaluate
from diffusion_core.commands.evaluate import PLAIN, only_binding, plain
from diffusion_core.common.assets import EVALUATION, MODEL, READER
from diffusion_core.common.records import read_record
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.drawn import SAMPLER, distance_to_drawn, draw_captions
from diffusion_core.evaluation.scenes import free_scenes
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.job import Job
from tests.tiny import save_tiny


def test_the_plain_samplers_figures_are_of_the_same_captions_and_noise_by_that_sampler(tmp_path):
    device = torch.device("cpu")
    network, reader = load_network(save_tiny(tmp_path / "tiny.safetensors")), load_reader(READER, device)
    wish = argparse.Namespace(pictures=4, sampler=SAMPLER, steps=3, guidance=2.0, clip=True)
    found, scenes = plain(network, reader, wish), free_scenes(4)
    distances = {}
    for sampler in (PLAIN, SAMPLER):
        job = Job(sampler=sampler, steps=wish.steps, guidance=wish.guidance, clip=wish.clip)
        _, features = reader.read(draw_captions(job, network, scenes))
        distances[sampler] = distance_to_drawn(features, reader, 4, device)["frechet"]
    assert found["frechet_ddim"] == distances[PLAIN] != distances[SAMPLER]
    assert found["all_right_seen_ddim"]["n"] + found["all_right_two_ddim"]["n"] == 4


def test_who_has_what_can_be_measured_anew_without_the_other_figures(monkeypatch):
    wish = argparse.Namespace(weights=MODEL, sampler=SAMPLER, steps=3, guidance=2.0, clip=True, card=True)
    written, found = [], {"binding_worn": {"value": 0.9}}
    monkeypatch.setattr(evaluate, "benchmark", lambda job, network, reader, first: found)
    monkeypatch.setattr(evaluate, "write_card", written.append)
    only_binding(None, None, wish)
    assert written == [read_record(EVALUATION) | found]
