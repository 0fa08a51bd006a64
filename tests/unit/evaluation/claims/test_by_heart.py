"""What `make claims` measures for "Why not a blur", held against truths that do not depend on it."""

import json
from dataclasses import replace

import pytest
import torch

from diffusion_core.common.assets import CLAIMS_FILE, MODEL, READER
from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import HELD_OUT, TRAINING_COUNT, draw, draw_bytes, training_seeds
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import by_heart
from diffusion_core.evaluation.claims.by_heart import HEART_CLAIMS, HEART_PAIRS, KINDS, LEVELS, name_of
from diffusion_core.evaluation.claims.lab import RECORDED, Lab
from diffusion_core.evaluation.nearest import load_index, search
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.weights import load_network
from diffusion_core.process.exact_denoiser import mixture_denoiser

CPU = torch.device("cpu")
FIRST, COUNT, KNOWN = 73_000_000, 6, 50


@pytest.fixture(scope="module")
def record():
    return json.loads(CLAIMS_FILE.read_text(encoding="utf-8"))["claims"]


@pytest.fixture(scope="module")
def network():
    return load_network(MODEL)


@pytest.fixture
def lab(monkeypatch, network):
    monkeypatch.setattr(by_heart, "training_pictures", lambda: draw_bytes(training_seeds()[:KNOWN]).numpy())
    yield Lab(network, load_reader(READER, CPU), first=FIRST)
    for kept in (by_heart._noisy, by_heart._of_memory, by_heart._of_network):
        kept.cache_clear()


def test_pictures_never_taught_hold_a_pair_that_no_training_picture_holds():
    for scene in single_scenes(RECORDED, 20, "held out"):
        (critter,) = scene.critters
        assert {(critter.animal, word) for word in (critter.colour, critter.worn, scene.place)} & HELD_OUT


def test_no_picture_that_is_measured_is_one_of_the_training():
    assert RECORDED > TRAINING_COUNT and int(training_seeds().max()) < TRAINING_COUNT
    pictures = torch.cat([make(RECORDED, 4) for make in KINDS.values()])
    assert len({picture.numpy().tobytes() for picture in pictures}) == 8


@pytest.mark.parametrize("level", [-7, 1])
def test_memorys_error_is_that_of_the_exact_denoiser(lab, level):
    x0 = KINDS["new"](FIRST, COUNT)
    levels = torch.full((COUNT,), float(level), dtype=torch.float64)
    left = torch.sigmoid(levels).float()[:, None, None, None]
    x = left.sqrt() * x0 + (1 - left).sqrt() * Noise(range(FIRST, FIRST + COUNT), (3, 64, 64))()
    exact = mixture_denoiser(draw(training_seeds()[:KNOWN]))(x, levels).x0
    expected = (127.5**2 * (exact - x0).square().mean((1, 2, 3))).mean().item()
    assert HEART_CLAIMS[name_of("memory", "new", level)](lab, COUNT).value == pytest.approx(expected, rel=1e-3)
    shown = HEART_CLAIMS[name_of("sharing", "new", level)](lab, COUNT).value
    assert 1 <= shown <= KNOWN and (shown > 5) == (level < 0)


def test_the_gap_is_memorys_error_less_the_networks_picture_by_picture(lab):
    values = {what: HEART_CLAIMS[name_of(what, "never taught", 1)](lab, COUNT) for what in ("memory", "network", "gap")}
    assert values["gap"].value == pytest.approx(values["memory"].value - values["network"].value)
    halves = {what: (one.interval[1] - one.interval[0]) / 2 for what, one in values.items()}
    assert halves["gap"] <= halves["memory"] + halves["network"] + 1e-9


def test_a_network_that_knows_the_pictures_by_heart_ties_with_memory(lab, monkeypatch):
    exact = mixture_denoiser(draw(training_seeds()[:KNOWN]))
    monkeypatch.setattr(by_heart, "predict", lambda network, x, levels, words: exact(x, levels))
    low, high = HEART_CLAIMS[name_of("gap", "new", -6)](replace(lab, first=FIRST + 1), COUNT).interval
    assert low - 1e-2 <= 0 <= high + 1e-2


def test_sentences_compare_figures_that_are_measured():
    assert {name for pair in HEART_PAIRS.values() for name in pair} <= set(HEART_CLAIMS)
    assert len(HEART_CLAIMS) == len(KINDS) * len(LEVELS) * 4


@pytest.mark.parametrize("kind", KINDS)
def test_with_little_noise_the_recorded_error_of_memory_is_the_distance_to_the_nearest_of_all(record, kind):
    # another way there: the index of all training pictures, and no weights
    index, pictures = load_index(), KINDS[kind](RECORDED, 8)
    *_, found = search(index, pictures, best=1)
    gaps = torch.tensor([one.gaps[0] for one in found]).square()
    known = record[name_of("memory", kind, 3)]
    half = 3.3 * gaps.std().item() / len(gaps) ** 0.5
    assert gaps.mean().item() - half < known["value"] < gaps.mean().item() + half
    assert record[name_of("sharing", kind, 3)]["value"] == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_recorded_weights_spread_over_nearly_all_training_pictures_at_first(record, kind):
    shared = [record[name_of("sharing", kind, level)]["value"] for level in LEVELS]
    assert len(training_seeds()) > shared[0] > 0.8 * len(training_seeds())
    assert shared == sorted(shared, reverse=True)
