"""4.6, from blank to finished: the snapshots of a training."""

import re

import numpy as np
import torch

from diffusion_core.commands.snapshots import convert
from diffusion_core.common.assets import MODEL
from diffusion_core.data.critters import scene_of
from diffusion_core.data.training_set import vary_caption
from diffusion_core.training.snapshots import blank_like, loaders, snapshots
from pages.levels.network.learning import growing_figures
from pages.server import resources
from tests.pages.driver import opened, sent, words
from tests.tiny import save_tiny

PAGE = "level-4-learning"


def test_blank_and_finished_are_there_without_any_snapshot(tiny_engine, monkeypatch):
    monkeypatch.setattr("diffusion_core.training.snapshots.snapshots", lambda *_: {})
    page = opened(PAGE)
    header, arrays = sent(page, "learning.growing")
    assert header["frames"] == 2 and header["labels"][0].startswith("blank") and header["autoplay"]
    assert not np.array_equal(*arrays["0.pixels"])
    assert re.search(r"its guess is \d+ shades off. Finished, it's \*\*\d+\*\*", words(page))


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
    assert growing_figures.growth_labels(found)[1].startswith("after 100 pictures")


def test_the_blank_network_answers_0_to_everything_so_noise_stays_noise(engine_of):
    """Not because its numbers are chance: a good half is, the rest is 0 (the last layer, for one)."""
    engine_of(MODEL)
    blank = blank_like(MODEL)
    zero = sum((part == 0).sum().item() for part in blank.parameters())
    assert 0.4 < zero / sum(part.numel() for part in blank.parameters()) < 0.5
    x = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        assert (blank(x, torch.zeros(2), blank.reader.read(["a cat", ""])) == 0).all()
    found = growing_figures.growth(2)
    drawn = found.drawn[0].astype(float)
    assert np.abs(np.corrcoef(drawn[:, 1:].ravel(), drawn[:, :-1].ravel())[0, 1]) < 0.1, "neighbours aren't alike"
    assert found.off[-1] < 0.5 * found.off[0]
    beside = np.corrcoef(drawn.ravel(), found.noise.ravel())[0, 1]
    assert beside > 0.9, "and it is the noise that the page shows beside it"
    said = words(opened(PAGE))
    assert "it answers 0 to everything" in said and "some were picked by chance, the others were 0" in said
    assert "pure chance" not in said


def test_most_exercises_came_with_words_and_the_page_says_so(tiny_engine):
    random = torch.Generator().manual_seed(0)
    given = [vary_caption(scene_of(number), random) for number in range(400)]
    assert 0.03 < given.count("") / 400 < 0.2
    said = words(opened(PAGE))
    assert "mostly with a few words to each" in said and "Nobody told" not in said


def test_the_longer_it_trained_the_nearer_its_guess_though_the_loss_hardly_moves(engine_of):
    engine_of(MODEL)
    found = growing_figures.growth(2)
    assert len(found.seen) >= 4 and (found.off[1:] < found.off[:-1]).all()
