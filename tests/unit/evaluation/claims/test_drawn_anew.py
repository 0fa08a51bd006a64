"""What `make claims` measures for "Draw anew", where the truth is known: eight pictures known by heart."""

import pytest
import torch

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import draw
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import drawn_anew
from diffusion_core.evaluation.claims.drawn_anew import (
    COSINE,
    LINEAR,
    NEW_CLAIMS,
    NEW_PAIRS,
    decided,
    off_by,
    power,
    unchanged,
)
from diffusion_core.evaluation.claims.lab import Lab
from diffusion_core.networks.unet import UNetConfig
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.sampling.samplers import ddpm, path

FIRST, COUNT = 71_000_000, 8


class ByHeart:
    """Stands in for the network: as a key of the caches, as what `asking` is given, and for the shape of pictures."""

    config = UNetConfig(vocabulary=())


@pytest.fixture
def lab(monkeypatch):
    exact = mixture_denoiser(draw(range(FIRST, FIRST + COUNT)))
    monkeypatch.setattr(drawn_anew, "asking", lambda network, captions: exact)
    return Lab(ByHeart(), load_reader(READER, torch.device("cpu")), first=FIRST)


def test_a_picture_known_by_heart_comes_back_from_half_way_and_not_from_the_end(lab):
    assert unchanged(500, slice(None))(lab, COUNT).value == 1
    assert unchanged(500, drawn_anew.ANIMAL)(lab, COUNT).value == 1
    assert unchanged(1000, slice(None))(lab, COUNT).value < 0.75


def test_from_one_noise_ddim_ends_at_one_picture(lab):
    assert decided("DDIM 100", "DDIM 100")(lab, COUNT).value == 1
    other = decided("DDIM 100", "DDIM 100", 1)(lab, COUNT).value
    assert other < 0.7 and decided("DDIM 20", "DDIM 100")(lab, COUNT).value > other


@pytest.mark.parametrize(("way", "schedule"), [("DDPM again", COSINE), ("DDPM linear", LINEAR)])
def test_each_way_goes_under_the_schedule_in_its_name(lab, monkeypatch, way, schedule):
    gone = []

    def spied(start, moments, chance):
        gone.extend(moments)
        return ddpm(start, moments, chance)

    monkeypatch.setattr(drawn_anew, "ddpm", spied)
    drawn_anew.WAYS[way](lab.network, range(FIRST, FIRST + 1))
    assert gone == list(path(schedule, 20))


def test_along_the_path_the_picture_comes_back_and_by_chance_another(lab):
    # so few pictures part late and at once: the path needs small steps there
    few, many, chance = (measure(lab, COUNT).value for measure in (off_by(20), off_by(100), off_by(20, chance=True)))
    assert many < 0.5 * chance and many < few


def test_real_noise_has_power_one_in_every_ring(lab):
    for rings in (drawn_anew.COARSE, drawn_anew.FINE):
        low, high = power(rings, steps=None)(lab, 32).interval
        assert low - 0.03 < 1 < high + 0.03


def test_a_share_stays_between_nought_and_one(lab):
    low, high = unchanged(500, slice(None))(lab, COUNT).interval
    assert 0 < low < high <= 1


def test_no_figure_takes_more_pictures_than_it_needs_to(monkeypatch):
    assert sum(map(len, drawn_anew.batches(0, 1000))) == drawn_anew.MOST
    assert [len(seeds) for seeds in drawn_anew.batches(5, 20)] == [16, 4]


def test_sentences_compare_figures_that_are_measured():
    assert {name for pair in NEW_PAIRS.values() for name in pair} <= set(NEW_CLAIMS)
