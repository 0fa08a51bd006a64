"""What a picture can hold: the tables of the critters' world, and which pairs are held out."""

from dataclasses import dataclass

SIZE = 64
TRAINING_COUNT = 100_000

ANIMALS = ("cat", "dog", "rabbit", "bear", "mouse", "frog", "owl", "pig")
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "grey", "white")
PLACES = ("meadow", "beach", "night", "snow", "forest", "city")
WORN = ("nothing", "hat", "crown", "scarf", "glasses", "bow")
EXPRESSIONS = ("happy", "sad", "surprised", "sleepy")

# Each animal misses one colour and one worn thing, four also miss a place.
_MISSING = {
    "cat": ("blue", "crown", "snow"),
    "dog": ("purple", "bow", "night"),
    "rabbit": ("green", "scarf"),
    "bear": ("pink", "hat"),
    "mouse": ("orange", "glasses"),
    "frog": ("red", "scarf", "city"),
    "owl": ("yellow", "crown", "beach"),
    "pig": ("grey", "hat"),
}
HELD_OUT = frozenset((animal, missing) for animal, row in _MISSING.items() for missing in row)


@dataclass(frozen=True)
class Critter:
    """One critter; every field is a word of its table (ValueError otherwise)."""

    animal: str
    colour: str
    worn: str = "nothing"
    expression: str = "happy"

    def __post_init__(self) -> None:
        for word, table in zip(
            (self.animal, self.colour, self.worn, self.expression), (ANIMALS, COLOURS, WORN, EXPRESSIONS), strict=True
        ):
            if word not in table:
                raise ValueError(f"{word!r} is none of {', '.join(table)}")


@dataclass(frozen=True)
class Scene:
    """A place with one critter, or with two from left to right that differ in animal or colour."""

    place: str
    critters: tuple[Critter, ...]

    def __post_init__(self) -> None:
        if self.place not in PLACES:
            raise ValueError(f"{self.place!r} is none of {', '.join(PLACES)}")
        if len(self.critters) not in (1, 2):
            raise ValueError(f"a scene has one critter or two, not {len(self.critters)}")
        if len({(critter.animal, critter.colour) for critter in self.critters}) < len(self.critters):
            raise ValueError("two critters in one scene must differ in animal or colour")


def is_held_out(scene: Scene) -> bool:
    """Whether some critter of the scene has a colour, a worn thing or a place that its animal never has in training."""
    return any(
        (critter.animal, word) in HELD_OUT
        for critter in scene.critters
        for word in (critter.colour, critter.worn, scene.place)
    )
