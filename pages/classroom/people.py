"""Who sits in a room: critters, each with a name and a picture from our own drawing program."""

import random
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlencode

from PIL import Image

LIKE = ("brave", "bright", "calm", "clever", "cosy", "curious", "eager", "gentle", "jolly", "kind", "lively", "lucky",
        "merry", "nimble", "proud", "quick", "quiet", "sunny", "tidy", "warm")  # fmt: skip
"""What a critter may be like: nothing that anybody would mind to be called."""
POSE = 1


class Person(NamedTuple):
    """name: "brave owl 7"; the others are words of the critters' world."""

    name: str
    animal: str
    colour: str
    worn: str

    @property
    def query(self) -> str:
        """What its picture is asked by."""
        return urlencode({"animal": self.animal, "colour": self.colour, "worn": self.worn})


@lru_cache(maxsize=4096)
def person(code: str, number: int) -> Person:
    """Who has a seat. code: the room's; number: the seat's. The same as long as the room is there."""
    animals, colours, worn = _world()
    chance = random.Random(f"{code}.{number}")
    # neighbours are different animals
    animal = animals[(number + random.Random(code).randrange(len(animals))) % len(animals)]
    return Person(f"{chance.choice(LIKE)} {animal} {number}", animal, chance.choice(colours), chance.choice(worn))


def is_known(animal: str, colour: str, worn: str) -> bool:
    """Whether there is such a critter."""
    animals, colours, things = _world()
    return animal in animals and colour in colours and worn in things


def _world() -> tuple[tuple[str, ...], ...]:
    from diffusion_core.data.critters import ANIMALS, COLOURS, WORN  # torch comes with it

    return ANIMALS, COLOURS, WORN


@lru_cache(maxsize=512)
def portrait(animal: str, colour: str, worn: str) -> bytes:
    """A PNG of it, 64×64. Imports torch."""
    from diffusion_core.data import critters

    scene = critters.Scene("meadow", (critters.Critter(animal, colour, worn),))
    drawn = ((critters.draw_alone([POSE], scenes=[scene])[0] + 1) * 127.5).round().clamp(0, 255)
    held = BytesIO()
    Image.fromarray(drawn.byte().permute(1, 2, 0).numpy()).save(held, "PNG", optimize=True)
    return held.getvalue()
