"""A caption looked at while it is read: the same numbers as without looking, and shares that add up."""

import pytest
import torch

from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.vocabulary import UnknownWord
from diffusion_core.networks.caption_reader import CaptionReader
from diffusion_core.networks.word_vectors import OPENING, flattened, likeness, read_closely, rows_after, rows_of

WORDS = "a red cat and a blue dog"


@pytest.fixture
def reader():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return CaptionReader(VOCABULARY, 64).eval().requires_grad_(False)


def test_looking_changes_nothing_of_what_is_read(reader):
    found = read_closely(reader, WORDS)
    assert found.words == (OPENING, *WORDS.split())
    assert torch.equal(found.after, reader.read([WORDS]).vectors[0, : len(found.words)])
    assert torch.equal(found.before[3], reader.word.weight[2 + VOCABULARY.index("cat")] + reader.place[3])


def test_what_a_word_takes_adds_up_to_one_and_nothing_comes_from_empty_slots(reader):
    looks = read_closely(reader, WORDS).looks
    assert looks.shape == (2, 8, 8) and (looks >= 0).all()
    torch.testing.assert_close(looks.sum(2), torch.ones(2, 8))


def test_the_shares_are_those_with_which_the_layer_reads(reader):
    """The first layer by hand, from each head's shares."""
    layer, tokens = reader.layers[0], reader.vocabulary.tokens([WORDS])
    x = (reader.word(tokens) + reader.place)[:, :8]
    y = layer.norm1(x)
    q, k, _ = (part.unflatten(2, (2, 32)).transpose(1, 2) for part in (y @ layer.self_attn.in_proj_weight.T
               + layer.self_attn.in_proj_bias).chunk(3, dim=2))  # fmt: skip
    by_hand = (q @ k.transpose(2, 3) / 32**0.5).softmax(3).mean(1)[0]
    torch.testing.assert_close(read_closely(reader, WORDS).looks[0], by_hand, atol=1e-5, rtol=1e-4)


def test_a_word_that_it_never_met_is_refused(reader):
    with pytest.raises(UnknownWord):
        read_closely(reader, "a plaid cat")


def test_a_words_row_after_reading_is_the_mean_over_where_it_stands(reader):
    captions = ["a red cat", "a red dog and a red pig"]
    after, often = rows_after(reader, captions)
    one, two = (reader.read([words]).vectors[0] for words in captions)
    red, owl = VOCABULARY.index("red"), VOCABULARY.index("owl")
    assert often[red] == 3 and often[owl] == 0 and not after[owl].any()
    torch.testing.assert_close(after[red], (one[2] + two[2] + two[6]) / 3, atol=1e-5, rtol=1e-4)
    assert torch.equal(rows_of(reader)[red], reader.word.weight[2 + red])


def test_after_no_look_a_word_has_its_row_and_its_places_and_after_all_looks_what_is_read(reader):
    captions = ["a red cat", "a red dog"]
    red = VOCABULARY.index("red")
    none, _ = rows_after(reader, captions, 0)
    torch.testing.assert_close(none[red], reader.word.weight[2 + red] + reader.place[2])
    whole, last = rows_after(reader, captions)[0], rows_after(reader, captions, 2)[0]
    one = rows_after(reader, captions[:1], 2)[0]
    torch.testing.assert_close(reader.norm(one[red]), reader.read(captions[:1]).vectors[0, 2], atol=1e-5, rtol=1e-4)
    assert not torch.allclose(last, rows_after(reader, captions, 1)[0]) and whole.shape == last.shape


def test_likeness_is_the_cosine_around_what_all_have_in_common():
    rows = torch.tensor([[5.0, 1.0], [5.0, -1.0], [7.0, 1.0], [3.0, -1.0]])
    alike = likeness(rows)
    torch.testing.assert_close(alike.diagonal(), torch.ones(4))
    assert alike[0, 1] == pytest.approx(-1, abs=1e-6) and alike[2, 3] == pytest.approx(-1, abs=1e-6)


def test_a_map_keeps_the_distances_of_what_is_flat_already():
    generator = torch.Generator().manual_seed(0)
    flat = torch.randn(9, 2, generator=generator) @ torch.linalg.qr(torch.randn(6, 2, generator=generator))[0].T
    spots, kept = flattened(flat + 3, 2)
    torch.testing.assert_close(torch.cdist(spots, spots), torch.cdist(flat, flat), atol=1e-4, rtol=1e-4)
    assert kept == pytest.approx(1, abs=1e-5) and flattened(flat, 1)[1] < 1
