"""4.6, from blank to finished: the snapshots of a training."""

import re

import numpy as np
import torch

from diffusion_core.commands.snapshots import convert
from diffusion_core.common.assets import MODEL
from diffusion_core.training.snapshots import loaders, snapshots
from pages.levels.network.learning import growing_figures
from pages.levels.network.learning.growing_figures import BLOBS, NOISE, SHEET
from pages.server import resources
from tests.pages.driver import bet, cards, opened, sent, verdict
from tests.tiny import save_tiny

PAGE = "level-4-learning"


def test_blank_and_finished_are_there_without_any_snapshot(tiny_engine, monkeypatch):
    monkeypatch.setattr("diffusion_core.training.snapshots.snapshots", lambda *_: {})
    page = opened(PAGE)
    header, _ = sent(page, "learning.growing")
    assert header["frames"] == 1 and "blank" not in str(header["labels"])
    bet(page, "learning.blank", "Blobs of colour")
    header, arrays = sent(page, "learning.growing")
    assert header["frames"] == 2 and header["labels"][0].startswith("blank")
    # the film goes back to the blank network, and rests there
    assert header["start"] == header["proof"]["start"] == 1 and header["proof"]["end"] == 0
    assert not np.array_equal(*arrays["0.pixels"])
    assert cards(page)["learning.blank"]["right"] == "Noise again"
    assert re.search(r"\*\*\d+\*\* shades off", verdict(page, "learning.blank"))


def test_snapshots_stand_between_them(engine_of, tmp_path, monkeypatch):
    folder, run = tmp_path / "small", tmp_path / "run"
    run.mkdir()
    for count in (100, 300):
        save_tiny(run / f"snapshot-{count}.safetensors")
    convert(run, folder)
    monkeypatch.setattr("diffusion_core.training.snapshots.snapshots", lambda *_: snapshots(folder))
    monkeypatch.setattr("diffusion_core.training.snapshots.loaders", lambda path: loaders(path, folder))
    engine_of(save_tiny(tmp_path / "tiny.safetensors"))
    assert list(resources.training_stages().values()) == ["blank", "after 100", "after 300", "critters"]
    found = growing_figures.growth(0)
    assert len(found.drawn) == len(found.guess) == 4
    # the tiny snapshots are the tiny network, so all but the blank one draw alike, up to the rounding of int8
    gaps = np.abs(found.drawn[1].astype(int) - found.drawn[3])
    assert gaps.mean() < np.abs(found.drawn[0].astype(int) - found.drawn[3]).mean() / 2
    assert growing_figures.growth_labels(found, first=1)[0].startswith("after 100 pictures")


def test_the_blank_network_makes_noise_of_noise_whatever_the_seed(engine_of):
    engine_of(MODEL)
    for seed in (0, 2, 7):
        found = growing_figures.growth(seed)
        assert found.kind == NOISE
        assert found.off[-1] < 0.5 * found.off[0]


def test_kinds_are_told_apart():
    random = torch.Generator().manual_seed(0)
    noise = torch.randn(3, 64, 64, generator=random).clamp(-1, 1)
    blobs = torch.nn.functional.interpolate(torch.randn(1, 3, 8, 8, generator=random), scale_factor=8)[0].clamp(-1, 1)
    assert [growing_figures.kind_of(x) for x in (noise, blobs, 0.05 * noise)] == [NOISE, BLOBS, SHEET]


def test_the_longer_it_trained_the_nearer_its_guess_though_the_loss_hardly_moves(engine_of):
    engine_of(MODEL)
    found = growing_figures.growth(2)
    assert len(found.seen) >= 4 and (found.off[1:] < found.off[:-1]).all()
