"""Some hundred kinds of hostile files, each made when it is asked for; none is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile import gif_and_bmp, jpeg, others, png, webp


@dataclass(frozen=True)
class Hostile:
    """name: what is hostile about it; filename: under which it is sent; made: the file."""

    name: str
    filename: str
    made: Callable[[], bytes]


def corpus() -> list[Hostile]:
    """All of them, by format."""
    kinds = {"png": png.KINDS, "jpg": jpeg.KINDS, "webp": webp.KINDS, "gif": gif_and_bmp.GIF, "bmp": gif_and_bmp.BMP}
    named = [
        Hostile(f"{ending}: {name}", f"mine.{ending}", made)
        for ending, made_of in kinds.items()
        for name, made in made_of.items()
    ]
    return named + [Hostile(f"other: {name}", filename, made) for name, (filename, made) in others.KINDS.items()]
