"""What somebody types, as a caption that the network can read: what is left out, and what is said about it."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from diffusion_core.data.vocabulary import LONGEST

LIKE = 0.72
"""How alike two spellings are at least, of 1, so that one may be meant by the other (difflib's ratio)."""
HOLDING = frozenset({"a", "an", "and", "at", "in", "the", "with"})
"""Words that name nothing to see, and hold the others together."""
MEANT = {
    "kitten": "cat", "kitty": "cat", "tiger": "cat", "lion": "cat", "puppy": "dog", "wolf": "dog", "fox": "dog",
    "bunny": "rabbit", "hare": "rabbit", "teddy": "bear", "panda": "bear", "rat": "mouse", "hamster": "mouse",
    "toad": "frog", "bird": "owl", "piglet": "pig", "scarlet": "red", "golden": "yellow", "gold": "yellow",
    "violet": "purple", "lilac": "purple", "rose": "pink", "tan": "brown", "gray": "grey", "silver": "grey",
    "turquoise": "blue", "lime": "green", "cap": "hat", "tiara": "crown", "shawl": "scarf", "spectacles": "glasses",
    "sunglasses": "glasses", "ribbon": "bow", "glad": "happy", "smiling": "happy", "unhappy": "sad", "crying": "sad",
    "tired": "sleepy", "sleeping": "sleepy", "shocked": "surprised", "sea": "beach", "sand": "beach", "dark": "night",
    "winter": "snow", "ice": "snow", "woods": "forest", "trees": "forest", "jungle": "forest", "town": "city",
    "street": "city", "grass": "meadow", "field": "meadow", "&": "and",
}  # fmt: skip
"""For words that it never met, the nearest in meaning that it has: by people, since the network has no row for them."""


@dataclass(frozen=True)
class Unknown:
    """A word that the network has never met. nearest: a known word in its place, "" where none is near."""

    word: str
    nearest: str


@dataclass(frozen=True)
class Understood:
    """What can be read of a text.

    caption: its known words, in their order; unknown: those left out; unfinished: the last words, left out while they
    may still become something: one that a known word begins with, and little ones that only hold others; too_many:
    words beyond the longest caption, left out, too.
    """

    caption: str
    unknown: tuple[Unknown, ...] = ()
    unfinished: str = ""
    too_many: int = 0


def understood(text: str, vocabulary: Sequence[str]) -> Understood:
    """What of a text the network can read. A last word that nothing follows is unfinished if a known one begins so."""
    bare = (piece.strip(string.punctuation.replace("&", "")) for piece in text.lower().split())
    words = [word for word in bare if word]
    ended = text[-1:].isspace() or text[-1:] in string.punctuation
    waiting = []
    if words and not ended and words[-1] not in vocabulary and _begins(words[-1], vocabulary):
        waiting = [words.pop()]
    known = [word for word in words if word in vocabulary]
    while known and known[-1] in HOLDING:
        waiting.insert(0, known.pop())
    strangers = dict.fromkeys(word for word in words if word not in vocabulary)
    return Understood(
        " ".join(known[:LONGEST]),
        tuple(Unknown(word, nearest(word, vocabulary)) for word in strangers),
        " ".join(waiting),
        max(0, len(known) - LONGEST),
    )


def nearest(word: str, vocabulary: Sequence[str]) -> str:
    """The known word that is nearest in meaning or in spelling, "" where none is near."""
    if (meant := MEANT.get(word) or MEANT.get(word.removesuffix("s"))) in vocabulary:
        return str(meant)
    return next(iter(get_close_matches(word, vocabulary, n=1, cutoff=LIKE)), "")


def word_by_word(caption: str) -> list[str]:
    """How a caption grows, a thing at a time: its beginnings that end with a word for something to see.

    "a red cat with a hat": "a red", "a red cat", "a red cat with a hat". The whole caption comes last.
    """
    return list(dict.fromkeys([*_beginnings(caption.split()), *([caption] if caption else [])]))


def _beginnings(words: Sequence[str]) -> Iterator[str]:
    for end, word in enumerate(words, 1):
        if word not in HOLDING:
            yield " ".join(words[:end])


def _begins(piece: str, vocabulary: Sequence[str]) -> bool:
    return any(word.startswith(piece) for word in vocabulary)
