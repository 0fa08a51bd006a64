"""What the makers of hostile files share: pictures as bytes, noise, and blobs that unpack to very much."""

import io
import random
import zlib
from collections.abc import Iterator

from PIL import Image

EDGE = 3500
"""Of a square just within the limit of pixels."""
RED = (220, 20, 30)


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def flat(mode: str = "RGB", size: tuple[int, int] = (80, 80)) -> Image.Image:
    return Image.new(mode, size, RED if mode == "RGB" else 0)


def noise(count: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(count)


def grain(size: tuple[int, int], mode: str = "L") -> Image.Image:
    """A picture of coarse noise: neither flat nor incompressible."""
    width, height = (edge // 8 + 1 for edge in size)
    small = Image.frombytes("L", (width, height), noise(width * height))
    return small.resize(size, Image.Resampling.BILINEAR).convert(mode)


def blocks(edge: int, colours: int = 16) -> Image.Image:
    """The same with a palette of greys, sharp-edged: what PNG and GIF pack well."""
    few = bytes(value % colours for value in noise((edge // 8 + 1) ** 2))
    small = Image.frombytes("P", (edge // 8 + 1,) * 2, few)
    small.putpalette([value for value in range(256) for _ in "rgb"])
    return small.resize((edge, edge), Image.Resampling.NEAREST)


def squeezed(rows: Iterator[bytes]) -> bytes:
    """Rows, deflated one after another, so that the whole is never in memory."""
    squeeze = zlib.compressobj(9)
    return b"".join([*(squeeze.compress(row) for row in rows), squeeze.flush()])
