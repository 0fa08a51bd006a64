"""What somebody types: known words are kept, an unfinished one is no error, an unknown one is named."""

import pytest

from diffusion_core.data.critters import VOCABULARY, caption, scenes_of
from diffusion_core.data.understanding import MEANT, Unknown, nearest, understood, word_by_word
from diffusion_core.data.vocabulary import LONGEST, Vocabulary


def read(text: str):
    return understood(text, VOCABULARY)


def test_whatever_is_typed_gives_a_caption_that_the_network_can_read():
    texts = ["", "  ", "a cat", "A Happy, blue cat!", "zebra", "a " * 40, "<b>cat</b>", "\U0001f431 cat", "cat\0dog"]
    assert Vocabulary(VOCABULARY).tokens([read(text).caption for text in texts]).shape == (len(texts), LONGEST + 1)


def test_every_training_caption_is_read_as_it_stands():
    for words in map(caption, scenes_of(range(200))):
        assert read(words).caption == words and not read(words).unknown


@pytest.mark.parametrize(
    ("text", "caption", "unfinished"),
    [("a red do", "a red", "do"), ("a cat with gla", "a cat", "with gla"), ("a blu", "", "a blu"),
     ("a cat in the", "a cat", "in the"), ("a cat and a ", "a cat", "and a"), ("a", "", "a")],
)  # fmt: skip
def test_what_is_not_finished_is_no_error_and_changes_nothing_yet(text, caption, unfinished):
    """ "a red dog at" once drew another dog, before any place was named."""
    found = read(text)
    assert (found.caption, found.unfinished, found.unknown) == (caption, unfinished, ())


def test_once_it_is_finished_it_is_read_or_named():
    assert read("a blue").caption == "a blue" and read("a blue").unfinished == ""
    for text in ("a blu ", "a blu cat", "a blu."):
        assert [one.word for one in read(text).unknown] == ["blu"], text
    assert read("a giraffe").unknown == (Unknown("giraffe", ""),), "no known word begins so: it needn't be waited for"


@pytest.mark.parametrize(
    ("word", "near"),
    [("kitten", "cat"), ("bunny", "rabbit"), ("kittens", "cat"), ("cats", "cat"), ("purpel", "purple"),
     ("scraf", "scarf"), ("gray", "grey"), ("spaceship", ""), ("xyz", "")],
)  # fmt: skip
def test_an_unknown_word_is_named_with_the_nearest_that_is_known(word, near):
    assert read(f"a {word} in the snow").unknown == (Unknown(word, near),)
    assert read(f"a {word} in the snow").caption == "a in the snow"


def test_the_table_of_meanings_leads_from_unknown_words_to_known_ones():
    assert {nearest(word, VOCABULARY) for word in MEANT} <= set(VOCABULARY)
    assert set(MEANT) & set(VOCABULARY) == set()


def test_what_is_too_long_is_counted_and_left_out():
    found = read("cat " * (LONGEST + 3))
    assert len(found.caption.split()) == LONGEST and found.too_many == 3


def test_an_unknown_word_is_named_once():
    assert [one.word for one in read("a zebra and a zebra ").unknown] == ["zebra"]


def test_a_caption_grows_a_thing_at_a_time_up_to_the_whole():
    assert word_by_word("a red cat with a hat in the snow") == [
        "a red", "a red cat", "a red cat with a hat", "a red cat with a hat in the snow"]  # fmt: skip
    assert word_by_word("") == []
    assert word_by_word("a cat and") == ["a cat", "a cat and"], "what was typed last is not lost"
