"""The table of guidance: its columns measure what they are named after, and it is about the weights that ship."""

import json

import pytest
import torch

from diffusion_core.commands.guidance import compare
from diffusion_core.common.assets import GUIDANCE, MODEL
from diffusion_core.common.files import sha256
from diffusion_core.evaluation.attribute_reader import blank_reader
from diffusion_core.evaluation.drawn import variety
from diffusion_core.evaluation.scenes import free_scenes
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.defaults import STRENGTH
from tests.tiny import save_tiny


def test_variety_is_one_for_the_same_bell_and_falls_with_the_square_of_the_spread():
    draw = torch.Generator().manual_seed(0)
    a, b = torch.randn(4000, 6, generator=draw), torch.randn(4000, 6, generator=draw)
    assert variety(a, b) == pytest.approx(1, abs=0.05)
    assert variety(a / 2 + 7, b) == pytest.approx(0.25, abs=0.02)


def test_every_strength_is_asked_the_same_captions_and_strength_changes_the_pictures(tmp_path):
    network, reader = load_network(save_tiny(tmp_path / "tiny.safetensors")), blank_reader(0, torch.device("cpu"))
    first, again, other = compare(network, reader, free_scenes(4), (1.0, 1.0, 9.0))
    assert first == again
    assert first["variety"] != other["variety"]


def test_the_table_is_of_the_shipped_weights_and_holds_the_strength_that_is_used():
    table = json.loads(GUIDANCE.read_text(encoding="utf-8"))
    assert table["sha256"] == sha256(MODEL)
    assert STRENGTH in {row["guidance"] for row in table["rows"]}
