"""Snapshots: made from a run, found by how many pictures they have seen, and the blank network made again."""

import torch

from diffusion_core.commands.snapshots import convert
from diffusion_core.common.files import read_tensors
from diffusion_core.networks.weights import load_network, save_network
from diffusion_core.training.loop import TrainConfig, blank_network
from diffusion_core.training.snapshots import BLANK, blank_like, loaders, name_of, seen_by, snapshots


def run_of(folder, make_network, *counts):
    for count in counts:
        save_network(folder / f"snapshot-{count}.safetensors", make_network(count), {"pictures": str(count)})
    return folder


def test_the_first_few_of_a_run_become_small_files_named_by_their_pictures(tmp_path, make_network):
    run = run_of(tmp_path / "run", make_network, 100, 300_000, 10_000, 1_000, 30_000)
    made = convert(run, tmp_path / "small")
    assert [path.name for path in made] == [f"{count}.safetensors" for count in (100, 1_000, 10_000, 30_000)]
    assert list(snapshots(tmp_path / "small")) == [100, 1_000, 10_000, 30_000]
    source = run / "snapshot-100.safetensors"
    assert made[0].stat().st_size < 0.7 * source.stat().st_size
    assert seen_by(made[0]) == 100
    assert read_tensors(made[0])[0]["plan"] == read_tensors(source)[0]["plan"]


def test_the_engine_is_told_of_the_blank_one_and_of_all_there_are(tmp_path, make_network):
    finished = tmp_path / "finished.safetensors"
    save_network(finished, make_network(5), {})
    assert list(loaders(finished, tmp_path / "none")) == [BLANK]
    convert(run_of(tmp_path / "run", make_network, 100, 200), tmp_path / "small")
    known = loaders(finished, tmp_path / "small")
    assert list(known) == [BLANK, name_of(100), name_of(200)]
    small, source = known[name_of(200)](), load_network(tmp_path / "run" / "snapshot-200.safetensors")
    assert torch.allclose(small.stem.weight, source.stem.weight, atol=source.stem.weight.abs().max().item() / 200)


def test_the_blank_network_is_the_one_that_training_begins_with(tmp_path, make_network):
    save_network(tmp_path / "finished.safetensors", make_network(5), {})
    blank = blank_like(tmp_path / "finished.safetensors")
    begun = blank_network(blank.config, TrainConfig.seed)
    assert all(torch.equal(a, b) for a, b in zip(blank.parameters(), begun.parameters(), strict=True))
    x = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    # its last layer is nought, so it sees nothing in anything
    assert (blank(x, torch.zeros(1), blank.reader.read([""])) == 0).all()
