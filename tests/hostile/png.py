"""PNG files: chunks that lie, repeat themselves or unpack to very much, and every colour space at full size."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import repeat

from tests.hostile.making import EDGE, blocks, encoded, grain, noise, squeezed

HUGE = 200
"""Megabytes that a chunk unpacks to."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
_CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}


def chunk(name: bytes, body: bytes = b"", *, crc: int | None = None, length: int | None = None) -> bytes:
    """One chunk. crc, length: other than the true ones."""
    check = zlib.crc32(name + body) if crc is None else crc
    return struct.pack(">I", len(body) if length is None else length) + name + body + struct.pack(">I", check)


def header(width: int, height: int, colour: int = RGB, depth: int = 8, *, interlaced: bool = False) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def rows(width: int, height: int, colour: int = RGB, depth: int = 8) -> Iterator[bytes]:
    """All zero, each behind the byte of its filter."""
    return repeat(bytes(1 + (width * _CHANNELS[colour] * depth + 7) // 8), height)


def whole(
    width: int, height: int, colour: int = RGB, depth: int = 8, *, between: bytes = b"", after: bytes = b""
) -> bytes:
    """A picture of zeros. between: chunks before its data; after: behind them."""
    data = chunk(b"IDAT", squeezed(rows(width, height, colour, depth)))
    return SIGNATURE + header(width, height, colour, depth) + between + data + after + chunk(b"IEND")


def small(between: bytes = b"", after: bytes = b"") -> bytes:
    return whole(80, 80, between=between, after=after)


def interlaced(edge: int) -> bytes:
    """Seven passes of zeros; their rows together are as long as the picture, and a little longer."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    every = (rows(-(-(edge - x) // dx), -(-(edge - y) // dy), RGBA) for x, y, dx, dy in passes)
    data = chunk(b"IDAT", squeezed(row for some in every for row in some))
    return SIGNATURE + header(edge, edge, RGBA, interlaced=True) + data + chunk(b"IEND")


@cache
def blown(megabytes: int) -> bytes:
    """Zeros, deflated to a thousandth."""
    return squeezed(repeat(bytes(2**20), megabytes))


def exif(orientation: object, *, kind: int = 3, count: int = 1) -> bytes:
    """A TIFF header with one entry: the orientation, as its four bytes or as a number."""
    value = orientation if isinstance(orientation, bytes) else struct.pack("<HH", orientation, 0)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHI", 0x0112, kind, count) + value + bytes(4)


def moving(frames: int, *, said: int | None = None, shift: int = 0) -> bytes:
    """An APNG. said: how many frames it promises; shift: by how much each lies outside of the picture."""
    data, number, parts = squeezed(rows(80, 80)), iter(range(2 * frames)), []
    for at in range(frames):
        place = struct.pack(">IIIIIHHBB", next(number), 80, 80, shift, shift, 1, 10, 0, 0)
        parts.append(chunk(b"fcTL", place))
        parts.append(chunk(b"fdAT", struct.pack(">I", next(number)) + data) if at else chunk(b"IDAT", data))
    control = chunk(b"acTL", struct.pack(">II", frames if said is None else said, 0))
    return SIGNATURE + header(80, 80) + control + b"".join(parts) + chunk(b"IEND")


def laughs() -> bytes:
    """XMP that would unfold to a billion words."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x tiff:Orientation="9">&a9;</x>'
    return chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text.encode())


def _palette() -> bytes:
    return chunk(b"PLTE", bytes(range(256)) * 3) + chunk(b"tRNS", bytes(256))


def _lied(width: int, height: int, **kind: int) -> bytes:
    return SIGNATURE + header(width, height, **kind) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND")


KINDS = {
    "a bomb of 169 million pixels": lambda: whole(13_000, 13_000),
    "a bomb of 12.8 million": lambda: whole(3_580, 3_580),
    "promises 60,000 by 60,000": lambda: _lied(60_000, 60_000),
    "promises two billion by two billion": lambda: _lied(2**31 - 1, 2**31 - 1),
    "promises nothing by nothing": lambda: _lied(0, 0),
    "promises 12 million pixels and has a hundred": lambda: _lied(EDGE, EDGE, colour=RGBA),
    "grey of 16 bits, full size": lambda: whole(EDGE, EDGE, GREY, 16),
    "RGB, full size": lambda: whole(EDGE, EDGE, RGB),
    "RGB of 16 bits, full size": lambda: whole(EDGE, EDGE, RGB, 16),
    "RGBA, full size": lambda: whole(EDGE, EDGE, RGBA),
    "RGBA of 16 bits, full size": lambda: whole(EDGE, EDGE, RGBA, 16),
    "grey and alpha of 16 bits, full size": lambda: whole(EDGE, EDGE, GREY_ALPHA, 16),
    "RGBA in seven passes, full size": lambda: interlaced(EDGE),
    "a palette with transparency, full size": lambda: whole(EDGE, EDGE, PALETTE, between=_palette()),
    "a palette of two colours, full size": lambda: whole(EDGE, EDGE, PALETTE, 1, between=_palette()),
    "one bit of grey, full size": lambda: whole(EDGE, EDGE, GREY, 1),
    "one transparent colour, full size": lambda: whole(EDGE, EDGE, RGB, between=chunk(b"tRNS", bytes(6))),
    "grain, full size": lambda: encoded(blocks(EDGE), "PNG"),
    "as wide as allowed": lambda: whole(22_000, 560, RGBA),
    "as high as allowed": lambda: whole(560, 22_000, RGBA),
    "too wide": lambda: whole(100_000, 100),
    "one row": lambda: whole(12_000_000, 1, GREY, 1),
    "one pixel": lambda: whole(1, 1),
    "400,000 empty chunks": lambda: small(between=chunk(b"teSt") * 400_000),
    "300,000 words": lambda: small(between=chunk(b"tEXt", b"a\0b") * 300_000),
    "80 words of a megabyte each": lambda: small(between=chunk(b"zTXt", b"a\0\0" + blown(1)) * 80),
    "a word of 200 megabytes": lambda: small(between=chunk(b"zTXt", b"a\0\0" + blown(HUGE))),
    "a profile of 200 megabytes": lambda: small(between=chunk(b"iCCP", b"a\0\0" + blown(HUGE))),
    "international words of 200 megabytes": lambda: small(after=chunk(b"iTXt", b"a\0\1\0\0\0" + blown(HUGE))),
    "XMP of a billion words": lambda: small(between=laughs()),
    "200 megabytes behind the picture": lambda: SIGNATURE + header(80, 80) + chunk(b"IDAT", squeezed(_and_more(HUGE))),
    "a header with a wrong check": lambda: SIGNATURE + chunk(b"IHDR", bytes(13), crc=0),
    "data with a wrong check": lambda: SIGNATURE + header(80, 80) + chunk(b"IDAT", zlib.compress(bytes(9)), crc=1),
    "breaks off": lambda: encoded(grain((800, 800)), "PNG")[:-5_000],
    "only its first eight bytes": lambda: SIGNATURE,
    "no data": lambda: SIGNATURE + header(80, 80) + chunk(b"IEND"),
    "no end": lambda: small()[:-12],
    "a chunk of four gigabytes": lambda: SIGNATURE + header(80, 80) + chunk(b"IDAT", length=2**32 - 1),
    "noise instead of data": lambda: SIGNATURE + header(80, 80) + chunk(b"IDAT", noise(4_000_000)),
    "a filter that is none": lambda: (
        SIGNATURE + header(9, 9) + chunk(b"IDAT", zlib.compress(b"\xff" * 252)) + chunk(b"IEND")
    ),
    "colours that are none": lambda: _lied(80, 80, colour=5),
    "three bits": lambda: _lied(80, 80, depth=3),
    "a palette that is missing": lambda: whole(80, 80, PALETTE),
    "gamma and density of zero": lambda: small(between=chunk(b"gAMA", bytes(4)) + chunk(b"pHYs", bytes(9))),
    "short fields": lambda: small(between=b"".join(map(chunk, (b"gAMA", b"pHYs", b"cHRM", b"sRGB", b"tRNS", b"eXIf")))),
    "moves a thousand times": lambda: moving(1_000),
    "promises four billion frames": lambda: moving(2, said=2**32 - 1),
    "frames outside of the picture": lambda: moving(3, shift=2**31),
    "EXIF: turned by 255": lambda: small(between=chunk(b"eXIf", exif(255))),
    "EXIF: turned by what is no number": lambda: small(between=chunk(b"eXIf", exif(b"\0\0\xc0\x7f", kind=11))),
    "EXIF: a billion values": lambda: small(between=chunk(b"eXIf", exif(6, count=2**30))),
    "EXIF: one over zero": lambda: small(between=chunk(b"eXIf", exif(b"\x08\0\0\0", kind=5))),
    "EXIF: noise": lambda: small(between=chunk(b"eXIf", b"II*\0\x08\0\0\0\xff\xff" + noise(800_000))),
}


def _and_more(megabytes: int) -> Iterator[bytes]:
    yield from rows(80, 80)
    yield from repeat(bytes(2**20), megabytes)
