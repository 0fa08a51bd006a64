"""The attribute reader: what it says of drawings it has never seen, and that it can learn at all."""

import torch

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import draw
from diffusion_core.data.critters.scenes import codes_of
from diffusion_core.evaluation import attribute_reader
from diffusion_core.evaluation.attribute_reader import (
    ATTRIBUTES,
    blank_reader,
    everything_right,
    get_reader,
    load_reader,
    save_reader,
    scores_loss,
    teach,
)

CPU = torch.device("cpu")


def test_shipped_reader_reads_99_of_100_new_drawings_all_right():
    seeds = torch.arange(50_000_000, 50_000_500)
    read, features = load_reader(READER, CPU).read(draw(seeds))
    assert everything_right(read, codes_of(seeds)).double().mean() >= 0.98  # 99 % less two standard errors
    assert features.shape == (500, 64)


def test_reader_does_not_read_from_noise_what_it_reads_from_pictures():
    seeds = torch.arange(50_000_000, 50_000_100)
    noise = torch.randn(100, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    read, _ = load_reader(READER, CPU).read(noise)
    assert everything_right(read, codes_of(seeds)).double().mean() < 0.05


def test_a_fresh_reader_learns_within_a_few_steps():
    lessons = list(teach(blank_reader(0, CPU), pictures=256, laps=6, batch=64))
    assert lessons[-1].loss < 0.8 * lessons[0].loss
    assert lessons[-1].pictures == 6 * 256


def test_the_second_critter_counts_only_where_there_is_one():
    codes = codes_of(torch.arange(200))
    one = codes[codes[:, 1] == 1]
    random = torch.Generator().manual_seed(0)
    scores = torch.randn(len(one), sum(ATTRIBUTES.values()), generator=random)
    other = one.clone()
    other[:, 6:] = 0
    assert torch.equal(scores_loss(scores, one), scores_loss(scores, other))


def test_a_saved_reader_reads_as_before(tmp_path):
    reader = blank_reader(3, CPU).eval()
    save_reader(tmp_path / "reader.safetensors", reader)
    pictures = draw(torch.arange(8))
    again = load_reader(tmp_path / "reader.safetensors", CPU)
    assert torch.allclose(reader.read(pictures)[1], again.read(pictures)[1], atol=2e-3)


def test_a_reader_that_is_missing_is_taught_once_and_tells_how_far_that_is(tmp_path, monkeypatch):
    monkeypatch.setattr(attribute_reader, "TELLS_EVERY", 256)
    heard, path = [], tmp_path / "reader.safetensors"
    taught = get_reader(path, 128, CPU, seed=5, tell=heard.append)
    assert [line["reader_pictures"] for line in heard] == [256, 512]
    again = get_reader(path, 128, CPU, seed=6, tell=heard.append)
    assert len(heard) == 2
    pictures = draw(torch.arange(8))
    assert torch.allclose(taught.read(pictures)[1], again.read(pictures)[1], atol=2e-2)
