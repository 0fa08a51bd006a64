"""A small CLIP: its answers are directions, and its lesson is what the paper says."""

import pytest
import torch
import torch.nn.functional as F

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.networks.clip import WIDTH, blank_clip, contrastive_loss


def directions(count: int, seed: int) -> torch.Tensor:
    return F.normalize(torch.randn(count, WIDTH, generator=generator(seed)), dim=1)


def test_both_readers_answer_with_directions_of_one_length():
    clip = blank_clip(0).eval()
    with torch.no_grad():
        seen = clip.see(torch.randn(3, 3, 64, 64))
        read = clip.read(Vocabulary(VOCABULARY).tokens(["a red cat", "", "a blue dog at night"]))
    assert seen.shape == read.shape == (3, WIDTH)
    torch.testing.assert_close(seen.norm(dim=1), torch.ones(3))
    torch.testing.assert_close(read.norm(dim=1), torch.ones(3))


def test_empty_slots_of_a_caption_do_not_count():
    clip, words = blank_clip(0).eval(), Vocabulary(VOCABULARY)
    with torch.no_grad():
        alone = clip.read(words.tokens(["a red cat"]))
        clip.captions.word.weight[0] *= -30  # the vector of "no word"
        torch.testing.assert_close(clip.read(words.tokens(["a red cat"])), alone)


def test_the_order_of_words_can_be_heard():
    clip, words = blank_clip(0).eval(), Vocabulary(VOCABULARY)
    with torch.no_grad():
        one, other = clip.read(words.tokens(["a red cat and a blue dog", "a blue cat and a red dog"]))
    assert (one - other).abs().max() > 1e-3


def test_a_seed_is_one_clip_and_leaves_the_global_generator_alone():
    state = torch.random.get_rng_state()
    one, same, other = (blank_clip(seed).bridge.weight for seed in (0, 0, 1))
    assert torch.equal(one, same) and not torch.equal(one, other)
    assert torch.equal(torch.random.get_rng_state(), state)


def test_the_loss_is_the_mean_of_two_questions_by_hand():
    pictures, captions, sharpness = directions(4, 0), directions(4, 1), torch.tensor(5.0)
    close = (sharpness * pictures @ captions.T).double()
    of_pictures = -torch.stack([close[i, i] - close[i].exp().sum().log() for i in range(4)]).mean()
    of_captions = -torch.stack([close[i, i] - close[:, i].exp().sum().log() for i in range(4)]).mean()
    expected = ((of_pictures + of_captions) / 2).item()
    assert contrastive_loss(pictures, captions, sharpness).item() == pytest.approx(expected, abs=1e-5)


def test_wrong_captions_are_further_answers_for_each_picture_and_no_questions():
    pictures, captions, wrong, sharpness = directions(4, 0), directions(4, 1), directions(3, 2), torch.tensor(5.0)
    close = (sharpness * pictures @ torch.cat([captions, wrong]).T).double()
    of_pictures = -torch.stack([close[i, i] - close[i].exp().sum().log() for i in range(4)]).mean()
    of_captions = -torch.stack([close[i, i] - close[:, i].exp().sum().log() for i in range(4)]).mean()
    expected = ((of_pictures + of_captions) / 2).item()
    assert contrastive_loss(pictures, captions, sharpness, wrong).item() == pytest.approx(expected, abs=1e-5)
