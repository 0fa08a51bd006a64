"""Scenes in words: plain lower-case English, up to 16 words."""

from collections.abc import Collection

from diffusion_core.data.critters.world import ANIMALS, COLOURS, EXPRESSIONS, Critter, Scene

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
