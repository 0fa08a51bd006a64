"""The two small networks: alike but for their skips, small in the tree, and apart in what they can do."""

import pytest
import torch

from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.networks.anatomy import cut, plan
from diffusion_core.networks.weights import load_network, plan_of, save_network
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.generate import predict
from diffusion_core.training import without_skips
from diffusion_core.training.loop import TrainConfig, blank_network, fresh_state, train
from diffusion_core.training.without_skips import (
    FILES,
    load_small,
    off_by_level,
    shrunk,
    small_plan,
    small_training_set,
    teach,
)
from pages.levels.network.inside import never_had_figures
from tests.unit.conftest import stirred

TIMES = (200, 400, 600)


def test_without_skips_nothing_goes_across():
    network = stirred(blank_network(small_plan(skips=False), 0))
    fixed = torch.zeros(1, 32, 4, 4)
    network.middle.register_forward_hook(lambda module, given, made: fixed)
    x, level, words = torch.randn(1, 3, 16, 16), torch.zeros(1), network.reader.read([""])
    assert torch.equal(network(x, level, words), network(-x, level, words))


def test_with_skips_something_does():
    network = stirred(blank_network(small_plan(skips=True), 0))
    fixed = torch.zeros(1, 32, 4, 4)
    network.middle.register_forward_hook(lambda module, given, made: fixed)
    x, level, words = torch.randn(1, 3, 16, 16), torch.zeros(1), network.reader.read([""])
    assert not torch.equal(network(x, level, words), network(-x, level, words))
    with cut(network, [part.name for part in plan(network) if part.kind == "merge"]):
        assert torch.equal(network(x, level, words), network(-x, level, words))


def test_the_two_differ_in_their_merges_alone():
    sizes = [{p.name: p.parameters for p in plan(blank_network(small_plan(skips=s), 0))} for s in (True, False)]
    assert {name for name in sizes[0] if sizes[0][name] != sizes[1][name]} == {"merge.0.0", "merge.1.0", "merge.2.0"}


def test_a_file_from_before_there_was_the_option_has_skips():
    assert plan_of({"plan": '{"vocabulary": ["a"]}'}).skips


@pytest.mark.parametrize("skips", [True, False])
def test_the_option_survives_on_disk(tmp_path, skips):
    network = stirred(blank_network(small_plan(skips=skips), 0))
    save_network(tmp_path / "small.safetensors", network, {}, torch.float32)
    x, level = torch.randn(2, 3, 16, 16), torch.zeros(2)
    again = load_network(tmp_path / "small.safetensors")
    torch.testing.assert_close(predict(again, x, level, ["", ""]).x0, predict(network, x, level, ["", ""]).x0)


def test_small_pictures_keep_their_mean():
    x = torch.randn(2, 3, 64, 64)
    assert shrunk(x).shape == (2, 3, 16, 16)
    torch.testing.assert_close(shrunk(x).mean((2, 3)), x.mean((2, 3)))


def test_a_few_steps_teach_something():
    config = TrainConfig(pictures=16 * 25, batch=16, rate=2e-3, warm_up=64)
    state = fresh_state(small_plan(skips=True), config, torch.device("cpu"))
    losses = [progress.loss for progress in train(state, small_training_set(64), config)]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


def test_what_is_taught_is_written_with_its_notes_and_tells_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(without_skips, "TELLS_EVERY", 2)
    heard, path = [], tmp_path / "small.safetensors"
    config = TrainConfig(pictures=2 * 5, batch=2, rate=2e-3, warm_up=64)
    found = teach("without", small_training_set(4), config, path, heard.append)
    assert [(line["network"], line["pictures"]) for line in heard] == [("without", 4), ("without", 8)]
    assert found["without"]["pictures"] == "10" and found["sha256"] == sha256(path)
    notes, _ = read_tensors(path)
    assert found["without"].items() < notes.items() and notes["taught_on"] == "4"
    assert load_network(path).config == small_plan(skips=False)


def test_a_perfect_guess_is_off_by_nothing(monkeypatch):
    x0, eps = torch.rand(3, 3, 16, 16) - 0.5, torch.randn(3, 3, 16, 16)
    monkeypatch.setattr(
        "diffusion_core.training.without_skips.predict", lambda *asked: type("P", (), {"x0": x0 + 2 / 255})
    )
    off = off_by_level(None, x0, eps, make_schedule("cosine"), TIMES)  # type: ignore[arg-type]
    torch.testing.assert_close(off, torch.ones(3, 3))


def test_the_files_are_small_and_were_taught_alike():
    taught = [never_had_figures.how_taught(which) for which in FILES]
    assert all(path.stat().st_size < 300_000 for path in FILES.values())
    assert [{**notes, "parameters": 0} for notes in taught] == [{**taught[0], "parameters": 0}] * 2
    for which, notes in zip(FILES, taught, strict=True):
        network = load_small(which)
        assert network.config == small_plan(skips=which == "with")
        assert notes["parameters"] == sum(p.numel() for p in network.parameters())


def test_without_skips_it_is_worse_most_of_all_halfway():
    """What the page says, on other pictures than the page's."""
    x0, eps = never_had_figures.new_pictures(5000, 24)
    schedule = make_schedule("cosine")
    times = (50, 400, 950)
    have, never = (off_by_level(load_small(w), x0, eps, schedule, times).mean(1) for w in ("with", "without"))
    more = never / have
    assert more[1] > 1.5 and more[1] > 1.2 * more[0] and more[1] > 1.2 * more[2]
    assert more[2] < 1.2
