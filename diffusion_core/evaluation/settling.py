"""When, on the way from noise to a new picture, it is settled what the picture shows."""

from collections.abc import Sequence

SETTLING = ("place", "worn", "animal", "colour")
"""What is watched on the way, by the names of `obedience.SINGLE`."""


def stays_from(seen: Sequence[object]) -> int:
    """From which place on what was seen is the same to the end."""
    changes = [i for i, one in enumerate(seen) if one != seen[-1]]
    return changes[-1] + 1 if changes else 0
