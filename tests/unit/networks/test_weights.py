"""Weights on disk come back as they were, or not at all, with one sentence."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from diffusion_core.commands.rounding import added_error
from diffusion_core.common.files import NoWeights, read_tensors, sha256
from diffusion_core.networks.weights import (
    FINEST,
    ROUNDED_FROM,
    card_sha256,
    is_of,
    load_network,
    save_int8,
    save_network,
)
from diffusion_core.training.without_skips import FILES


@pytest.fixture
def saved(tmp_path, network):
    path = tmp_path / "folder" / "critters.safetensors"
    return path, save_network(path, network, {"pictures": "12"})


def same_answer(a, b):
    x, level = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0)), torch.tensor([0.0, 3.0])
    with torch.no_grad():
        return [net(x, level, net.reader.read(["", "a red cat"])) for net in (a, b)]


def test_a_network_comes_back_with_its_plan(saved, network):
    path, digest = saved
    again = load_network(path, digest)
    assert again.config == network.config
    assert not again.training
    assert not any(p.requires_grad for p in again.parameters())
    for name, value in network.state_dict().items():
        assert torch.equal(again.state_dict()[name], value.half().float())
    network.load_state_dict(again.state_dict())
    torch.testing.assert_close(*same_answer(network, again))


def test_full_precision_comes_back_exactly(tmp_path, network):
    save_network(tmp_path / "a.safetensors", network, {}, torch.float32)
    torch.testing.assert_close(*same_answer(network, load_network(tmp_path / "a.safetensors")), atol=0, rtol=0)


def test_the_file_is_half_precision_with_its_notes(saved, network):
    notes, tensors = read_tensors(saved[0])
    assert notes["pictures"] == "12"
    assert json.loads(notes["plan"])["channels"] == [32, 32, 32]
    assert {value.dtype for value in tensors.values()} == {torch.float16}


def test_loading_leaves_the_global_generator_alone(saved):
    before = torch.get_rng_state()
    load_network(saved[0])
    assert torch.equal(torch.get_rng_state(), before)


def refusal(path, expected=None):
    with pytest.raises(NoWeights) as caught:
        load_network(path, expected)
    sentence = str(caught.value)
    # One sentence for the visitor: it names the file, not the folder it lies in.
    assert path.name in sentence
    assert str(path.parent) not in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert "is missing" in refusal(tmp_path / "none.safetensors")


def test_another_file_than_the_card_names_is_refused(saved):
    path, digest = saved
    assert sha256(path) == digest
    assert "not the file that the model card names" in refusal(path, "0" * 64)


def test_one_changed_number_is_noticed(saved):
    path, digest = saved
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert "is damaged" in refusal(path, digest)


@pytest.mark.parametrize("keep", [0, 4, 100, 0.5, -1])
def test_a_truncated_file_is_refused(saved, keep):
    path, _ = saved
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep) if isinstance(keep, float) else keep])
    assert "is damaged" in refusal(path)


def test_what_is_no_weights_is_refused(tmp_path):
    path = tmp_path / "text.safetensors"
    path.write_text("These are not the weights you are looking for. " * 50)
    assert "is damaged" in refusal(path)


def test_another_kind_of_network_is_refused(saved, tmp_path):
    tensors, path = load_file(saved[0]), tmp_path / "other.safetensors"
    plan = read_tensors(saved[0])[0]["plan"]
    fewer = {name: value for name, value in tensors.items() if name != "stem.weight"}
    misshapen = tensors | {"stem.weight": torch.zeros(1)}
    for content, notes in [
        (tensors, None),
        (tensors, {"plan": "{}"}),
        (tensors, {"plan": "not json"}),
        (tensors, {"plan": '{"vocabulary": [], "depth": 3}'}),
        (fewer, {"plan": plan}),
        (misshapen, {"plan": plan}),
    ]:
        save_file(content, path, notes)
        assert "another kind of network" in refusal(path)


def test_the_card_states_the_hash_or_nothing(tmp_path):
    card = tmp_path / "CARD.md"
    assert card_sha256(card) is None
    card.write_text("| SHA-256 | `" + "0a" * 32 + "` |")
    assert card_sha256(card) == "0a" * 32
    card.write_text("no number")
    assert card_sha256(card) is None


# --- in half of the size


def test_whole_numbers_move_no_weight_by_more_than_half_a_step(tmp_path, network):
    save_int8(tmp_path / "small.safetensors", network, {"pictures": "12"})
    again, notes = load_network(tmp_path / "small.safetensors"), read_tensors(tmp_path / "small.safetensors")[0]
    assert notes["pictures"] == "12" and again.config == network.config
    for name, value in network.state_dict().items():
        gap = (again.state_dict()[name] - value).abs()
        if value.ndim < 2 or name.startswith(FINEST):
            assert (gap <= value.abs() / 1000 + 1e-7).all()
        else:
            step = value.flatten(1).abs().amax(1) / 127
            assert (gap.flatten(1).amax(1) <= 0.501 * step).all(), name


def test_a_channel_of_zeros_stays_one(tmp_path, network):
    with torch.no_grad():
        network.grow[0].weight[0].zero_()
    save_int8(tmp_path / "small.safetensors", network, {})
    assert (load_network(tmp_path / "small.safetensors").grow[0].weight[0] == 0).all()


def test_a_trained_network_hardly_answers_otherwise_and_its_file_is_little_more_than_half_as_large(tmp_path):
    # a small one that ships in half precision: the large one is rounded already
    half, small = FILES["with"], tmp_path / "small.safetensors"
    network = load_network(half)
    save_int8(small, network, {})
    assert small.stat().st_size < 0.61 * half.stat().st_size
    assert added_error(network, load_network(small), torch.arange(200_000, 200_016)) < 0.001


def test_a_student_of_the_file_or_of_what_it_was_rounded_from_is_this_networks(tmp_path, network):
    half, small = tmp_path / "half.safetensors", tmp_path / "small.safetensors"
    before = save_network(half, network, {})
    after = save_int8(small, network, {ROUNDED_FROM: before})
    assert is_of(before, half) and is_of(before, small) and is_of(after, small)
    assert not is_of(after, half) and not is_of("", small) and not is_of("0" * 64, small)
