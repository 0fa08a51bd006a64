"""A reader in which no word hears another, and the network that reads with it."""

import pytest
import torch

from diffusion_core.networks.weights import load_network
from diffusion_core.networks.words_apart import with_words_apart
from tests.tiny import save_tiny


@pytest.fixture
def network(tmp_path):
    return load_network(save_tiny(tmp_path / "tiny.safetensors"))


def test_a_word_says_the_same_in_whatever_company_it_stands(network):
    apart = with_words_apart(network).reader
    one, other = (apart.read([words]).vectors[0] for words in ("a red cat", "a red dog with a hat"))
    torch.testing.assert_close(one[:3], other[:3])  # the opening, "a" and "red" at their places
    heard = [network.reader.read([words]).vectors[0] for words in ("a red cat", "a red dog with a hat")]
    assert (heard[0][:3] - heard[1][:3]).abs().max() > 0.01, "together they do hear one another"


def test_its_place_counts_all_the_same(network):
    one, other = (with_words_apart(network).reader.read([words]).vectors[0] for words in ("red cat", "cat red"))
    assert (one[1] - other[2]).abs().max() > 0.01


def test_a_lone_opening_is_read_as_ever(network):
    torch.testing.assert_close(
        with_words_apart(network).reader.read([""]).vectors[0, 0], network.reader.read([""]).vectors[0, 0]
    )


def test_the_network_itself_stays_as_it_was_and_weights_are_shared(network):
    before = network.reader.read(["a red cat"]).vectors
    twin = with_words_apart(network)
    assert torch.equal(network.reader.read(["a red cat"]).vectors, before)
    assert type(network.reader) is not type(twin.reader)
    pairs = zip(network.state_dict().values(), twin.state_dict().values(), strict=True)
    assert all(one.data_ptr() == other.data_ptr() for one, other in pairs)


def test_it_answers_pictures_without_a_gap(network):
    twin, x = with_words_apart(network), torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    answer = twin(x, torch.zeros(2), twin.reader.read(["a red cat and a blue dog", ""]))
    assert answer.isfinite().all()
