"""Scenes with one critter, for measuring: of pairs that the network was taught, or of pairs that it never saw."""

from collections.abc import Callable

from diffusion_core.critters import Scene, is_held_out, scenes_of

WANTED: dict[str, Callable[[Scene], bool]] = {
    "seen": lambda scene: not is_held_out(scene),
    "held out": is_held_out,
    "green rabbit": lambda scene: (scene.critters[0].animal, scene.critters[0].colour) == ("rabbit", "green"),
}


def single_scenes(first: int, count: int, wanted: str) -> list[Scene]:
    """The first scenes with one critter from picture number `first` on that are as WANTED."""
    batches = (scenes_of(range(start, start + 8192)) for start in range(first, 2**31, 8192))
    found = (scene for batch in batches for scene in batch if len(scene.critters) == 1 and WANTED[wanted](scene))
    return [next(found) for _ in range(count)]
