"""Scenes in words: plain lower-case English, up to 16 words."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from diffusion_core.data.critters.world import ANIMALS, COLOURS, EXPRESSIONS, PLACES, WORN, Critter, Scene

FIELDS = frozenset({"colour", "worn", "expression", "place"})

_PLACE_PHRASES = {
    "meadow": "in the meadow",
    "beach": "at the beach",
    "night": "at night",
    "snow": "in the snow",
    "forest": "in the forest",
    "city": "in the city",
}
_WORN_PHRASES = {
    "nothing": "",
    "hat": "with a hat",
    "crown": "with a crown",
    "scarf": "with a scarf",
    "glasses": "with glasses",
    "bow": "with a bow",
}

_LITTLE = frozenset({"a", "an", "at", "in", "the", "with"})

VOCABULARY = tuple(
    sorted(
        {"a", "an", "and", *ANIMALS, *COLOURS, *EXPRESSIONS}
        | {word for phrase in (*_PLACE_PHRASES.values(), *_WORN_PHRASES.values()) for word in phrase.split()}
    )
)


def _critter_phrase(critter: Critter, keep: Collection[str]) -> str:
    words = [critter.expression] if "expression" in keep else []
    words += [critter.colour] if "colour" in keep else []
    words += [critter.animal]
    article = "an" if words[0][0] in "aeiou" else "a"
    worn = _WORN_PHRASES[critter.worn] if "worn" in keep else ""
    return " ".join([article, *words, *worn.split()])


def partial_caption(scene: Scene, keep: Collection[str]) -> str:
    """Say only some of a scene: the animals always, and the fields named in keep (a subset of FIELDS).

    Two critters' expressions are never said, so that the longest caption has 16 words. ValueError for unknown fields.
    """
    unknown = set(keep) - FIELDS
    if unknown:
        raise ValueError(f"no such fields: {', '.join(sorted(unknown))}; choose from {', '.join(sorted(FIELDS))}")
    said = set(keep) - ({"expression"} if len(scene.critters) > 1 else set())
    who = " and ".join(_critter_phrase(critter, said) for critter in scene.critters)
    return f"{who} {_PLACE_PHRASES[scene.place]}" if "place" in said else who


def caption(scene: Scene) -> str:
    """Say all of a scene: "a happy blue rabbit with a crown at night"."""
    return partial_caption(scene, FIELDS)


SAYS: dict[str, str] = {
    word: field
    for field, table in (
        ("animal", ANIMALS),
        ("colour", COLOURS),
        ("expression", EXPRESSIONS),
        ("worn", WORN[1:]),
        ("place", PLACES),
    )
    for word in table
}
"""What each word of a caption is about; the little words are about nothing."""


class Said(NamedTuple):
    """A word of a caption that is about something. place: among the caption's words, from 0; field: as in SAYS;
    without: the caption that leaves it out, with the little words that belong to it."""

    word: str
    place: int
    field: str
    without: str


def said_words(caption: str) -> list[Said]:
    """The words of a caption that are about something, in their order."""
    words = caption.lower().split()
    return [Said(word, place, SAYS[word], _left_out(words, place)) for place, word in enumerate(words) if word in SAYS]


def _left_out(words: Sequence[str], place: int) -> str:
    first = place
    # "with a hat" and "in the snow" go as a whole; of "a red cat" the article belongs to what stays
    while SAYS[words[place]] in ("worn", "place") and first and words[first - 1] in _LITTLE:
        first -= 1
    left = [*words[:first], *words[place + 1 :]]
    return _with_articles(left) if any(word in SAYS for word in left) else ""


def _with_articles(words: Sequence[str]) -> str:
    """The words with "a" or "an" as what follows wants it."""
    following = [*words[1:], ""]
    fitting = {True: "an", False: "a"}
    return " ".join(
        fitting[next_one[:1] in tuple("aeiou")] if word in ("a", "an") else word
        for word, next_one in zip(words, following, strict=True)
    )
