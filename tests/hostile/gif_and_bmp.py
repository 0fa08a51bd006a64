"""GIF and BMP files: screens and frames that lie, comments without end, rows that are packed to nothing."""

import struct

from PIL import Image

from tests.hostile.making import EDGE, blocks, encoded, flat, grain, noise


def screen(width: int, height: int, *parts: bytes) -> bytes:
    """A GIF with a palette of two colours."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + b"".join(parts)


def frame(width: int, height: int, *, at: int = 0, data: bytes = b"\x02\x02\x4c\x01\0", flags: int = 0) -> bytes:
    return b"," + struct.pack("<HHHHB", at, at, width, height, flags) + data


def comment(blocks: int) -> bytes:
    return b"!\xfe" + (b"\xff" + b"a" * 255) * blocks + b"\0"


def frames(count: int, edge: int) -> bytes:
    pictures = [Image.new("P", (edge, edge), n % 2) for n in range(count)]
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:], duration=20)


GIF = {
    "a screen of 65,535 by 65,535": lambda: screen(65_535, 65_535, frame(1, 1), b";"),
    "a frame of 65,535 by 65,535": lambda: screen(1, 1, frame(65_535, 65_535), b";"),
    "a frame outside of the screen": lambda: screen(10, 10, frame(10, 10, at=60_000), b";"),
    "no screen": lambda: screen(0, 0, frame(0, 0), b";"),
    "no frame": lambda: screen(80, 80, b";"),
    "a screen, full size, and one pixel on it": lambda: screen(EDGE, EDGE, frame(1, 1), b";"),
    "a frame, full size, and no data": lambda: screen(EDGE, EDGE, frame(EDGE, EDGE, data=b"\x02\0"), b";"),
    "flat, full size": lambda: encoded(flat("P", (EDGE, EDGE)), "GIF"),
    "grain, full size": lambda: encoded(blocks(EDGE, 4), "GIF"),
    "row by row at odds, full size": lambda: encoded(flat("P", (EDGE, EDGE)), "GIF", interlace=1),
    "transparent, full size": lambda: encoded(flat("P", (EDGE, EDGE)), "GIF", transparency=0),
    "moves 2,000 times": lambda: frames(2_000, 20),
    "moves 200,000 times, by frames of nothing": lambda: screen(10, 10, frame(1, 1) * 200_000, b";"),
    "comments of five megabytes": lambda: screen(80, 80, comment(19_000), frame(1, 1), b";"),
    "900,000 comments": lambda: screen(80, 80, b"!\xfe\x01a\0" * 900_000, frame(1, 1), b";"),
    "900,000 extensions that nobody knows": lambda: screen(80, 80, b"!\x99\x01a\0" * 900_000, frame(1, 1), b";"),
    "codes of 255 bits": lambda: screen(80, 80, frame(80, 80, data=b"\xff\x02\x4c\x01\0"), b";"),
    "noise instead of data": lambda: screen(
        80, 80, frame(80, 80, data=b"\x08" + b"\xff".join(noise(255, n) for n in range(9)))
    ),
    "breaks off": lambda: encoded(blocks(400), "GIF")[:-9_000],
    "no end": lambda: screen(2, 1, frame(2, 1)),
}


def bmp(
    width: int, height: int, bits: int, *, packed: int = 0, data: bytes = b"", colours: int = 0, at: int = 1078
) -> bytes:
    """packed: 0 not, 1 and 2 by lengths of runs, 3 by masks; at: where the data is said to begin."""
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packed, 0, 0, 0, colours, 0)
    return b"BM" + struct.pack("<IHHI", 1078 + len(data), 0, 0, at) + head + bytes(range(256)) * 4 + data


BMP = {
    "promises 65,535 by 65,535": lambda: bmp(65_535, 65_535, 24),
    "promises two billion by one": lambda: bmp(2**31 - 1, 1, 8),
    "promises less than nothing": lambda: bmp(-80, -80, 24),
    "the lowest number as its height": lambda: bmp(80, -(2**31), 24),
    "promises 3,500 by 3,500": lambda: bmp(EDGE, EDGE, 32, data=bytes(80)),
    "one bit, full size": lambda: bmp(EDGE, EDGE, 1, data=bytes(440 * EDGE), colours=2),
    "four bits, packed, full size": lambda: bmp(
        EDGE, EDGE, 4, packed=2, data=(b"\xfa\x11" * 14 + b"\0\0") * EDGE + b"\0\1"
    ),
    "packed, full size": lambda: bmp(EDGE, EDGE, 8, packed=1, data=(b"\xfa\x07" * 14 + b"\0\0") * EDGE + b"\0\1"),
    "packed, and it only jumps": lambda: bmp(EDGE, EDGE, 8, packed=1, data=b"\0\2\xff\xff" * 900_000),
    "packed, and it ends lines without end": lambda: bmp(EDGE, EDGE, 8, packed=1, data=b"\0\0" * 2_000_000),
    "packed noise": lambda: bmp(1_000, 1_000, 8, packed=1, data=noise(3_000_000)),
    "no bits": lambda: bmp(80, 80, 0),
    "four billion colours": lambda: bmp(80, 80, 8, colours=2**32 - 1, data=bytes(6_400)),
    "data behind the end": lambda: bmp(80, 80, 8, data=bytes(6_400), at=2**32 - 1),
    "masks that are none": lambda: bmp(80, 80, 16, packed=3, data=bytes(12_800)),
    "upside down": lambda: bmp(80, -80, 24, data=bytes(19_200)),
    "breaks off": lambda: encoded(grain((400, 400), "RGB"), "BMP")[:-9_000],
    "only its header": lambda: bmp(80, 80, 24)[:54],
}
