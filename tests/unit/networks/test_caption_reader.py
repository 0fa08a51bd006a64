"""Captions become vectors: known words only, their order kept, the empty caption learned."""

import pytest
import torch

from diffusion_core.data.critters import VOCABULARY, caption, scenes_of
from diffusion_core.data.vocabulary import LONGEST, UnknownWord, Vocabulary
from diffusion_core.networks.caption_reader import CaptionReader


@pytest.fixture
def reader():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return CaptionReader(VOCABULARY, 32).eval().requires_grad_(False)


def test_a_caption_is_an_opening_its_words_and_empty_slots():
    tokens = Vocabulary(("a", "cat", "red")).tokens(["a red cat", "", "Cat  CAT"])
    assert tokens.shape == (3, LONGEST + 1)
    assert tokens[:, :5].tolist() == [[1, 2, 4, 3, 0], [1, 0, 0, 0, 0], [1, 3, 3, 0, 0]]
    assert tokens[:, 5:].sum() == 0


def test_every_training_caption_can_be_read():
    captions = [caption(scene) for scene in scenes_of(range(2_000))]
    tokens = Vocabulary(VOCABULARY).tokens(captions)
    assert (tokens > 0).sum(dim=1).tolist() == [len(text.split()) + 1 for text in captions]


def test_an_unknown_word_is_named_with_what_is_known():
    with pytest.raises(UnknownWord, match="never seen the words giraffe, plaid. I know: a, cat") as caught:
        Vocabulary(("a", "cat")).tokens(["a cat", "a plaid giraffe".replace("plaid giraffe", "giraffe plaid")])
    assert caught.value.words == ("giraffe", "plaid")
    assert isinstance(caught.value, ValueError)


def test_too_many_words_are_refused():
    Vocabulary(("a",)).tokens(["a " * LONGEST])
    with pytest.raises(ValueError, match="at most 16 words, this one has 17"):
        Vocabulary(("a",)).tokens(["a " * (LONGEST + 1)])


def test_the_mask_is_true_where_a_word_stands(reader):
    context = reader.read(["a red cat", ""])
    assert context.vectors.shape == (2, LONGEST + 1, 32)
    assert context.mask.sum(dim=1).tolist() == [4, 1]
    assert context.mask[:, 0].all()


def test_the_order_of_the_words_is_read(reader):
    one, two = reader.read(["a red cat and a blue dog", "a blue cat and a red dog"]).vectors
    assert (one[:8] - two[:8]).abs().max() > 0.01


def test_empty_slots_and_neighbours_in_the_batch_do_not_matter(reader):
    alone = reader.read(["a red cat"])
    company = reader.read(["an orange rabbit with a crown at night", "a red cat", ""])
    torch.testing.assert_close(company.vectors[1, :4], alone.vectors[0, :4])
    tokens = reader.vocabulary.tokens(["a red cat"])
    with torch.no_grad():
        reader.word.weight[0] *= -30  # the vector of "no word"
    torch.testing.assert_close(reader(tokens).vectors[0, :4], alone.vectors[0, :4])


def test_a_word_is_read_by_its_place_too(reader):
    # without places the layers would only swap the vectors along with the words
    one, other = (reader.read([words]).vectors[0] for words in ("red cat", "cat red"))
    assert not torch.allclose(one[[0, 2, 1]], other[:3], atol=1e-3)
