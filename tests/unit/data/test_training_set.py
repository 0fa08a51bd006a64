"""The training set: the right pictures beside the right words, in an order that the seed alone decides."""

from collections import Counter

import numpy as np
import pytest
import torch

from diffusion_core.data.critters import (
    ANIMALS,
    COLOURS,
    FIELDS,
    VOCABULARY,
    caption,
    draw,
    draw_bytes,
    scene_of,
    scenes_of,
)
from diffusion_core.data.training_set import (
    AGAIN,
    EMPTY,
    HARD,
    LOST_WORDS,
    PARTIAL,
    TrainingSet,
    load_training_set,
    vary_caption,
)
from diffusion_core.data.vocabulary import LONGEST, Vocabulary

COUNT = 12


@pytest.fixture(scope="module")
def data():
    return TrainingSet(draw_bytes(range(COUNT)).numpy(), scenes_of(range(COUNT)))


@pytest.fixture
def vocabulary():
    return Vocabulary(VOCABULARY)


def which(data, x0):
    """The numbers of the pictures in a batch."""
    drawn = torch.from_numpy(data.pictures).float() / 127.5 - 1
    return [(drawn - picture).flatten(1).abs().amax(dim=1).argmin().item() for picture in x0]


def test_each_round_deals_every_picture_once_in_a_new_order(data, vocabulary, monkeypatch):
    monkeypatch.setattr("diffusion_core.data.training_set.AGAIN", 0)
    rounds = [which(data, data.batch(lap * COUNT, COUNT, vocabulary)[0]) for lap in range(3)]
    assert all(sorted(one) == list(range(COUNT)) for one in rounds)
    assert len({tuple(one) for one in rounds}) == 3


def test_the_hard_word_comes_more_often_and_only_in_whole_captions():
    # Of the scenes of one critter a quarter are sleepy; of the whole captions AGAIN more of the rest are.
    many = TrainingSet(np.zeros((600, 3, 1, 1), np.uint8), scenes_of(range(600)))
    rows, captions = many.choose(0, 600)
    share = sum(HARD in caption(scene) for scene in many.scenes) / 600
    as_whole = [caption(many.scenes[row]) == text for row, text in zip(rows, captions, strict=True)]
    whole = [row for row, yes in zip(rows, as_whole, strict=True) if yes]
    hard = sum(HARD in caption(many.scenes[row]) for row in whole) / len(whole)
    assert hard == pytest.approx(share + AGAIN * (1 - share), abs=4 * (0.25 / len(whole)) ** 0.5)
    others = [row for row, yes in zip(rows, as_whole, strict=True) if not yes]
    assert len(set(others)) == len(others)


def test_without_the_hard_word_others_are_dealt_again():
    awake = [scene for scene in scenes_of(range(60)) if HARD not in caption(scene)]
    few = TrainingSet(np.zeros((len(awake), 3, 1, 1), np.uint8), awake)
    assert len(few.choose(0, 40)[0]) == 40


def test_a_batch_is_the_same_however_the_run_got_there(data, vocabulary):
    straight = data.batch(8, 8, vocabulary)  # across the end of a round
    data.batch(40, 3, vocabulary)
    for one, two in zip(straight, data.batch(8, 8, vocabulary), strict=True):
        assert torch.equal(one, two)
    other = TrainingSet(data.pictures, data.scenes, seed=1)
    assert not torch.equal(other.batch(8, 8, vocabulary)[0], straight[0])


def test_pictures_are_the_critters_themselves(data, vocabulary):
    x0, tokens = data.batch(0, 4, vocabulary)
    assert torch.equal(x0, draw(which(data, x0)))
    assert tokens.shape == (4, LONGEST + 1)


def test_words_belong_to_their_picture(data, vocabulary):
    for start in range(0, 120, COUNT):
        x0, tokens = data.batch(start, COUNT, vocabulary)
        for number, row in zip(which(data, x0), tokens.tolist(), strict=True):
            said = [VOCABULARY[token - 2] for token in row if token > 1]
            # "an" may stand for "a" before another word than in the whole caption.
            assert not Counter(said) - Counter((caption(scene_of(number)) + " a an a an").split())


@pytest.fixture(scope="module")
def varied():
    random = torch.Generator().manual_seed(0)
    scene = next(scene for scene in scenes_of(range(100)) if len(scene.critters) == 1)
    return caption(scene), [vary_caption(scene, random) for _ in range(4_000)]


def test_captions_use_known_words_only(varied, vocabulary):
    vocabulary.tokens(varied[1])


def test_captions_are_left_out_as_often_as_stated(varied):
    whole, captions = varied
    shares = Counter(captions)
    error = 4 * (0.25 / len(captions)) ** 0.5
    assert shares[""] / len(captions) == pytest.approx(EMPTY, abs=error)
    # Whole: told as it is, or with all four parts kept by chance, or with no word lost by chance.
    lucky = PARTIAL / 16 + LOST_WORDS * 0.7 ** len(whole.split())
    assert shares[whole] / len(captions) == pytest.approx(1 - EMPTY - PARTIAL - LOST_WORDS + lucky, abs=error)


def test_a_part_is_told_without_another(varied):
    whole, captions = varied
    colour, animal = (next(word for word in whole.split() if word in table) for table in (COLOURS, ANIMALS))
    alone = [text for text in captions if animal in text.split() and colour not in text.split()]
    assert len(alone) / len(captions) > PARTIAL / 2 - 0.03


def test_captions_do_not_depend_on_the_order_of_a_set(monkeypatch):
    # Sets of words come in another order in each process; a run that goes on must tell the same captions.
    found = []
    for fields in (sorted(FIELDS), sorted(FIELDS, reverse=True)):
        monkeypatch.setattr("diffusion_core.data.training_set.FIELDS", fields)
        random = torch.Generator().manual_seed(1)
        found.append([vary_caption(scene, random) for scene in scenes_of(range(50))])
    assert found[0] == found[1]


def test_a_part_of_the_set_is_its_beginning(tmp_path, monkeypatch):
    monkeypatch.setattr("diffusion_core.data.training_set.training_seeds", lambda: torch.tensor([3, 5, 8]))
    assert load_training_set(tmp_path, size=2).scenes == scenes_of([3, 5])
    assert len(load_training_set(tmp_path)) == 3


def test_the_set_is_drawn_once_and_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("diffusion_core.data.training_set.training_seeds", lambda: torch.tensor([3, 5, 8]))
    drawn = load_training_set(tmp_path, chunk=2)
    assert torch.equal(torch.from_numpy(drawn.pictures.copy()), draw_bytes([3, 5, 8]))
    assert drawn.scenes == scenes_of([3, 5, 8])
    monkeypatch.setattr("diffusion_core.data.training_set.draw_bytes", lambda seeds: pytest.fail("drawn again"))
    assert len(load_training_set(tmp_path)) == 3
    assert [path.suffix for path in tmp_path.iterdir()] == [".npy"]
